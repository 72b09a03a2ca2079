/* Which headers an operation may see, and where they are kept. */
#include "http/exchange_texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/server.h"
#include "http/forwarded.h"
#include "http/peers.h"

struct copied {
	const char *header;
	size_t offset; /* of the `const char *` in struct exchange */
};

static const struct copied copied[] = {
	{"Authorization", offsetof(struct exchange, call.authorization)},
	{"Cookie", offsetof(struct exchange, call.cookie)},
	{"Host", offsetof(struct exchange, call.site.host)},
	{"Origin", offsetof(struct exchange, call.site.origin)},
	{"Sec-Fetch-Site", offsetof(struct exchange, call.site.fetch_site)},
	{"X-Thidua", offsetof(struct exchange, call.site.custom)},
	{"Content-Type", offsetof(struct exchange, call.content_type)},
	{"Accept", offsetof(struct exchange, call.accept)},
	{"Accept-Language", offsetof(struct exchange, call.accept_language)},
	{"If-Match", offsetof(struct exchange, call.if_match)},
	{"If-None-Match", offsetof(struct exchange, call.if_none_match)},
	{"Idempotency-Key", offsetof(struct exchange, call.idempotency_key)},
	{"X-Request-Id", offsetof(struct exchange, call.request_id)},
	{"Access-Control-Request-Method", offsetof(struct exchange, preflight)},
};
#define COPIED (sizeof copied / sizeof *copied)

static const char *copy(char **at, const char *text)
{
	size_t size = strlen(text) + 1;
	char *start = *at;

	memcpy(start, text, size);
	*at += size;
	return start;
}

bool exchange_copy_texts(struct exchange *x, const struct gate_request *request)
{
	const char *found[COPIED];
	char hop[FORWARDED_SIZE];
	const char *address =
		forwarded_address(request, peer_address(x->peer), server.config.trusted_proxy, hop);
	size_t size = strlen(request->method) + 1 + strlen(address) + 1;

	for (size_t i = 0; i < COPIED; i++) {
		found[i] = gate_find(request, copied[i].header);
		size += found[i] ? strlen(found[i]) + 1 : 0;
	}

	char *at = x->texts = malloc(size);

	if (!at)
		return false;
	x->call.method = copy(&at, request->method);
	x->call.address = copy(&at, address);
	for (size_t i = 0; i < COPIED; i++)
		if (found[i])
			*(const char **)(void *)((char *)x + copied[i].offset) =
				copy(&at, found[i]);
	return true;
}
