/* What must be refused about a body that is a file: its type, its bytes, its size. */
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "refusal.h"
#include "tally.h"

#define MOST ((size_t)10 << 20) /* the server's, as it is started */

#define BYTES(what, bytes)                                                                         \
	{                                                                                          \
		what, bytes, sizeof(bytes) - 1                                                     \
	}

static const struct {
	const char *what, *bytes;
	size_t length;
} others[] = {
	BYTES("JSON", "{}"),
	BYTES("a page", "\xef\xbb\xbf\n<!DOCTYPE html><script>"),
	BYTES("a drawing with a script", "<?xml version='1.0'?><svg onload='x()'/>"),
	BYTES("an archive", "PK\3\4 and so on"),
	BYTES("a GIF", "GIF89a"),
	BYTES("a film",
		"\0\0\0\x18"
		"ftypmp42"),
	BYTES("nearly a PDF", " %PDF-1.7"),
	BYTES("a part of the signature", "%PD"),
	BYTES("the first byte of a JPEG", "\xff"),
};

static void send_file(const struct route *route, const char *type, const char *bytes, size_t length,
	int status, const char *what)
{
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);

	question.content_type = type;
	question.body = bytes;
	question.length = length;
	refuse(route, &question, status, NULL, what);
	buffer_free(&target);
}

static void test_types(const struct route *route)
{
	static const char *const wrong[] = {NULL, "application/json", "text/html", "image/svg+xml",
		"application/octet-stream", "application/x-www-form-urlencoded",
		"multipart/form-data; boundary=x"};
	struct curl_slist *gzip = curl_slist_append(NULL, "Content-Encoding: gzip");
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		send_file(route, wrong[i], "%PDF-1.7", 8, 415, wrong[i] ? wrong[i] : "no type");
	question.headers = gzip;
	refuse(route, &question, 415, NULL, "compressed");
	curl_slist_free_all(gzip);
	buffer_free(&target);
}

static void test_bytes(const struct route *route)
{
	for (size_t t = 0; route->file_types[t]; t++) {
		const char *type = route->file_types[t];

		send_file(route, type, "", 0, 400, "an empty file");
		for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
			send_file(route, type, others[i].bytes, others[i].length, 422,
				others[i].what);
		if (strcmp(type, "application/pdf") != 0)
			send_file(route, type, "%PDF-1.7", 8, 422, "a PDF for a picture");
	}
}

static void test_size(const struct route *route)
{
	char *bytes = calloc(1, MOST + 1);

	if (!bytes)
		tally_abort("out of memory");
	memcpy(bytes, "%PDF-1.7", 8);
	send_file(route, "application/pdf", bytes, MOST + 1, 413, "over the cap");
	send_file(route, "application/pdf", bytes, MOST, 404, "at the cap, for nobody's object");
	free(bytes);
}

void refuse_files(const struct route *route)
{
	test_types(route);
	test_bytes(route);
	test_size(route);
}
