/* X-Forwarded-For and Forwarded (RFC 7239), read from their end: each proxy adds behind what it was given. */
#include "http/forwarded.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#define OWN    "X-Forwarded-For"
#define COMMON "Forwarded"

static bool is_listed(const char *trusted, const char *address)
{
	size_t length = strlen(address);

	for (const char *at = trusted; at && *at;) {
		size_t size = strcspn(at, ",");

		if (size == length && !memcmp(at, address, length))
			return true;
		at += size + (at[size] == ',');
	}
	return false;
}

/* The form of an address that peers have: without port and brackets. False when it is none. */
static bool read_address(const char *text, size_t length, char out[FORWARDED_SIZE])
{
	unsigned char bytes[16];

	while (length && strchr(" \t\"", text[length - 1]))
		length--;
	while (length && strchr(" \t\"", *text))
		text++, length--;
	if (!length || length >= FORWARDED_SIZE)
		return false;
	memcpy(out, text, length);
	out[length] = '\0';
	char *end = *out == '[' ? strchr(out, ']') : NULL, *colon = strchr(out, ':');

	if (end) {
		*end = '\0';
		memmove(out, out + 1, strlen(out));
	} else if (colon && !strchr(colon + 1, ':')) {
		*colon = '\0';
	}
	int family = strchr(out, ':') ? AF_INET6 : AF_INET;

	return inet_pton(family, out, bytes) == 1 && inet_ntop(family, bytes, out, FORWARDED_SIZE);
}

/* `for=` of an element of Forwarded; the whole element of the other header. */
static bool read_hop(bool common, const char *element, size_t length, char out[FORWARDED_SIZE])
{
	while (common && length) {
		size_t size = 0;

		while (size < length && element[size] != ';')
			size++;
		const char *pair = element + strspn(element, " \t");

		if (pair + 4 <= element + size && !strncasecmp(pair, "for=", 4))
			return read_address(pair + 4, (size_t)(element + size - pair - 4), out);
		size += size < length;
		element += size;
		length -= size;
	}
	return !common && read_address(element, length, out);
}

/* From its last hop to its first: true when `out` is one that nobody trusts. What is no address ends the way. */
static bool walk_back(const struct gate_header *header, bool common, const char *trusted,
	char out[FORWARDED_SIZE], bool *out_ends)
{
	size_t end = header->value_length;

	for (;;) {
		size_t start = end;

		while (start > 0 && header->value[start - 1] != ',')
			start--;
		if (!read_hop(common, header->value + start, end - start, out)) {
			*out_ends = true;
			return false;
		}
		if (!is_listed(trusted, out))
			return true;
		if (start == 0)
			return false;
		end = start - 1;
	}
}

static bool is_named(const struct gate_header *header, const char *name)
{
	return header->name_length == strlen(name) &&
		!strncasecmp(header->name, name, header->name_length);
}

const char *forwarded_address(const struct gate_request *request, const char *peer,
	const char *trusted, char out[FORWARDED_SIZE])
{
	if (!is_listed(trusted, peer))
		return peer;
	bool common = gate_find(request, COMMON) != NULL, ends = false;
	size_t i = request->count < GATE_HEADERS ? request->count : GATE_HEADERS;

	if (common && gate_find(request, OWN))
		return peer;
	while (i-- > 0 && !ends)
		if (is_named(&request->headers[i], common ? COMMON : OWN) &&
			walk_back(&request->headers[i], common, trusted, out, &ends))
			return out;
	return peer;
}
