/* Undoing an import of persons: the new ones are ended, the others are again what they were. */
#include <stdlib.h>
#include <string.h>

#include "office/person.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/json_read.h"
#include "request/query.h"

/* ---- The state before, as text ---- */

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

/* The row on which the statement stands; its columns are texts. */
static json_t *object_of_row(const struct stmt *q)
{
	json_t *object = json_object();

	for (int i = 0; i < column_count(q); i++)
		json_object_set_new(object, column_name(q, i), text_or_null(column_text(q, i)));
	return object;
}

const char *person_state(struct request *req, int64_t id)
{
	struct stmt *person = db_query(req->db,
		"SELECT full_name, name_key, birth_date, status, unit, position,"
		" CAST(revision AS TEXT) AS revision FROM persons WHERE id = :x_id");
	struct stmt *q = db_query(req->db,
		"SELECT unit, position, from_date, to_date FROM postings WHERE person = :x_id"
		" ORDER BY from_date");
	json_t *state = db_row(bind_id(person, id)) ? object_of_row(person) : json_object();
	json_t *postings = json_array();

	for (bind_id(q, id); db_row(q);)
		json_array_append_new(postings, object_of_row(q));
	req_fail(req, db_done(person));
	req_fail(req, db_done(q));
	json_object_set_new(state, "postings", postings);
	char *text = json_dumps(state, JSON_COMPACT);
	const char *copy = text ? req_text(req, text) : NULL;

	if (!text)
		req_fail(req, E_MEMORY);
	free(text);
	json_decref(state);
	return copy;
}

enum error person_keep(struct request *req, int64_t id, const char *before)
{
	struct stmt *q = db_query(req->db, "SELECT revision FROM persons WHERE id = :x_id");
	int64_t revision = query_int(req, bind_id(q, id));

	return import_keep(req, "person", id, revision, before);
}

/* ---- The undo ---- */

#define WAS ":x_was_"

/* Binds each ":x_was_NAME" from the member of that name. */
static struct stmt *bind_state(struct stmt *stmt, const json_t *state)
{
	for (int i = 1; i <= stmt_bind_count(stmt); i++) {
		const char *name = stmt_bind_name(stmt, i);

		if (!strncmp(name, WAS, strlen(WAS)))
			bind_text_at(stmt, i,
				json_string_value(json_object_get(state, name + strlen(WAS))));
	}
	return stmt;
}

/* The postings as they were, all anew: those of the import stay beside them, ended. */
static enum error restore_postings(struct request *req, int64_t id, const json_t *postings)
{
	size_t i;
	json_t *posting;

	json_array_foreach(postings, i, posting)
	{
		struct stmt *put = db_query(req->db,
			"INSERT INTO all_postings (person, unit, position, from_date, to_date)"
			" VALUES (:x_id, :x_was_unit, :x_was_position, :x_was_from_date,"
			" :x_was_to_date)");

		if (query_run(req, bind_id(bind_state(put, posting), id)))
			break;
	}
	return req->failed;
}

/* The import before this one finds the person again as it left it. */
static enum error hand_down(struct request *req, int64_t import, int64_t id, const json_t *state)
{
	struct stmt *q = db_query(req->db,
		"SELECT import FROM import_rows WHERE kind = 'person' AND id = :x_id"
		" AND import < :x_import AND revision = CAST(:x_was_revision AS BIGINT)");
	struct stmt *put = db_query(req->db,
		"UPDATE import_rows SET revision = (SELECT p.revision FROM persons p"
		" WHERE p.id = import_rows.id) WHERE import = :x_import AND kind = 'person'"
		" AND id = :x_id");

	bind_int(q, ":x_import", import);
	int64_t before = query_int(req, bind_id(bind_state(q, state), id));

	bind_int(put, ":x_import", before);
	return before ? query_run(req, bind_id(put, id)) : db_done(put);
}

static enum error tell(struct request *req, int64_t id, const char *unit, const char *what)
{
	return req_event_beside(req, unit, req_printf(req, "/persons/%lld", (long long)id),
		req_printf(req, "%lld %s", (long long)id, what));
}

static enum error restore(struct request *req, int64_t import, int64_t id, const json_t *state)
{
	struct stmt *keeper = db_query(req->db, "SELECT unit FROM persons WHERE id = :x_id");
	struct stmt *put = db_query(req->db,
		"UPDATE all_persons SET full_name = :x_was_full_name, name_key = :x_was_name_key,"
		" birth_date = :x_was_birth_date, status = :x_was_status, unit = :x_was_unit,"
		" position = :x_was_position, revision = revision + 1 WHERE id = :x_id");
	const char *left = query_text(req, bind_id(keeper, id));
	const char *unit = json_string_value(json_object_get(state, "unit"));

	query_run(req, bind_id(bind_state(put, state), id));
	restore_postings(req, id, json_object_get(state, "postings"));
	hand_down(req, import, id, state);
	if (left && unit && strcmp(left, unit) != 0)
		tell(req, id, left, "restored elsewhere");
	return tell(req, id, unit, "restored");
}

static enum error restore_all(struct request *req, int64_t import)
{
	struct stmt *q = db_query(req->db,
		"SELECT id, before FROM import_rows WHERE import = :x_id AND kind = 'person'"
		" AND before IS NOT NULL ORDER BY id");

	bind_id(q, import);
	while (!req->failed && db_row(q)) {
		json_t *state = json_read(column_text(q, 1), column_length(q, 1), 0);

		if (state)
			restore(req, import, column_int(q, 0), state);
		else
			req_fail(req, E_MEMORY);
		json_decref(state);
	}
	return req_fail(req, db_done(q));
}

static enum error end_new(struct request *req, int64_t import, const char *reason)
{
	struct stmt *end = db_query(req->db,
		"UPDATE all_persons SET ended_at = :now, end_reason = :x_reason,"
		" revision = revision + 1 WHERE id IN (SELECT id FROM import_rows"
		" WHERE import = :x_id AND kind = 'person' AND before IS NULL)"
		" RETURNING id, unit");

	bind_text(bind_id(bind_input(end, req), import), ":x_reason", reason);
	while (!req->failed && db_row(end))
		tell(req, column_int(end, 0), req_text(req, column_text(end, 1)), "ended");
	return req_fail(req, db_done(end));
}

/* All at once: a statement over several rows, for each of thousands of persons, is slow in a long
 * transaction. */
#define IMPORTED "IN (SELECT r.id FROM import_rows r WHERE r.import = :x_id AND r.kind = 'person'"

static enum error end_postings(struct request *req, int64_t import)
{
	struct stmt *end = db_query(req->db,
		"UPDATE all_postings SET ended_at = :now"
		" WHERE ended_at IS NULL AND person " IMPORTED ")");

	return query_run(req, bind_id(bind_input(end, req), import));
}

/* As person_touch_readers(). */
static enum error touch_readers(struct request *req, int64_t import)
{
	struct stmt *initiatives = db_query(req->db,
		"UPDATE initiatives SET revision = revision + 1 WHERE id IN (SELECT a.initiative"
		" FROM initiative_authors a WHERE a.person " IMPORTED "))");
	struct stmt *cases = db_query(req->db,
		"UPDATE all_award_cases SET revision = revision + 1 WHERE person " IMPORTED ")");

	query_run(req, bind_id(initiatives, import));
	return query_run(req, bind_id(cases, import));
}

enum error persons_undo(struct request *req, int64_t import, const char *reason)
{
	if (end_postings(req, import) || end_new(req, import, reason) || restore_all(req, import))
		return req->failed;
	return touch_readers(req, import);
}
