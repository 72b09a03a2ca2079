/* The bytes of documents. They stand in rows of a size that the engine and its readers take in passing. */
#include "yearend/document.h"

#include <string.h>

#include "media.h"
#include "request/bind.h"
#include "request/query.h"
#include "request/reply_file.h"
#include "request/upload.h"
#include "secret.h"

#define PART ((size_t)256 << 10)

static enum error put_part(
	struct request *req, int64_t id, int64_t part, const char *bytes, size_t length)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO document_parts (document, part, bytes)"
		" VALUES (:x_id, :x_part, :x_bytes)");

	bind_int(q, ":x_part", part);
	bind_blob(q, ":x_bytes", bytes, length);
	return query_run(req, bind_id(q, id));
}

enum error document_put(struct request *req, int64_t id)
{
	const struct upload *upload = req->upload;
	char *bytes = req_alloc(req, PART);
	size_t left = upload->length;

	/* What is undone need not be written: it may be much. */
	for (int64_t part = 0; !req->dry_run && !req->failed && left; part++) {
		size_t length = left < PART ? left : PART;

		if (!upload_read(upload, upload->length - left, bytes, length))
			return req_fail(req, E_FAULT);
		put_part(req, id, part, bytes, length);
		left -= length;
	}
	return req->failed;
}

#define PARTS "SELECT bytes FROM document_parts WHERE document = :x_id ORDER BY part"

enum error document_send(struct request *req, const struct document *document)
{
	struct file_answer file = {.type = media_type(document->type),
		.name = document->name,
		.tag = document->sha256};

	if (!reply_file_open(req, &file))
		return req->failed;
	struct stmt *q = bind_id(db_query(req->db, PARTS), document->id);

	while (!req->failed && db_row(q))
		reply_file_bytes(req, column_blob(q, 0), column_length(q, 0));
	req_fail(req, db_done(q));
	return reply_file_close(req);
}

static enum error has_digest(struct db *db, int64_t id, const char *wanted, bool *out)
{
	struct stmt *q = bind_id(db_query(db, PARTS), id);
	uint8_t hash[SECRET_HASH_SIZE];
	char found[2 * SECRET_HASH_SIZE + 1];
	struct sha256 digest;

	sha256_start(&digest);
	while (db_row(q))
		sha256_add(&digest, column_blob(q, 0), column_length(q, 0));
	sha256_end(&digest, hash);
	digest_hex(hash, found);
	*out = !strcmp(found, wanted);
	return db_done(q);
}

enum error document_verify(struct db *db, int64_t *out_count, int64_t *out_bad)
{
	struct stmt *q = db_query(db, "SELECT id, sha256 FROM documents ORDER BY id");
	enum error error = OK;

	*out_count = *out_bad = 0;
	while (!error && !*out_bad && db_row(q)) {
		int64_t id = column_int(q, 0);
		bool sound = false;

		error = has_digest(db, id, column_text(q, 1), &sound);
		*out_bad = sound ? 0 : id;
		++*out_count;
	}
	enum error end = db_done(q);

	return error ? error : end;
}
