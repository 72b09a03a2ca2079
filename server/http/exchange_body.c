#include "http/exchange_body.h"

#include "engine/dispatch.h"
#include "engine/execute.h"

/* Of all bodies that are kept, those that are files apart: where they are, and how many bytes there may be. */
static _Atomic size_t memory_bytes, disk_bytes;
static const struct body_place {
	_Atomic size_t *bytes;
	size_t most;
} in_memory = {&memory_bytes, (size_t)64 << 20}, on_disk = {&disk_bytes, (size_t)256 << 20};

static const struct body_place *place_of(const struct exchange *x)
{
	return dispatch_takes_file(&x->call) ? &on_disk : &in_memory;
}

static bool reserve(struct exchange *x, size_t size)
{
	const struct body_place *place = place_of(x);

	if (atomic_fetch_add(place->bytes, size) + size > place->most) {
		atomic_fetch_sub(place->bytes, size);
		return false;
	}
	x->counted += size;
	return true;
}

bool exchange_keep_body(struct exchange *x, const char *data, size_t size)
{
	if (!reserve(x, size)) {
		execute_refuse(&x->call, "busy");
		return false;
	}
	enum error error = dispatch_body(&x->call, data, size);

	if (error)
		execute_explain(&x->call, error, "the body is not kept");
	return !error;
}

void exchange_drop_body(struct exchange *x)
{
	atomic_fetch_sub(place_of(x)->bytes, x->counted);
	x->counted = 0;
	dispatch_drop_body(&x->call);
}
