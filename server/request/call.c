/* The id of an exchange and the headers of its answer. */
#include "request/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "secret.h"

const char *call_header_value(const struct call *call, size_t header)
{
	return call->header_text + call->headers[header].at;
}

void call_set_header(struct call *call, const char *name, const char *format, ...)
{
	struct call_header *header = NULL;
	size_t room = sizeof call->header_text - call->header_used;

	for (size_t i = 0; i < call->header_count && !header; i++)
		if (!strcmp(call->headers[i].name, name))
			header = &call->headers[i];
	if (!header) {
		if (call->header_count == CALL_HEADERS)
			return;
		header = &call->headers[call->header_count++];
	}
	char *value = call->header_text + call->header_used;
	va_list list;

	va_start(list, format);
	int length = vsnprintf(value, room, format, list);

	va_end(list);
	/* What does not fit is left out whole: half a cursor or half an address misleads. */
	if (length < 0 || (size_t)length >= room) {
		call->header_count -= header == &call->headers[call->header_count - 1];
		log_error("header dropped", "name", name, NULL);
		return;
	}
	char *to = value;

	for (const char *from = value; *from; from++)
		if ((unsigned char)*from >= ' ' && *from != 127)
			*to++ = *from;
	*to = '\0';
	header->name = name;
	header->at = call->header_used;
	call->header_used += (size_t)(to - value) + 1;
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
