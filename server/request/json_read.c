#include "request/json_read.h"

#include <pthread.h>
#include <stdlib.h>

static _Thread_local struct {
	bool reading, is_short;
} watch;

static void *allocate(size_t size)
{
	void *memory = watch.reading && watch.is_short ? NULL : malloc(size);

	watch.is_short |= !memory;
	return memory;
}

static void watch_allocations(void)
{
	json_set_alloc_funcs(allocate, free);
}

void json_watch(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, watch_allocations);
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
