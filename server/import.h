/*
 * Bulk imports of catalogue rows: all or nothing, every faulty row named, with the difference shown by dry_run. A resource gives one function
 * that stores one row; the rest (counting, diff, events, faults at "/rows/12/name", the answer) is here.
 *
 *	static enum error import_area(struct request *req, const struct import_row *row)
 *	{
 *		struct stmt *old = db_query(req->db, "SELECT area, name_vi FROM areas WHERE area = :area");
 *		struct stmt *put = db_query(req->db, "INSERT INTO areas (..) VALUES (:area, ..) ON CONFLICT (area) DO UPDATE SET ..");
 *
 *		return import_upsert(req, row, old, put, req_printf(req, "/areas/%s", row_text(row, "area")), NULL);
 *	}
 *
 *	enum error import_areas(struct request *req)
 *	{
 *		return import_rows(req, import_area);
 *	}
 */
#ifndef THIDUA_IMPORT_H
#define THIDUA_IMPORT_H

#include "request.h"

struct import_row {
	size_t index;              /* in `rows` */
	const json_t *json;        /* the row, checked against the contract */
	const struct schema *schema;
};

typedef enum error import_function(struct request *req, const struct import_row *row);

/* Runs the function for each row of the body's `rows`, then answers with import_answer. A function that found a fault has called
 * fault_X(req, row_pointer(req, row->index, "member"), ..) and returns OK, so that the other rows are still looked at. */
enum error import_rows(struct request *req, import_function *row);

/* Compares the row with what `old` finds (column name = member): absent -> `put` and created; some member differs -> `put`, updated, and a diff;
 * else unchanged. Both statements are bound by bind_row(). An unknown reference becomes the fault reference_unknown of the row.
 * `object` and `unit` are those of the event (see req_event). `old` and `put` are finished either way. */
enum error import_upsert(struct request *req, const struct import_row *row, struct stmt *old, struct stmt *put, const char *object,
			 const char *unit);

/* Binds every named parameter from the members of a row by name, as bind_input() does from req->in (numbers as hundredths, _key folded);
 * then :caller_unit, :now and the like. ":x_.." are left for the caller. */
void bind_row(struct stmt *stmt, struct request *req, const struct import_row *row);
const char *row_text(const struct import_row *row, const char *member);            /* NULL when absent or null */
int64_t row_int(const struct import_row *row, const char *member, int64_t absent); /* hundredths of a number */

/* Counts a row that a resource stored by its own means, with its diff ("old" and "new" are JSON texts; NULL is null). */
enum import_outcome { IMPORT_UNCHANGED, IMPORT_CREATED, IMPORT_UPDATED };
void import_count(struct request *req, enum import_outcome outcome);
void import_diff(struct request *req, const char *pointer, const char *old_json, const char *new_json);

#endif
