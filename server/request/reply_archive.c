/* Archives of lists; see reply_archive.h. */
#include "request/reply_archive.h"

#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "packer.h"
#include "request/inner.h"
#include "request/reply.h"
#include "request/reply_file.h"
#include "secret.h"

struct archive {
	struct request *req;
	struct packer *packer;
	struct buffer manifest; /* its parts, with commas between them */
	/* Of the part that is written. */
	struct sha256 sum;
	int64_t lines;
	bool quoted;
};

struct archive *reply_archive_open(struct request *req)
{
	struct archive *archive = req->failed ? NULL : req_alloc(req, sizeof *archive);

	if (!archive)
		return NULL;
	archive->req = req;
	archive->packer = packer_open(reply_raw(req, 200, api_forms[FORM_ZIP].type));
	reply_file_name(req);
	if (!archive->packer)
		req_fail(req, E_MEMORY);
	return archive;
}

/* What is packed goes to the answer's file as it comes, so that memory stays small. */
static enum error pack(struct archive *archive, const char *bytes, size_t length)
{
	packer_bytes(archive->packer, bytes, length);
	reply_file_move(archive->req, false);
	return archive->req->failed;
}

/* A line break inside quotes is part of a cell. */
static void count_lines(struct archive *archive, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		archive->quoted ^= bytes[i] == '"';
		archive->lines += bytes[i] == '\n' && !archive->quoted;
	}
}

static enum error take(void *target, const char *bytes, size_t length)
{
	struct archive *archive = target;

	sha256_add(&archive->sum, bytes, length);
	count_lines(archive, bytes, length);
	return pack(archive, bytes, length);
}

static void note_part(struct archive *archive, const char *name, const struct route *route,
	const char *filter, const char *text)
{
	uint8_t sum[SECRET_HASH_SIZE];
	char digits[2 * SECRET_HASH_SIZE + 1];

	sha256_end(&archive->sum, sum);
	digest_hex(sum, digits);
	buffer_printf(&archive->manifest,
		"%s\n    {\"name\": \"%s\", \"list\": \"%s?%s=%s\", \"rows\": %lld, \"sha256\": \"%s\"}",
		archive->manifest.length ? "," : "", name, route->path + strlen(API_BASE), filter,
		text, (long long)archive->lines - 1, digits);
}

enum error reply_archive_list(
	struct archive *archive, const struct route *route, const char *filter, const char *text)
{
	struct request *req = archive->req;
	const char *name = req_printf(req, "%s-%s.csv", route->file, text);
	struct inner inner;

	if (req->failed)
		return req->failed;
	if (!inner_list(req, route, filter, text, &inner)) {
		sha256_start(&archive->sum);
		archive->lines = 0;
		archive->quoted = false;
		packer_part(archive->packer, name);
		req_fail(req, inner_bytes(&inner, take, archive));
		note_part(archive, name, route, filter, text);
	}
	inner_end(&inner);
	return req->failed;
}

static void write_manifest(struct archive *archive)
{
	struct request *req = archive->req;
	struct buffer text = {0};

	buffer_printf(&text, "{\n  \"unit\": \"%s\",\n  \"made_at\": \"", req->caller.unit);
	buffer_instant(&text, req->now);
	buffer_text(&text, "\",\n  \"parts\": [");
	buffer_bytes(&text, archive->manifest.data ? archive->manifest.data : "",
		archive->manifest.length);
	buffer_text(&text, "\n  ]\n}\n");
	if (text.failed || archive->manifest.failed)
		req_fail(req, E_MEMORY);
	packer_part(archive->packer, "manifest.json");
	if (!req->failed)
		pack(archive, text.data, text.length);
	buffer_free(&text);
}

enum error reply_archive_close(struct request *req, struct archive *archive)
{
	if (!archive)
		return req->failed;
	if (!req->failed) {
		write_manifest(archive);
		if (!packer_end(archive->packer))
			req_fail(req, E_MEMORY);
		reply_file_move(req, true);
	}
	packer_free(archive->packer);
	buffer_free(&archive->manifest);
	return req->failed;
}
