/* The event log, as the writer adds to it. */
#include "request/journal.h"

#include <stdio.h>
#include <string.h>

#include "base/role.h"
#include "base/server.h"
#include "db.h"
#include "gen/api.h"
#include "request/call.h"
#include "request/journal_event.h"

static struct journal_head head;

enum error journal_newest(struct db *db, struct journal_head *out)
{
	struct stmt *q = db_query(db, "SELECT seq, at, hash FROM events ORDER BY seq DESC LIMIT 1");
	struct journal_head found = {0};

	if (db_row(q)) {
		found.seq = column_int(q, 0);
		found.at = column_int(q, 1);
		if (column_length(q, 2) == sizeof found.hash)
			memcpy(found.hash, column_blob(q, 2), sizeof found.hash);
	}
	enum error error = db_done(q);

	if (!error)
		*out = found;
	return error;
}

enum error journal_open(struct db *db)
{
	return journal_newest(db, &head);
}

struct journal_head journal_head(void)
{
	return head;
}

void journal_restore(struct journal_head marked)
{
	head = marked;
}

/* The state after the newest event of the same object. */
static enum error find_before(
	struct db *db, const char *object, uint8_t out[SECRET_HASH_SIZE], bool *out_found)
{
	struct stmt *q = db_query(db,
		"SELECT after_digest FROM events WHERE object = :object ORDER BY seq DESC LIMIT 1");

	bind_text(q, ":object", object);
	*out_found = db_row(q) && column_length(q, 0) == SECRET_HASH_SIZE;
	if (*out_found)
		memcpy(out, column_blob(q, 0), SECRET_HASH_SIZE);
	return db_done(q);
}

static enum error insert(
	struct db *db, const struct event *event, const uint8_t hash[SECRET_HASH_SIZE])
{
	struct stmt *q = db_query(db,
		"INSERT INTO events (seq, at, token, actor, role, unit, action, object,"
		" before_digest, after_digest, request_id, address, prev, hash)"
		" VALUES (:seq, :at, :token, :actor, :role, :unit, :action, :object,"
		" :before, :after, :request_id, :address, :prev, :hash)");

	bind_int(q, ":seq", event->seq);
	bind_int(q, ":at", event->at);
	bind_int(q, ":token", event->token);
	bind_text(q, ":actor", event->actor);
	bind_text(q, ":role", event->role);
	bind_text(q, ":unit", event->unit);
	bind_text(q, ":action", event->action);
	bind_text(q, ":object", event->object);
	if (event->before)
		bind_blob(q, ":before", event->before, SECRET_HASH_SIZE);
	else
		bind_null(q, ":before");
	bind_blob(q, ":after", event->after, SECRET_HASH_SIZE);
	bind_text(q, ":request_id", event->request_id);
	bind_text(q, ":address", event->address);
	bind_blob(q, ":prev", event->prev, SECRET_HASH_SIZE);
	bind_blob(q, ":hash", hash, SECRET_HASH_SIZE);
	return db_run(q);
}

const char *req_actor(struct request *req)
{
	/* A unit holds no '/', so the label can be told from it. */
	return req_printf(req, "%s/%s", req->caller.unit, req->caller.label);
}

/* The rest of the event is what follows from the chain. */
static enum error append_first(struct db *db, struct event *event)
{
	struct journal_head next = {.seq = head.seq + 1, .at = event->at};

	event->seq = next.seq;
	event->prev = head.hash;
	journal_hash(event, next.hash);
	enum error error = insert(db, event, next.hash);

	if (!error)
		head = next;
	return error;
}

static enum error append(struct db *db, struct event *event)
{
	uint8_t before[SECRET_HASH_SIZE];
	struct event next = *event;
	bool known;
	enum error error = find_before(db, event->object, before, &known);

	next.before = known ? before : NULL;
	return error ? error : append_first(db, &next);
}

static enum error record(struct request *req, const char *action, const char *unit,
	const char *object, const uint8_t after[SECRET_HASH_SIZE],
	enum error (*add)(struct db *, struct event *))
{
	/* The head is the writer's. */
	if (req->rehearsed) {
		req->note.count++;
		return OK;
	}
	struct event event = {
		.at = req->now,
		.token = req->caller.token,
		.actor = req_actor(req),
		.role = role_name(req->caller.role),
		.unit = unit,
		.action = action,
		.object = object,
		.after = after,
		.request_id = req->call->id,
		.address = req->call->address ? req->call->address : "",
	};

	if (req->failed)
		return req->failed;
	enum error error = add(req->db, &event);

