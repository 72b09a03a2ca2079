#include "request/json_read.h"

#include <pthread.h>
#include <stdlib.h>

static _Thread_local struct {
	bool reading, is_short;
	struct slabs *slabs;
} watch;

static void *allocate(size_t size)
{
	void *memory = watch.slabs ? slabs_alloc(watch.slabs, size) : NULL;

	if (memory)
		return memory;
	memory = watch.reading && watch.is_short ? NULL : malloc(size);
	watch.is_short |= !memory;
	return memory;
}

static void release(void *memory)
{
	if (!slabs_own(memory))
		free(memory);
}

static void set_functions(void)
{
	json_set_alloc_funcs(allocate, release);
}

static void be_asked(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, set_functions);
}

void json_use(struct slabs *slabs)
{
	be_asked();
	watch.slabs = slabs;
}

void json_watch(void)
{
	be_asked();
	watch.is_short = false;
	watch.reading = true;
}

bool json_is_short(void)
{
	return watch.is_short;
}

void json_unwatch(void)
{
	watch.reading = false;
}

json_t *json_read(const char *text, size_t length, size_t flags)
{
	bool outer_reading = watch.reading, outer_short = watch.is_short;

	json_watch();
	json_t *json = json_loadb(text, length, flags, NULL);

	if (watch.is_short) {
		json_decref(json);
		json = NULL;
	}
	watch.reading = outer_reading;
	watch.is_short = outer_short;
	return json;
}
