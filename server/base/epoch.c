#include "base/epoch.h"

#include <stdatomic.h>

static _Atomic int64_t published[EPOCHS];
static _Thread_local int64_t touched[EPOCHS];

int64_t epoch_now(enum epoch epoch)
{
	return atomic_load(&published[epoch]);
}

void epoch_publish(unsigned changed)
{
	for (int i = 0; i < EPOCHS; i++)
		if (changed & CHANGED(i))
			atomic_fetch_add(&published[i], 1);
}

void epoch_touch(unsigned changed)
{
	for (int i = 0; i < EPOCHS; i++)
		if (changed & CHANGED(i))
			touched[i]++;
}

int64_t epoch_touched(enum epoch epoch)
{
	return touched[epoch];
}
