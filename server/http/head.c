/*
 * The head of a request as the gate wants it, and as exactly as libmicrohttpd lets us see it.
 *
 * 0.9.75 takes much that it should not: it glues a folded line to the header's name, ends the head
 * at a line ": x", ends lines at a bare LF, and cuts a value at NUL. Behind a proxy that reads such
 * a head in another way, each of them lets a client smuggle a request. The pairs that we are given
 * look innocent then. But 0.9.75 parses in place, in one piece of memory, and tells the size of the
 * head: so in a head that is as RFC 9112 has it, every word lies exactly where the one before ends,
 * and the empty line ends it. 1.0 was made stricter, and lays out its memory differently: the check
 * is for 0.9.75 alone.
 */
#include "http/head.h"

#include <string.h>

static enum MHD_Result collect(void *context, enum MHD_ValueKind kind, const char *name,
	size_t name_length, const char *value, size_t value_length)
{
	struct head *head = context;

	(void)kind;
	if (head->count < GATE_HEADERS)
		head->headers[head->count] = (struct gate_header){
			name, name_length, value ? value : "", value ? value_length : 0};
	head->count++;
	return MHD_YES;
}

void head_read(struct MHD_Connection *connection, struct head *out)
{
	out->count = 0;
	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, collect, out);
}

static bool is_laid_out_in_place(void)
{
	return strcmp(MHD_get_version(), "0.9.75") == 0;
}

/* The colon has become NUL, and what follows it is blank up to the value. */
static bool is_followed_by_value(const struct gate_header *header, const char *end)
{
	const char *at = header->name + header->name_length + 1;

	if (header->value < at || header->value > end)
		return false;
	while (at < header->value && (*at == ' ' || *at == '\t'))
		at++;
	return at == header->value;
}

/* Two bytes of CR LF end each line; a bare LF would be one. */
static bool lines_are_adjacent(const struct head *head, const char *at, const char *end)
{
	for (size_t i = 0; i < head->count; i++) {
		const struct gate_header *header = &head->headers[i];

		if (header->name != at || !is_followed_by_value(header, end))
			return false;
		at = header->value + header->value_length + 2;
	}
	return at + 2 == end;
}

bool head_is_exact(struct MHD_Connection *connection, const struct head *head, const char *method,
	const char *target, const char *version)
{
	const union MHD_ConnectionInfo *info;

	if (!is_laid_out_in_place() || head->count > GATE_HEADERS)
		return true;
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	/* `target` is our copy: its length tells where the version has to be. */
	return version == method + strlen(method) + 1 + strlen(target) + 1 &&
		lines_are_adjacent(head, version + strlen(version) + 2, method + info->header_size);
}
