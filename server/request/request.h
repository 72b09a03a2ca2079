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

#include "arena.h"
#include "base/epoch.h"
#include "buffer.h"
#include "contract.h"
#include "db.h"
#include "error.h"

struct call;
struct catalogue;
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

	/* Kept by request.c, reply*.c and problem.c; handlers use their functions. */
	enum error failed; /* sticky */
	struct buffer errors, warnings, diff;
	size_t error_count;                    /* also of those for which `errors` has no room */
	const struct problem_kind *error_kind; /* of the faults while they share one; else NULL */
	const char *error_detail;              /* of the first fault */
	bool unchanged;
	unsigned changed;                  /* epochs; see req_changed() */
	const char *secret;                /* see req_secret() */
	bool comma;                        /* the next member or item needs one before it */
	const struct schema *reply_schema; /* of the object being written */
	struct list *list;
	int64_t total;        /* for count=true; -1 without */
	const char *after[3]; /* the cursor's keys; NULL on the first page */
	struct arena arena;
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

/* The most items of a page. Asserts that the operation takes `limit`. */
int64_t req_limit(const struct request *req);

const char *req_today(struct request *req); /* the Vietnamese day of req->now */
void req_free_memory(struct request *req);  /* at the end: what req_alloc and its like gave */

/* Remembers `error` as the outcome unless one is there already; returns the outcome. */
enum error req_fail(struct request *req, enum error error);

/* The write changed nothing: no event, and `"unchanged": true` in the answer. */
void req_unchanged(struct request *req);

/* 201: unless it is a dry run sets Location to the base plus this path ("/reports/17"). */
void req_created(struct request *req, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A row of a body as a JSON pointer, with the line of the CSV when it came as CSV:
 * "/rows/12/value". */
const char *row_pointer(struct request *req, size_t row, const char *member);

/* What other threads keep of this is stale once the request is committed. */
void req_changed(struct request *req, enum epoch epoch);

/* The answer shows this text this once: the copy that is stored for an Idempotency-Key has null in
 * its place. `secret` lives as long as the request. */
void req_secret(struct request *req, const char *secret);

#endif
