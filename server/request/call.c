/* The id of an exchange and the headers of its answer. */
#include "request/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "secret.h"

const char *call_header_value(const struct call *call, size_t header)
{
	return call->headers[header].value;
}

void call_take_headers(struct call *call, const struct call *from)
{
	memcpy(call->header_text, from->header_text, sizeof call->header_text);
	for (size_t i = 0; i < from->header_count; i++) {
		uintptr_t at = (uintptr_t)from->headers[i].value - (uintptr_t)from->header_text;

		call->headers[i] = from->headers[i];
		if (at < sizeof call->header_text)
			call->headers[i].value = call->header_text + at;
	}
	call->header_count = from->header_count;
	call->header_used = from->header_used;
	call->header_lost = from->header_lost;
}

/* What was begun is no answer any more: the problem that follows finds an empty table. */
static void lose_header(struct call *call, const char *name)
{
	log_error("header_lost", "name", name, NULL);
	call->header_count = call->header_used = 0;
	call->header_lost = true;
}

void call_set_long_header(struct call *call, const char *name, const char *value)
{
	size_t i = 0;

	while (i < call->header_count && strcmp(call->headers[i].name, name) != 0)
		i++;
	if (i == CALL_HEADERS) {
		lose_header(call, name);
		return;
	}
	call->headers[i] = (struct call_header){name, value};
	call->header_count += i == call->header_count;
}

static void drop_controls(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if ((unsigned char)*from >= ' ' && *from != 127)
			*to++ = *from;
	*to = '\0';
}

void call_set_header(struct call *call, const char *name, const char *format, ...)
{
	char *value = call->header_text + call->header_used;
	size_t room = sizeof call->header_text - call->header_used;
	va_list list;

	va_start(list, format);
	int length = vsnprintf(value, room, format, list);

	va_end(list);
	if (length < 0 || (size_t)length >= room) {
		lose_header(call, name);
		return;
	}
	drop_controls(value);
	call->header_used += strlen(value) + 1;
	call_set_long_header(call, name, value);
}

void call_drop_file(struct call *call)
{
	if (call->in_file)
		close(call->file);
	call->in_file = false;
	call->file_size = 0;
}

/* The last `digits` hexadecimal digits of a number; printf would cost as much as the router. */
static void print_hex(char *out, uint64_t number, int digits)
{
	for (int i = digits; i-- > 0; number >>= 4)
		out[i] = "0123456789abcdef"[number & 15];
}

/* The client's request id when it is harmless, else our own: a random start of the process and a
 * count. */
void call_give_id(struct call *call)
{
	static _Atomic uint64_t start, count;
	const char *wanted = call->request_id;
	size_t length = wanted ? strlen(wanted) : 0;

	if (length >= 8 && length <= 64 &&
		strspn(wanted, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") ==
			length) {
		memcpy(call->id, wanted, length + 1);
		return;
	}
	uint64_t prefix = atomic_load_explicit(&start, memory_order_relaxed);

	if (!prefix) {
		secret_random(&prefix, sizeof prefix);
		atomic_store_explicit(&start, prefix, memory_order_relaxed);
	}
	print_hex(call->id, prefix >> 16, 12);
	call->id[12] = '-';
	print_hex(call->id + 13, atomic_fetch_add_explicit(&count, 1, memory_order_relaxed), 8);
	call->id[21] = '\0';
}
