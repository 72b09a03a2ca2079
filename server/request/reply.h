/*
 * Answers, written straight from statement columns into the growing buffer. The SELECT list is the
 * JSON: column name = member; its form comes from the reply schema of the contract (0/1 of a
 * boolean becomes false/true, hundredths of a number become 91.57, thousandths 92.500, milliseconds of a date-time
 * become RFC 3339). Columns whose name begins with '_' are not printed: `_revision` gives the ETag
 * and answers If-None-Match, `_1`, `_2`, `_3` are the keys of a list's cursor.
 */
#ifndef THIDUA_REPLY_H
#define THIDUA_REPLY_H

#include "request/request.h"

/* Each function finishes its statements, and binds what they name of the request (bind_input) before;
 * names that begin with ":x_" were bound by hand. */

/* One object from the first row; no row is the problem not_found. */
enum error reply_row(struct request *req, int status, struct stmt *stmt);

/* {"items": [...], "next": ..}, CSV or XLSX, of a statement with `LIMIT :limit`; with count=true also the
 * total, of a statement with one integer. */
enum error reply_page(struct request *req, struct stmt *count, struct stmt *page);
/* The same with a list inside each item, which no column holds: `inside` writes it with item_json(), from the
 * row's first column, which is called _0. It is left out of CSV and XLSX. */
typedef void page_inside(struct request *req, const struct stmt *row);
enum error reply_page_with(
	struct request *req, struct stmt *count, struct stmt *page, page_inside *inside);

/* The same for what a literal lists, from its FROM to its WHERE, in the order of one to three keys,
 * each with its type:
 *
 *	#define AREAS " FROM areas WHERE (CAST(:q AS TEXT) IS NULL OR " HAS_Q("name_key") ")"
 *
 *	return REPLY_PAGE2(req, "area, name_vi, note", AREAS, "sort", BIGINT, "area", TEXT);
 *
 * The keys together are unique, and none is NULL, less than 0 or empty. _DOWN begins with the
 * greatest; its texts are days. */
#define REPLY_PAGE1(req, columns, from, key, type)                                                 \
	REPLY_PAGE(req, columns, key " AS _1", from, key " > " AFTER(1, type), key)
#define REPLY_PAGE1_DOWN(req, columns, from, key, type)                                            \
	REPLY_PAGE1_DOWN_WITH(req, NULL, columns, from, key, type)
#define REPLY_PAGE1_DOWN_WITH(req, inside, columns, from, key, type)                               \
	REPLY_PAGE_WITH(                                                                           \
		req, inside, columns, key " AS _1", from, key " < " BEFORE(1, type), key " DESC")
#define REPLY_PAGE2(req, columns, from, key1, type1, key2, type2)                                  \
	REPLY_PAGE(req, columns, key1 " AS _1, " key2 " AS _2", from,                              \
		"(" key1 ", " key2 ") > (" AFTER(1, type1) ", " AFTER(2, type2) ")",               \
		key1 ", " key2)
#define REPLY_PAGE2_DOWN(req, columns, from, key1, type1, key2, type2)                             \
	REPLY_PAGE(req, columns, key1 " AS _1, " key2 " AS _2", from,                              \
		"(" key1 ", " key2 ") < (" BEFORE(1, type1) ", " BEFORE(2, type2) ")",             \
		key1 " DESC, " key2 " DESC")
#define REPLY_PAGE3(req, columns, from, key1, type1, key2, type2, key3, type3)                     \
	REPLY_PAGE(req, columns, key1 " AS _1, " key2 " AS _2, " key3 " AS _3", from,              \
		"(" key1 ", " key2 ", " key3                                                       \
		") > (" AFTER(1, type1) ", " AFTER(2, type2) ", " AFTER(3, type3) ")",             \
		key1 ", " key2 ", " key3)
#define REPLY_PAGE(req, columns, keys, from, beyond, order)                                        \
	REPLY_PAGE_WITH(req, NULL, columns, keys, from, beyond, order)
#define REPLY_PAGE_WITH(req, inside, columns, keys, from, beyond, order)                           \
	reply_page_with(req, db_query((req)->db, "SELECT count(*)" from),                          \
		db_query((req)->db,                                                                \
			"SELECT " columns ", " keys from " AND " beyond " ORDER BY " order         \
			" LIMIT :limit"),                                                          \
		inside)
