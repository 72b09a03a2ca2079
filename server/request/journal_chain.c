/*
 * The chain of the event log. It is computed over a length-prefixed binary form, never over printed text:
 * what `thidua verify` recomputes does not depend on how an event is shown.
 */
#include <string.h>

#include "db.h"
#include "request/journal.h"
#include "request/journal_event.h"

#define PART 10000 /* events */

static void digest_text(struct digest *digest, const char *text)
{
	digest_part(digest, text, strlen(text));
}

void journal_hash(const struct event *event, uint8_t out[SECRET_HASH_SIZE])
{
	struct digest digest;

	digest_start(&digest);
	digest_part(&digest, event->prev, SECRET_HASH_SIZE);
	digest_int(&digest, event->seq);
	digest_int(&digest, event->at);
	digest_int(&digest, event->token);
	digest_text(&digest, event->actor);
	digest_text(&digest, event->role);
	digest_text(&digest, event->unit);
	digest_text(&digest, event->action);
	digest_text(&digest, event->object);
	digest_part(&digest, event->before, event->before ? SECRET_HASH_SIZE : 0);
	digest_part(&digest, event->after, SECRET_HASH_SIZE);
	digest_text(&digest, event->request_id);
	digest_text(&digest, event->address);
	digest_end(&digest, out);
}

/* NULL for a blob that can't be a hash: such an event was tampered with. */
static const uint8_t *column_hash(struct stmt *q, int column)
{
	return column_length(q, column) == SECRET_HASH_SIZE ? column_blob(q, column) : NULL;
}

static bool follows(struct stmt *q, const struct journal_head *previous, struct journal_head *out)
{
	struct event event = {
		.seq = column_int(q, 0),
		.at = column_int(q, 1),
		.token = column_int(q, 2),
		.actor = column_text(q, 3),
		.role = column_text(q, 4),
		.unit = column_text(q, 5),
		.action = column_text(q, 6),
		.object = column_text(q, 7),
		.before = column_hash(q, 8),
		.after = column_hash(q, 9),
		.request_id = column_text(q, 10),
		.address = column_text(q, 11),
		.prev = column_hash(q, 12),
	};
	const uint8_t *hash = column_hash(q, 13);

	if (event.seq != previous->seq + 1 || !event.after || !event.prev || !hash)
		return false;
	if (!event.before && !column_is_null(q, 8))
		return false;
	if (memcmp(event.prev, previous->hash, SECRET_HASH_SIZE) != 0)
		return false;
	out->seq = event.seq;
	out->at = event.at;
	journal_hash(&event, out->hash);
	return !memcmp(out->hash, hash, SECRET_HASH_SIZE);
}

/* The events after a number; *previous, the last one that holds, moves with them. A part at a time, so that
 * the log of the database is not held up by one long read beside a server that writes. */
static enum error verify_part(struct db *db, int64_t after, struct journal_head *previous,
	int64_t *out_count, int64_t *out_bad)
{
	struct stmt *q = db_query(db,
		"SELECT seq, at, token, actor, role, unit, action, object, before_digest,"
		" after_digest, request_id, address, prev, hash FROM events"
		" WHERE seq > :x_after ORDER BY seq LIMIT :x_most");

	*out_count = 0;
	bind_int(q, ":x_after", after);
	bind_int(q, ":x_most", PART);
	while (!*out_bad && db_row(q)) {
		struct journal_head next;

		if (follows(q, previous, &next)) {
			*previous = next;
			++*out_count;
		} else {
			*out_bad = column_int(q, 0);
		}
	}
	return db_done(q);
}

enum error journal_verify(struct db *db, int64_t *out_count, int64_t *out_bad)
{
	struct journal_head previous = {0};
	int64_t after = INT64_MIN,
		count = 0; /* whatever stands before the first event is found, too */
	enum error error;

	*out_count = 0;
	*out_bad = 0;
	do {
		error = verify_part(db, after, &previous, &count, out_bad);
		after = previous.seq;
		*out_count += count;
	} while (!error && !*out_bad && count);
	return error;
}

enum error journal_has(struct db *db, int64_t seq, const char *hash, bool *out)
{
	static const uint8_t zeros[SECRET_HASH_SIZE];
	struct stmt *q = db_query(db, "SELECT hash FROM events WHERE seq = :x_seq");
	const uint8_t *found = seq ? NULL : zeros;
	char text[2 * SECRET_HASH_SIZE + 1] = "";

	bind_int(q, ":x_seq", seq);
	if (db_row(q))
		found = column_hash(q, 0);
	if (found)
		digest_hex(found, text);
	*out = strcmp(text, hash) == 0;
	return db_done(q);
}
