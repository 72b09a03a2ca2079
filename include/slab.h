/*
 * Memory for many small things that end together, which tells by its address that it is such memory: a free()
 * that is given either kind leaves it alone. It is bounded; behind that the caller asks malloc().
 *
 *	struct slabs slabs = {0};
 *	void *memory = slabs_alloc(&slabs, 24);
 *	if (!memory)
 *		memory = malloc(24);
 *	...
 *	if (!slabs_own(memory))
 *		free(memory);
 *	slabs_free(&slabs);
 */
#ifndef THIDUA_SLAB_H
#define THIDUA_SLAB_H

#include <stdbool.h>
#include <stddef.h>

#define SLAB_SIZE  ((size_t)32 << 10)
#define SLABS_EACH 2 /* at most, for one owner */

struct slabs {
	char *slab[SLABS_EACH];
	size_t count, used; /* bytes of the newest */
};

/* Aligned for everything, not zeroed; valid until slabs_free(). NULL when the slabs are used up. */
void *slabs_alloc(struct slabs *slabs, size_t size);

/* Whether slabs_alloc() gave this address, to whomever. */
bool slabs_own(const void *memory);

/* Any thread may; the slabs may be used again. */
void slabs_free(struct slabs *slabs);

#endif
