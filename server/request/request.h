/*
 * What a handler sees. A handler takes its checked inputs from req->in, says its SQL on req->db and
 * replies through reply.h; it returns OK or the error of the problem it set. Role, types, lengths,
 * words and unknown members were checked before, by the contract.
 *
 *	enum error get_unit(struct request *req)
 *	{
 *		struct stmt *q = db_query(req->db,
 *			"SELECT unit, name_vi, revision AS _revision FROM units"
 *			" WHERE unit = :unit");
 *
 *		bind_input(q, req);
 *		return reply_row(req, 200, q);
 *	}
 */
#ifndef THIDUA_REQUEST_H
#define THIDUA_REQUEST_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"
#include "contract.h"
#include "db.h"
#include "error.h"

struct call;
struct catalogue;
struct chunk;
struct csv;
struct import;
struct list;

struct caller {
	int64_t token; /* id of the token; 0 is the server itself (catalogue, sub-commands) */
	char unit[65];
	unsigned role; /* one ROLE_ bit of gen/api.h */
	char label[121];
	int64_t expires_at;
};

struct request {
	const struct route *route;
	const void *in;        /* struct OPERATION_in of gen/api.h */
	json_t *body;          /* the checked body, borrowed; NULL without one */
	bool from_csv;         /* the body came as CSV */
	const struct csv *csv; /* its lines and columns, for faults; NULL for JSON */
	struct db *db;         /* the connection of this lane, inside a transaction */
	struct caller caller;
	/* Milliseconds; one instant for the whole request; in the write lane never earlier than
	 * that of the write before. */
	int64_t now;
	bool dry_run;
	bool want_csv; /* answer the list as CSV */
	struct call *call;

	/* Kept by request.c, reply.c, list.c and problem.c; handlers use their functions. */
	enum error failed; /* sticky */
	struct buffer errors, warnings;
	size_t error_count;                    /* also of those for which `errors` has no room */
	const struct problem_kind *error_kind; /* of the faults while they share one; else NULL */
	const char *error_detail;              /* of the first fault */
	bool unchanged;
	bool tokens_changed, catalogue_changed;
	const char *secret;                /* see req_secret() */
	bool comma;                        /* the next member or item needs one before it */
	const struct schema *reply_schema; /* of the object being written */
	struct list *list;
	int64_t total;        /* for count=true; -1 without */
	const char *after[3]; /* the cursor's keys; NULL on the first page */
	struct chunk *arena;
	int64_t token_epoch; /* when the token was checked */
	size_t event_count;
	const char *event_unit;
	struct import *import;
	size_t closest_count, closest_pairs; /* see closest_to() */
	const struct catalogue *catalogue;   /* see catalogue.h */
};

/* Text that lives as long as the request; NULL when memory is short (the request then fails with
 * E_MEMORY by itself). */
char *req_printf(struct request *req, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *req_text(struct request *req, const char *text); /* a copy; NULL for NULL */
/* text_fold(), for name keys; NULL for NULL. */
char *req_fold(struct request *req, const char *text);
/* The folded text with LIKE's wildcards escaped, for q=; NULL for NULL. */
char *req_like(struct request *req, const char *text);
/* Numbers as problems and JSON list them: "2021,2022", "" without any; and one more behind those of
 * `list`, which is NULL without any. NULL when memory is short. */
const char *req_numbers(struct request *req, const int64_t *numbers, size_t count);
const char *req_numbers_add(struct request *req, const char *list, int64_t number);
void *req_alloc(struct request *req, size_t size); /* zeroed */

/* Binds every named parameter of the statement from the request, by name:
 *   - the inputs of req->in (strings, integers, hundredths, booleans as 0/1, date-times as
 *     milliseconds; absent is NULL);
 *   - :caller_unit, :caller_head (the caller's unit if it is a head, else ''), :caller_token, :now
 *     (milliseconds), :today (Vietnamese day);
 *   - :limit (one more than the page, so that reply_rows() knows whether there is a next), :after_1
 *     .. :after_3 (the cursor's keys or NULL);
 *   - names ending in _key whose stem is an input: the folded text (:name_key from name);
 *   - :q_like, from q, of HAS_Q below.
 * A name that is none of these asserts, unless it begins with ":x_": those are bound by hand after
 * bind_input(). */
void bind_input(struct stmt *stmt, struct request *req);

/* The parameter q against a name key, as text that stands for itself: "name_key" HAS_Q. */
#define HAS_Q " LIKE '%' || :q_like || '%' ESCAPE '!'"

/* One named parameter of the kinds that come from the request and not from its inputs, for
 * import.c. */
void bind_caller(struct stmt *stmt, struct request *req, int position, const char *name);

const char *req_today(struct request *req); /* the Vietnamese day of req->now */
void req_free_memory(struct request *req);  /* at the end: what req_alloc and its like gave */

/* Remembers `error` as the outcome unless one is there already; returns the outcome. */
enum error req_fail(struct request *req, enum error error);

/* The caller may write for this unit (its own or one below). Otherwise sets the problem not_found
 * (E_NOT_FOUND), the same as for a unit that does not exist. */
enum error require_reach(struct request *req, const char *unit);
bool in_reach(struct request *req, const char *unit);

/* The caller belongs to the sector's top unit. Otherwise the problem forbidden (E_FORBIDDEN). */
enum error require_sector(struct request *req);

/* If-Match against the row's revision; sets 412 with the current ETag. OK when there is no
 * If-Match. */
enum error check_if_match(struct request *req, int64_t revision);

/* Appends to the event log, in this request's savepoint: one event about `object` ("/reports/17"),
 * that concerns `unit` (NULL: the caller's), with `digest_text` as the state after it (NULL: the
 * answer's body). Handlers of one object need not call it: the writer adds one event for the
 * operation, with the Location or the path as its object, if they did not. Imports call it per
 * object. */
enum error req_event(
	struct request *req, const char *unit, const char *object, const char *digest_text);
/* The same for what another object suffers in passing: the operation's own event is still added. */
enum error req_event_beside(
	struct request *req, const char *unit, const char *object, const char *digest_text);
/* The unit that the automatic event is about. */
void req_about(struct request *req, const char *unit);

/* The write changed nothing: no event, and `"unchanged": true` in the answer. */
void req_unchanged(struct request *req);

/* 201: sets Location to the base plus this path ("/reports/17"). */
void req_created(struct request *req, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Faults so far? Then fails the request with them (422, or their own status when all share one
 * code). OK without faults. */
enum error req_faults(struct request *req);

/* A row of a body as a JSON pointer, with the line of the CSV when it came as CSV:
 * "/rows/12/value". */
const char *row_pointer(struct request *req, size_t row, const char *member);

/* The catalogue of elements and indicators was changed by this request. */
void req_catalogue_changed(struct request *req);

/* Tokens were created or revoked by this request: every thread looks them up again. */
void req_tokens_changed(struct request *req);

/* The answer shows this text this once: the copy that is stored for an Idempotency-Key has null in
 * its place. `secret` lives as long as the request. idempotency.c */
void req_secret(struct request *req, const char *secret);

#endif