	req->note.count += !error;
	return error;
}

enum error journal_append(struct request *req, const char *action, const char *unit,
	const char *object, const uint8_t after[SECRET_HASH_SIZE])
{
	return record(req, action, unit, object, after, append);
}

enum error journal_append_first(struct request *req, const char *action, const char *unit,
	const char *object, const uint8_t after[SECRET_HASH_SIZE])
{
	return record(req, action, unit, object, after, append_first);
}

enum error journal_witness(struct db *db, const char *action, const char *unit, const char *object,
	const uint8_t after[SECRET_HASH_SIZE])
{
	char actor[160];
	struct event event = {
		.actor = actor,
		.role = role_name(ROLE_ADMIN),
		.unit = unit,
		.action = action,
		.object = object,
		.after = after,
		.request_id = "",
		.address = "",
	};
	enum error error = journal_open(db);

	snprintf(actor, sizeof actor, "%s/thidua", unit);
	event.at = server_now() > head.at ? server_now() : head.at + 1;
	return error ? error : append(db, &event);
}

/* The path of the object that the operation is about: decoded, without the base, and without the
 * verb of a state change ("/reports/17" for POST /reports/17/submit), so that all events of one
 * object have one name. */
static const char *object_of_path(struct request *req)
{
	const char *pattern = req->route->path;
	const char *last = strrchr(pattern, '}');
	const char *end = last ? last + 1 : pattern + strlen(pattern);
	const char *object = "";

	if (!strncmp(pattern, API_BASE "/", sizeof API_BASE))
		pattern += strlen(API_BASE);
	for (size_t i = 0; pattern < end; i++) {
		const char *open = strchr(pattern, '{');

		if (!open || open > end)
			return req_printf(req, "%s%.*s", object, (int)(end - pattern), pattern);
		object = req_printf(req, "%s%.*s%s", object, (int)(open - pattern), pattern,
			req->call->segment[i]);
		pattern = strchr(open, '}') + 1;
	}
	return object;
}

static const char *object_of(struct request *req)
{
	for (size_t i = 0; i < req->call->header_count; i++)
		if (!strcmp(req->call->headers[i].name, "Location")) {
			const char *location = call_header_value(req->call, i);

			return location +
				(strncmp(location, API_BASE "/", sizeof API_BASE)
						? 0
						: strlen(API_BASE));
		}
	return object_of_path(req);
}

enum error journal_last(struct request *req, struct change *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT e.at, e.actor, EXISTS (SELECT 1 FROM unit_below b"
		" WHERE b.ancestor = :x_caller AND b.unit = e.unit)"
		" FROM events e WHERE e.object = :x_object ORDER BY e.seq DESC LIMIT 1");
	struct buffer at = {0};

	*out = (struct change){0};
	bind_text(q, ":x_caller", req->caller.unit);
	bind_text(q, ":x_object", object_of_path(req));
	if (db_row(q)) {
		buffer_instant(&at, column_int(q, 0));
		out->at = req_take(req, &at);
		if (column_int(q, 2))
			out->by = req_text(req, column_text(q, 1));
	}
	return req_fail(req, db_done(q));
}

enum error journal_operation(struct request *req)
{
	const char *object = object_of(req);
	const struct buffer *reply = &req->call->reply;
	uint8_t after[SECRET_HASH_SIZE];

	if (req->failed)
		return req->failed;
	digest_bytes(reply->data ? reply->data : "", reply->length, after);
	return journal_append(req, req->route->operation,
		req->note.unit ? req->note.unit : req->caller.unit, object, after);
}

bool journal_has_event(const struct request *req)
{
	return req->note.count > 0;
}

enum error req_event(
	struct request *req, const char *unit, const char *object, const char *digest_text)
{
	uint8_t after[SECRET_HASH_SIZE];

	if (req->failed)
		return req->failed;
	if (digest_text)
		digest_bytes(digest_text, strlen(digest_text), after);
	else
		digest_bytes(req->call->reply.data ? req->call->reply.data : "",
			req->call->reply.length, after);
	return req_fail(req,
		journal_append(
			req, req->route->operation, unit ? unit : req->caller.unit, object, after));
}

enum error req_event_beside(
	struct request *req, const char *unit, const char *object, const char *digest_text)
{
	size_t before = req->note.count;
	enum error error = req_event(req, unit, object, digest_text);

	req->note.count = before;
	return error;
}

void req_about(struct request *req, const char *unit)
{
	req->note.unit = req_text(req, unit);
}
