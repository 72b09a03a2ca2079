/* One range of addresses, cut into slabs; those that are given back lie on a stack. */
#include "slab.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>

#define SLABS      2048
#define KEPT_SLABS 256 /* free ones that keep their pages */

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED true /* by one who sees a use after free() only */
#else
#define WATCHED false
#endif

static struct {
	pthread_mutex_t mutex;
	pthread_once_t once;
	char *_Atomic base; /* NULL: there are no slabs */
	size_t fresh;
	size_t free_count;
	uint16_t free[SLABS];
} range = {.mutex = PTHREAD_MUTEX_INITIALIZER, .once = PTHREAD_ONCE_INIT};

/* Addresses alone; pages come when they are written. */
static void open_range(void)
{
	void *base = mmap(NULL, SLABS * SLAB_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (base != MAP_FAILED && !WATCHED)
		atomic_store(&range.base, base);
}

static char *take_slab(void)
{
	char *slab = NULL, *base;

	pthread_once(&range.once, open_range);
	base = atomic_load(&range.base);
	if (!base)
		return NULL;
	pthread_mutex_lock(&range.mutex);
	if (range.free_count)
		slab = base + range.free[--range.free_count] * SLAB_SIZE;
	else if (range.fresh < SLABS)
		slab = base + range.fresh++ * SLAB_SIZE;
	pthread_mutex_unlock(&range.mutex);
	return slab;
}

static void give_slab(char *slab)
{
	pthread_mutex_lock(&range.mutex);
	/* Behind a crowd its memory goes back to the system. */
	if (range.free_count >= KEPT_SLABS)
		madvise(slab, SLAB_SIZE, MADV_DONTNEED);
	range.free[range.free_count++] =
		(uint16_t)((size_t)(slab - atomic_load(&range.base)) / SLAB_SIZE);
	pthread_mutex_unlock(&range.mutex);
}

void *slabs_alloc(struct slabs *slabs, size_t size)
{
	size_t needed = (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);

	if (size > SLAB_SIZE / 4) /* what is left of a slab would be too much */
		return NULL;
	if (!slabs->count || SLAB_SIZE - slabs->used < needed) {
		char *slab = slabs->count < SLABS_EACH ? take_slab() : NULL;

		if (!slab)
			return NULL;
		slabs->slab[slabs->count++] = slab;
		slabs->used = 0;
	}
	void *memory = slabs->slab[slabs->count - 1] + slabs->used;

	slabs->used += needed;
	return memory;
}

bool slabs_own(const void *memory)
{
	const char *base = atomic_load_explicit(&range.base, memory_order_relaxed);

	return base && (uintptr_t)memory - (uintptr_t)base < SLABS * SLAB_SIZE;
}

void slabs_free(struct slabs *slabs)
{
	while (slabs->count)
		give_slab(slabs->slab[--slabs->count]);
}
