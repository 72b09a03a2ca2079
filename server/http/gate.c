/* The header gate. Names are compared without case, values byte by byte. */
#include "http/gate.h"

#include <string.h>
#include <strings.h>

#include "base/site.h"
#include "header.h"

#define MALFORMED "malformed_request"

/* What we read ourselves must have one value: with two, somebody in front of us may have decided by
 * the other one. */
static const char *const singles[] = {"Host", "Content-Length", "Transfer-Encoding", "Content-Type",
	"Content-Encoding", "Authorization", "Accept", "Accept-Language", "If-Match",
	"If-None-Match", "Idempotency-Key", "X-Request-Id", "Expect", "Origin",
	"Access-Control-Request-Method", "Cookie", "Sec-Fetch-Site", "X-Thidua"};

static bool is_value(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* Bytes above 0x7f may pass: people type names with diacritics into curl, and dispatch demands
 * UTF-8 of what it decodes. */
static bool is_target(const char *target)
{
	if (target[0] != '/' && strncasecmp(target, "http://", 7) != 0 &&
		strncasecmp(target, "https://", 8) != 0)
		return false;
	for (const char *c = target; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == 0x7f || *c == '#')
			return false;
	return true;
}

static bool is_host(const char *host)
{
	for (const char *c = host; *c; c++)
		if (!header_is_token(c, 1) && !strchr(":[]", *c))
			return false;
	return *host != '\0';
}

static bool named(const struct gate_header *header, const char *name, size_t length)
{
	return header->name_length == length && strncasecmp(header->name, name, length) == 0;
}

static size_t kept(const struct gate_request *request)
{
	return request->count < GATE_HEADERS ? request->count : GATE_HEADERS;
}

const char *gate_find(const struct gate_request *request, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < kept(request); i++)
		if (named(&request->headers[i], name, length))
			return request->headers[i].value;
	return NULL;
}

static bool too_large(const struct gate_request *request)
{
	size_t bytes = 0;

	for (size_t i = 0; i < kept(request); i++)
		bytes += request->headers[i].name_length + request->headers[i].value_length + 4;
	return request->count > GATE_HEADERS || bytes > GATE_BYTES;
}

static bool well_formed(const struct gate_request *request)
{
	for (size_t i = 0; i < request->count; i++) {
		const struct gate_header *header = &request->headers[i];

		if (!header_is_token(header->name, header->name_length) ||
			!is_value(header->value, header->value_length))
			return false;
	}
	return true;
}

static bool is_repeated(const struct gate_request *request, const char *name)
{
	size_t length = strlen(name), seen = 0;

	for (size_t i = 0; i < request->count; i++)
		seen += named(&request->headers[i], name, length);
	return seen > 1;
}

static bool single_valued(const struct gate_request *request)
{
	for (size_t i = 0; i < sizeof singles / sizeof *singles; i++)
		if (is_repeated(request, singles[i]))
			return false;
	return true;
}

/* Of two somebody in front of us, or the page of a neighbour's name, may have set the other one. */
static bool one_session(const char *cookie)
{
	struct header_part part;

	return !cookie ||
		(header_cookie(cookie, SITE_COOKIE_SECURE, &part) <= 1 &&
			header_cookie(cookie, SITE_COOKIE_PLAIN, &part) <= 1);
}

static bool takes_body(const char *method)
{
	static const char *const without[] = {
		"GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"};

	for (size_t i = 0; i < sizeof without / sizeof *without; i++)
		if (strcmp(method, without[i]) == 0)
			return false;
	return true;
}

static bool framing(const struct gate_request *request, bool http11, struct gate_body *out)
{
	const char *encoding = gate_find(request, "Transfer-Encoding");
	const char *length = gate_find(request, "Content-Length");

	if (encoding && (length || !http11 || strcasecmp(encoding, "chunked") != 0))
		return false;
	if (length && !header_number(length, &out->length))
		return false;
	out->chunked = encoding != NULL;
	return takes_body(request->method) || (!out->chunked && out->length == 0);
}

const char *gate_check(const struct gate_request *request, struct gate_body *out)
{
	bool http11 = strcmp(request->version, "HTTP/1.1") == 0;
	struct gate_body body = {0};

	if (!http11 && strcmp(request->version, "HTTP/1.0") != 0)
		return MALFORMED;
	if (!header_is_token(request->method, strlen(request->method)) ||
		!is_target(request->target))
		return MALFORMED;
	if (too_large(request))
		return "headers_too_large";
	if (!well_formed(request) || !single_valued(request))
		return MALFORMED;

	const char *host = gate_find(request, "Host");

	if (host ? !is_host(host) : http11)
		return MALFORMED;
	if (!framing(request, http11, &body))
		return MALFORMED;

	if (!one_session(gate_find(request, "Cookie")))
		return MALFORMED;

	const char *expect = gate_find(request, "Expect");
	const char *encoding = gate_find(request, "Content-Encoding");

	body.expects_continue = expect && strcasecmp(expect, "100-continue") == 0;
	body.encoded = encoding && strcasecmp(encoding, "identity") != 0;
	*out = body;
	return NULL;
}

void gate_split(char *target, const char **out_path, const char **out_query)
{
	char *mark = strchr(target, '?');
	char *scheme = target[0] == '/' ? NULL : strstr(target, "://");

	*out_query = "";
	if (mark) {
		*mark = '\0';
		*out_query = mark + 1;
	}
	*out_path = target;
	if (scheme && (!mark || scheme < mark)) {
		const char *path = strchr(scheme + 3, '/');

		*out_path = path ? path : "/";
	}
}
