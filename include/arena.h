/*
 * Memory for many small things that end together.
 *
 *	struct arena arena = {0};
 *	char *name = arena_alloc(&arena, 20);
 *	...
 *	arena_free(&arena);
 *
 * Who allocates often need not look at each answer: `failed` says at the end whether one was NULL.
 */
#ifndef THIDUA_ARENA_H
#define THIDUA_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *newest;
	bool failed; /* some call found no memory */
};

/* Zeroed and aligned for everything; valid until arena_free(). NULL when memory is short. */
void *arena_alloc(struct arena *arena, size_t size);

/* Frees all of it; the arena may be used again. */
void arena_free(struct arena *arena);

#endif
