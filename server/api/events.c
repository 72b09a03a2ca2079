/* The event log, read only: it is written by the writer, with each change (journal.h). */
#include "gen/api.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/cursor.h"
#include "request/query.h"
#include "request/reply.h"
#include "secret.h"

#define HEX_SIZE (2 * SECRET_HASH_SIZE + 1)

/* Who may audit the log sees from where something came and how the chain holds. */
static bool is_audit(const struct request *req)
{
	return req->caller.role & (ROLE_ADMIN | ROLE_AUDITOR);
}

static void write_digest(struct request *req, const char *name, struct stmt *q, int column)
{
	char text[HEX_SIZE] = "";
	bool hidden = column_is_null(q, column) || !is_audit(req);

	if (column_length(q, column) == SECRET_HASH_SIZE)
		digest_hex(column_blob(q, column), text);
	item_text(req, name, hidden ? NULL : text);
}

static void write_details(struct request *req, struct stmt *q)
{
	item_int(req, "token_id", column_int(q, 6));
	item_text(req, "role", column_text(q, 7));
	write_digest(req, "before", q, 8);
	write_digest(req, "after", q, 9);
	item_text(req, "request_id", column_text(q, 10));
	item_text(req, "address", is_audit(req) ? column_text(q, 11) : NULL);
	write_digest(req, "prev", q, 12);
	write_digest(req, "hash", q, 13);
}

static void write_event(struct request *req, struct stmt *q, bool brief)
{
	item_open(req);
	item_int(req, "seq", column_int(q, 0));
	item_instant(req, "at", column_int(q, 1));
	item_text(req, "actor", column_text(q, 2));
	item_text(req, "unit", column_text(q, 3));
	item_text(req, "unit_name", column_text(q, 14));
	item_text(req, "action", column_text(q, 4));
	item_text(req, "object", column_text(q, 5));
	if (!brief)
		write_details(req, q);
	item_close(req);
}

static int64_t number_of(struct request *req, struct stmt *q, int64_t bound)
{
	bind_int(q, ":x_bound", bound);
	return query_int(req, q);
}

/* The first event from an instant on: instants never fall along the log, so it is found by halves, where
 * no index is kept for it. */
static int64_t first_since(struct request *req, int64_t since)
{
	int64_t low = 1,
		high = number_of(req,
			db_query(req->db, "SELECT max(seq) + 1 FROM events WHERE seq >= :x_bound"),
			0);

	while (low < high && !req->failed) {
		int64_t middle = low + (high - low) / 2;
		int64_t at = number_of(req,
			db_query(req->db, "SELECT at FROM events WHERE seq = :x_bound"), middle);

		if (at < since)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#define UNIT_NAME NAME_OF_UNIT("events.unit")

#define EVENTS                                                                                     \
	"SELECT seq, at, actor, unit, action, object, token, role, before_digest,"                 \
	" after_digest, request_id, address, prev, hash, " UNIT_NAME " FROM events"                \
	" WHERE unit IN (SELECT b.unit FROM unit_below b WHERE b.ancestor = :caller_unit)"         \
	" AND seq > COALESCE(:after, 0) AND seq >= :x_first"                                       \
	" AND (CAST(:unit AS TEXT) IS NULL OR unit = :unit)"                                       \
	" AND (CAST(:object AS TEXT) IS NULL OR object = :object)"                                 \
	" AND (CAST(:action AS TEXT) IS NULL OR action = :action)"

enum error list_events(struct request *req)
{
	const struct list_events_in *in = req->in;
	struct stmt *q = in->newest
		? db_query(req->db,
			  EVENTS
			  " AND seq < COALESCE(CAST(:after_1 AS BIGINT), 9223372036854775807)"
			  " ORDER BY seq DESC LIMIT :limit")
		: db_query(req->db,
			  EVENTS " AND seq > COALESCE(CAST(:after_1 AS BIGINT), 0)"
				 " ORDER BY seq LIMIT :limit");
	const char *last = NULL;
	bool more = false;

	bind_int(q, ":x_first", in->has_since ? first_since(req, in->since) : 1);
	bind_input(q, req);
	reply_list_open(req);
	for (int64_t n = 0; !req->failed && db_row(q); n++) {
		more = n == in->limit;
		if (more)
			break;
		write_event(req, q, in->brief);
		if (n == in->limit - 1)
			last = req_text(req, column_text(q, 0));
	}
	req_fail(req, db_done(q));
	return reply_list_close(req, more ? reply_cursor(req, last, NULL, NULL) : NULL);
}

static const char *newest_hash(struct request *req)
{
	static const uint8_t zeros[SECRET_HASH_SIZE];
	struct stmt *q = db_query(req->db, "SELECT hash FROM events ORDER BY seq DESC LIMIT 1");
	char *text = req_alloc(req, HEX_SIZE);
	bool found = db_row(q) && column_length(q, 0) == SECRET_HASH_SIZE;

	if (text)
		digest_hex(found ? column_blob(q, 0) : zeros, text);
	req_fail(req, db_done(q));
	return text;
}

enum error get_event_head(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT COALESCE((SELECT max(seq) FROM events), 0) AS seq,"
		" (SELECT at FROM events ORDER BY seq DESC LIMIT 1) AS at");

	reply_open(req, 200);
	reply_columns(req, q);
	reply_member_text(req, "hash", newest_hash(req));
	return reply_close(req);
}