/* The keys of the cursor; on the first page the end of all keys, so that an index is searched, not
 * walked. They are text until they are cast, and as text 9 comes after 10. */
#define AFTER(n, type)  "COALESCE(CAST(:after_" #n " AS " #type "), " LEAST_##type ")"
#define BEFORE(n, type) "COALESCE(CAST(:after_" #n " AS " #type "), " GREATEST_##type ")"
#define LEAST_BIGINT    "0"
#define LEAST_TEXT      "''"
#define GREATEST_BIGINT "9223372036854775807"
#define GREATEST_TEXT   "'9999-12-31'"

/* 204 */
enum error reply_nothing(struct request *req);

/* An object with lists inside, or with computed members:
 *
 *	reply_open(req, 201);
 *	reply_open(req, 201);
 *	reply_columns(req, q);           -- the first row of q; E_NOT_FOUND without one
 *	reply_member(req, "values", q2); -- a statement's rows
 *	return reply_close(req);         -- adds warnings, diff, unchanged if the schema has them
 */
enum error reply_open(struct request *req, int status); /* 201 of a dry run becomes 200 */
enum error reply_columns(struct request *req, struct stmt *stmt);
/* As the contract has the member: all rows as a list of objects, or of the numbers in the first
 * column; or the first row as one object, null without a row. */
enum error reply_member(struct request *req, const char *name, struct stmt *stmt);
/* The same; of the objects only the members that the caller named in `fields`. */
enum error reply_chosen_member(struct request *req, const char *name, struct stmt *stmt);
void reply_member_int(struct request *req, const char *name, int64_t value);
void reply_member_text(struct request *req, const char *name, const char *value); /* NULL is null */
void reply_member_bool(struct request *req, const char *name, bool value);
void reply_member_null(struct request *req, const char *name);
void reply_member_json(struct request *req, const char *name, const char *json); /* already JSON */
/* The same from a buffer, which is freed; nothing once the request has failed. */
void reply_member_buffer(struct request *req, const char *name, struct buffer *json);
enum error reply_close(struct request *req);

/* A computed list, as JSON, CSV or XLSX alike; members in the order of the schema:
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
void item_thousandths(struct request *req, const char *name, int64_t value);
void item_bool(struct request *req, const char *name, bool value);
void item_instant(struct request *req, const char *name, int64_t milliseconds);
void item_null(struct request *req, const char *name);
/* A column of a statement, in the form of the member. */
void item_column(struct request *req, const char *name, const struct stmt *row, int column);
/* What an answer of the contract said, in the form of the member; not a nested value. */
void item_member(struct request *req, const char *name, const json_t *value);
/* A nested value; left out of CSV and XLSX. */
void item_json(struct request *req, const char *name, const char *json);
void item_close(struct request *req);
/* A template to fill in, as CSV or XLSX: rows of that schema, as items above, of which the first `given`
 * columns stay as they are. Ends with reply_list_close(req, NULL). */
enum error reply_template_open(struct request *req, const struct schema *row, size_t given);
/* A table of such rows, whose columns the contract does not name one by one; where form_is_table(). */
enum error reply_table_open(struct request *req, const struct schema *row);
/* After the items and before reply_list_close(): a second list ("rates"), items as above. JSON
 * only; elsewhere its items are dropped. */
void reply_list_next(struct request *req, const char *name);
enum error reply_list_close(struct request *req, const char *next);
/* The same, but the object stays open for reply_member_*() and reply_close(); not in a
 * table, which has no place for them (form_is_table()). */
enum error reply_list_end(struct request *req, const char *next);
/* A reply that is not made of columns or members: metrics. The buffer is the answer's
 * body. */
struct buffer *reply_raw(struct request *req, int status, const char *content_type);
/* Before it, when it has an ETag. True when the client has this revision: then the answer is 304, and
 * complete. */
bool reply_known(struct request *req, int64_t revision);
/* The client need not ask again: under this address the answer stays as it is. */
void reply_for_good(struct request *req);

#endif
