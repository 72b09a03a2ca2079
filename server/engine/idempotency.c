/*
 * The stored answers of writes that carried an Idempotency-Key: a client that did not see its
 * answer sends the same request again and gets the first one's answer, not a second change. Found
 * and stored in the savepoint of the change itself. Refusals are not stored.
 */
#include "engine/idempotency.h"

#include <stdio.h>
#include <string.h>

#include "db.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/upload.h"
#include "secret.h"

#define PURGE_BATCH 1000
#define LONGEST_KEY 128

bool idempotency_applies(const struct request *req)
{
	/* Of a password no digest is kept. */
	return req->call->idempotency_key && req->route->method == METHOD_POST && !req->dry_run &&
		req->route->lane != LANE_PASSWORD;
}

static bool is_key(const char *text)
{
	size_t length = 0;

	while (text[length] > ' ' && text[length] < 127)
		length++;
	return !text[length] && length > 0 && length <= LONGEST_KEY;
}

/* What makes two requests the same: method, path, query and body, byte by byte. */
static void digest_request(const struct call *call, uint8_t out[SECRET_HASH_SIZE])
{
	struct digest digest;

	digest_start(&digest);
	digest_part(&digest, call->method, strlen(call->method));
	digest_part(&digest, call->path, strlen(call->path));
	digest_part(&digest, call->query, strlen(call->query));
	digest_part(&digest, call->body.data ? call->body.data : "", call->body.length);
	if (call->upload)
		digest_part(&digest, call->upload->sha256, sizeof call->upload->sha256);
	digest_end(&digest, out);
}

/* "Location: /api/v1/reports/17\nETag: \"1\"\n" */
static const char *join_headers(struct request *req)
{
	const char *text = "";

	for (size_t i = 0; i < req->call->header_count; i++)
		text = req_printf(req, "%s%s: %s\n", text, req->call->headers[i].name,
			call_header_value(req->call, i));
	return text;
}

/* The names that an answer of a write may carry, as the literals that a header's name must be. */
static const char *header_named(const char *name, size_t length)
{
	static const char *const names[] = {"Location", "ETag", "Content-Language", "Vary"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == length && !memcmp(names[i], name, length))
			return names[i];
	return NULL;
}

static void split_headers(struct call *call, const char *text)
{
	for (const char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
		const char *colon = strchr(line, ':');
		const char *name =
			colon && colon < end ? header_named(line, (size_t)(colon - line)) : NULL;

		if (name)
			call_set_header(call, name, "%.*s", (int)(end - colon - 2), colon + 2);
	}
}

static void replay(struct call *call, struct stmt *q)
{
	call->status = (int)column_int(q, 1);
	split_headers(call, column_text(q, 2));
	call_set_header(call, "Idempotent-Replay", "true");
	buffer_bytes(&call->reply, column_blob(q, 3), column_length(q, 3));
	call->content_type_out = call->reply.length ? "application/json" : NULL;
}

enum error idempotency_find(struct request *req, bool *out_found)
{
	uint8_t digest[SECRET_HASH_SIZE];
	bool same = false;

	if (!is_key(req->call->idempotency_key))
		return fail_idempotency_key_invalid(req);
	struct stmt *q = db_query(req->db,
		"SELECT digest, status, headers, body FROM idempotency"
		" WHERE token = :token AND key = :key");

	bind_int(q, ":token", req->caller.token);
	bind_text(q, ":key", req->call->idempotency_key);
	bool found = db_row(q);

	if (found) {
		digest_request(req->call, digest);
		same = column_length(q, 0) == sizeof digest &&
			!memcmp(column_blob(q, 0), digest, sizeof digest);
	}
	if (same)
		replay(req->call, q);
	enum error error = db_done(q);

	if (error)
		return req_fail(req, error);
	if (found && !same)
		return fail_idempotency_key_reused(req);
	if (req->call->reply.failed)
		return req_fail(req, E_MEMORY);
	*out_found = found;
	return OK;
}

/* The answer's body with null in the place of the secret. */
static void body_to_store(struct request *req, struct buffer *out)
{
	const struct buffer *reply = &req->call->reply;
	const char *quoted = req->secret ? req_printf(req, "\"%s\"", req->secret) : NULL;
	const char *at = quoted ? memmem(reply->data, reply->length, quoted, strlen(quoted)) : NULL;

	if (req->secret && !at) {
		out->failed = true;
		return;
	}
	if (!at) {
		buffer_bytes(out, reply->data ? reply->data : "", reply->length);
		return;
	}
	const char *rest = at + strlen(quoted);

	buffer_bytes(out, reply->data, (size_t)(at - reply->data));
	buffer_text(out, "null");
	buffer_bytes(out, rest, (size_t)(reply->data + reply->length - rest));
}

enum error idempotency_store(struct request *req)
{
	uint8_t digest[SECRET_HASH_SIZE];
	struct buffer body = {0};
	const char *headers = join_headers(req);

	body_to_store(req, &body);
	if (req->failed || body.failed) {
		buffer_free(&body);
		return req_fail(req, E_MEMORY);
	}
	digest_request(req->call, digest);
	struct stmt *q = db_query(req->db,
		"INSERT INTO idempotency (token, key, digest, at, status, headers, body)"
		" VALUES (:token, :key, :digest, :at, :status, :headers, :body)");

	bind_int(q, ":token", req->caller.token);
	bind_text(q, ":key", req->call->idempotency_key);
	bind_blob(q, ":digest", digest, sizeof digest);
	bind_int(q, ":at", req->now);
	bind_int(q, ":status", req->call->status);
	bind_text(q, ":headers", headers);
	bind_blob(q, ":body", body.data ? body.data : "", body.length);
	enum error error = db_run(q);

	buffer_free(&body);
	return error ? req_fail(req, error) : OK;
}

enum error idempotency_purge(struct db *db, int64_t before)
{
	struct stmt *q = db_query(db,
		"DELETE FROM idempotency WHERE (token, key) IN"
		" (SELECT token, key FROM idempotency WHERE at < :before"
		" ORDER BY at LIMIT :batch)");

	bind_int(q, ":before", before);
	bind_int(q, ":batch", PURGE_BATCH);
	return db_run(q);
}
