/* The headers of an answer. */
#include "call.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void call_set_header(struct call *call, const char *name, const char *format, ...)
{
	struct call_header *header = NULL;

	for (size_t i = 0; i < call->header_count && !header; i++)
		if (!strcmp(call->headers[i].name, name))
			header = &call->headers[i];
	if (!header) {
		if (call->header_count == CALL_HEADERS)
			return;
		header = &call->headers[call->header_count++];
	}
	header->name = name;
	va_list list;

	va_start(list, format);
	vsnprintf(header->value, sizeof header->value, format, list);
	va_end(list);
	char *to = header->value;

	for (const char *from = header->value; *from; from++)
		if ((unsigned char)*from >= ' ' && *from != 127)
			*to++ = *from;
	*to = '\0';
}
