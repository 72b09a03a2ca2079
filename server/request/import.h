/*
 * Bulk imports of catalogue rows: all or nothing, every faulty row named, with the difference shown
 * by dry_run. A resource gives one function that stores one row; the rest (counting, diff, events,
 * faults at "/rows/12/name", the answer) is here.
 *
 *	static enum error import_area(struct request *req, const struct row *row)
 *	{
 *		struct stmt *old = db_query(req->db,
 *			"SELECT area, name_vi FROM areas WHERE area = :area");
 *		struct stmt *put = db_query(req->db,
 *			"INSERT INTO areas (..) VALUES (:area, ..)"
 *			" ON CONFLICT (area) DO UPDATE SET ..");
 *		const char *object = req_printf(req, "/areas/%s", row_text(row, "area"));
 *
 *		return import_upsert(req, row, old, put, object, NULL);
 *	}
 *
 *	enum error import_areas(struct request *req)
 *	{
 *		return import_rows(req, import_area);
 *	}
 */
#ifndef THIDUA_IMPORT_H
#define THIDUA_IMPORT_H

#include "request/row.h"

typedef enum error import_function(struct request *req, const struct row *row);

/* Runs the function for each row of the body's `rows`, then answers with import_answer. A function
 * that found a fault has called fault_X(req, member_pointer(req, row, "member"), ..) and
 * returns OK, so that the other rows are still looked at, up to req_faults_full(). A row that the
 * contract refuses is not among them: it has its faults already, of its offices too, and nothing will be stored. What a row names
 * is there when it is stored: the function has asked row_refers(). */
enum error import_rows(struct request *req, import_function *row);

/* The same with two walks over all rows, for a resource where some rows must stand before others
 * can: each row is stored and counted in one of the walks. */
enum error import_rows_twice(struct request *req, import_function *first, import_function *second);

/* Compares the row with what `old` finds (column name = member; a member that the row lacks stays,
 * null clears it and is counted): not there -> `put` and created; some
 * member differs -> `put`, updated, and a diff; else unchanged. Both statements are bound by
 * bind_row(). `object` and `unit` are those of the event (see req_event). `old` and `put` are
 * finished either way. */
enum error import_upsert(struct request *req, const struct row *row, struct stmt *old,
	struct stmt *put, const char *object, const char *unit);

/* What a row does not say stays: its absent members become those that `old` (bound) finds, so that
 * rules and statements see the row as it will be. import_compare() does so by itself; a resource whose
 * rules look at several members calls this before them. */
enum error import_fill(struct request *req, const struct row *row, struct stmt *old);

/* The two halves of import_upsert, for a resource that stores a row by its own means: first what
 * `old` (bound) says about the row, with the differences noted; then, once it is stored, the count
 * and the event. */
enum import_outcome { IMPORT_UNCHANGED, IMPORT_CREATED, IMPORT_UPDATED };
enum error import_compare(
	struct request *req, const struct row *row, struct stmt *old, enum import_outcome *out);
enum error import_stored(struct request *req, const struct row *row, enum import_outcome outcome,
	const char *object, const char *unit);

/* The PUT of one object: `old` finds it as it stands, `put` stores the body over it; neither is
 * bound yet. True when that changed something; else the answer will say `unchanged`, unless there
 * were faults or the request failed. */
bool row_replace(struct request *req, struct stmt *old, struct stmt *put);

/* Counts a row by hand. */
void import_count(struct request *req, enum import_outcome outcome);

/* Keeps what the import made or changed, for an undo: the object by its kind and id, its revision now,
 * and the state before, which is NULL for a new one. Of several rows about one object the first says
 * what was before. import_record.c */
enum error import_keep(
	struct request *req, const char *kind, int64_t id, int64_t revision, const char *before);
/* Ends what was kept, and says its number in the answer. */
void import_close(struct request *req, int64_t created, int64_t updated, int64_t unchanged);

/* For a resource that looks at all rows together: counts, faults and the answer as above, the rows
 * are its own affair. */
enum error import_whole(struct request *req, enum error (*store)(struct request *req));

#endif
