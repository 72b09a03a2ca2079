/*
 * Answers, written straight from statement columns into the growing buffer. The SELECT list is the
 * JSON: column name = member; its form comes from the reply schema of the contract (0/1 of a
 * boolean becomes false/true, hundredths of a number become 91.57, milliseconds of a date-time
 * become RFC 3339). Columns whose name begins with '_' are not printed: `_revision` gives the ETag
 * and answers If-None-Match, `_1`, `_2`, `_3` are the keys of a list's cursor.
 */
#ifndef THIDUA_REPLY_H
#define THIDUA_REPLY_H

#include "request/request.h"

/* One object from the first row; no row is the problem not_found. Finishes the statement. */
enum error reply_row(struct request *req, int status, struct stmt *stmt);

/* {"items": [...], "next": ..} or CSV, for a statement that was given `LIMIT :limit`. Finishes the
 * statement. */
enum error reply_rows(struct request *req, struct stmt *stmt);

/* Before reply_rows(): the number for `count=true`, from a statement with one integer. Does nothing
 * without count=true. */
enum error reply_total(struct request *req, struct stmt *count);

/* 204 */
enum error reply_nothing(struct request *req);

/* An object with lists inside, or with computed members:
 *
 *	reply_open(req, 201);
 *	reply_columns(req, q);                 -- first row of q, finished; E_NOT_FOUND without one
 *	reply_member_rows(req, "values", q2);  -- [{..}, ..]; finished
 *	return reply_close(req);               -- adds warnings, diff, unchanged if the schema has them
 */
enum error reply_open(struct request *req, int status); /* 201 of a dry run becomes 200 */
enum error reply_columns(struct request *req, struct stmt *stmt);
enum error reply_member_rows(struct request *req, const char *name, struct stmt *stmt);
/* The numbers of the first column: [12, 15]; finished. */
enum error reply_member_numbers(struct request *req, const char *name, struct stmt *stmt);
/* One object from the first row, or null without a row; finished. */
enum error reply_member_row(struct request *req, const char *name, struct stmt *stmt);
void reply_member_int(struct request *req, const char *name, int64_t value);
void reply_member_text(struct request *req, const char *name, const char *value); /* NULL is null */
void reply_member_bool(struct request *req, const char *name, bool value);
void reply_member_null(struct request *req, const char *name);
void reply_member_json(struct request *req, const char *name, const char *json); /* already JSON */
enum error reply_close(struct request *req);

/* What a dry run would change, for the member `diff`: reply_close() writes it where the schema has it,
 * and a refusal carries it. "old" and "new" are JSON texts; NULL is null. Without a dry run it does nothing. */
void req_difference(
	struct request *req, const char *pointer, const char *old_json, const char *new_json);

/* A computed list, as JSON or CSV alike; members in the order of the schema:
 *
 *	reply_list_open(req);
 *	for (..) {
 *		item_open(req);
 *		item_text(req, "unit", unit);
 *		item_hundredths(req, "value", value);
 *		item_close(req);
 *	}
 *	return reply_list_close(req, next);    -- next: a cursor of cursor.h, or NULL
 */
enum error reply_list_open(struct request *req);
void item_open(struct request *req);
void item_text(struct request *req, const char *name, const char *value);
void item_int(struct request *req, const char *name, int64_t value);
void item_hundredths(struct request *req, const char *name, int64_t value);
void item_bool(struct request *req, const char *name, bool value);
void item_instant(struct request *req, const char *name, int64_t milliseconds);
void item_null(struct request *req, const char *name);
/* A nested value; left out of CSV. */
void item_json(struct request *req, const char *name, const char *json);
void item_close(struct request *req);
/* After the items and before reply_list_close(): a second list ("rates"), items as above. JSON
 * only; in CSV its items are dropped. */
void reply_list_next(struct request *req, const char *name);
enum error reply_list_close(struct request *req, const char *next);
/* The same, but the object stays open for reply_member_*() and reply_close(). Not in CSV, which has
 * no place for them (req->want_csv). */
enum error reply_list_end(struct request *req, const char *next);
/* A reply that is not made of columns or members: a template, metrics. The buffer is the answer's
 * body. */
struct buffer *reply_raw(struct request *req, int status, const char *content_type);
/* Before it, when it has an ETag. True when the client has this revision: then the answer is 304, and
 * complete. */
bool reply_known(struct request *req, int64_t revision);

#endif
