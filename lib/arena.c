/* Chunks in a list; the newest gives until it is used up. */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>

#define CHUNK_SIZE 960 /* with its head still in the cache of the allocator */

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char data[];
};

static struct arena_chunk *chunk_new(size_t needed)
{
	size_t size = needed > CHUNK_SIZE ? needed : CHUNK_SIZE;
	struct arena_chunk *chunk = calloc(1, sizeof *chunk + size);

	if (chunk)
		chunk->size = size;
	return chunk;
}

/* Makes the newest chunk one that has room. */
static bool make_room(struct arena *arena, size_t needed)
{
	struct arena_chunk *chunk = arena->newest;

	if (chunk && chunk->size - chunk->used >= needed)
		return true;
	chunk = chunk_new(needed);
	if (!chunk)
		return false;
	chunk->next = arena->newest;
	arena->newest = chunk;
	return true;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size_t needed = (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);

	/* Nothing is as large as a quarter of all addresses, and below that no sum overflows. */
	if (size > PTRDIFF_MAX / 2 || !make_room(arena, needed)) {
		arena->failed = true;
		return NULL;
	}
	void *memory = arena->newest->data + arena->newest->used;

	arena->newest->used += needed;
	return memory;
}

void arena_free(struct arena *arena)
{
	while (arena->newest) {
		struct arena_chunk *chunk = arena->newest;

		arena->newest = chunk->next;
		free(chunk);
	}
	arena->failed = false;
}
