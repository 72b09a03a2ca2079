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
#include "secret.h"
#include "slab.h"

struct call;
struct catalogue;
struct judge;
struct known_param;
struct csv;
struct import;
struct list;
struct upload;

struct caller {
	int64_t token; /* id of the token or session; 0 is the server itself (catalogue, sub-commands) */
	char unit[65];
	unsigned role; /* one ROLE_ bit of gen/api.h */
	char label[121];
	int64_t expires_at;
	bool session;       /* by a cookie, */
	bool password_only; /* and of a user whose password has to be changed first */
};

/* What the password thread found out before the handler ran; see route->prove. */
struct proof {
	enum error failed;
	bool limited; /* dispatch.c: it counts among those of its address */
	int behind;   /* dispatch.c: see session_behind() */
	bool matches; /* the password is that of the user, at this revision */
	int64_t revision;
	char hash[SECRET_PASSWORD_SIZE]; /* of a new password, or "" */
};

/* What was found wrong or odd; problem.c alone. */
struct faults {
	struct buffer errors, warnings;  /* JSON objects with commas between them */
	struct buffer diff;              /* the same; only for a dry run */
	size_t count;                    /* of errors, also of those for which there is no room */
	const struct problem_kind *kind; /* of the errors while they share one; else NULL */
	const char *detail;              /* of the first error */
	bool muted;                      /* nothing is gathered */
	bool softened;                   /* errors are told, and do not refuse: see req_soften() */
};

/* The answer that is being written; reply*.c alone. */
struct answer {
	const struct schema *schema; /* of the object that is open */
	bool comma;                  /* the next member or item needs one before it */
	bool chosen;                 /* of what is written now only what `fields` names */
	struct list *list;
	bool counted;  /* count=true, */
	int64_t total; /* and that is how many */
};

/* What the event log was told; journal.c alone. */
struct note {
	size_t count;     /* of events */
	const char *unit; /* see req_about() */
};

/* How much was compared for the sake of suggestions; closest.c alone. */
struct compared {
	size_t names, pairs;
};

struct request {
	/* For everybody to read; decoded before a handler sees them. */
	const struct route *route;
	const void *in;        /* struct OPERATION_in of gen/api.h */
	json_t *body;          /* the checked body, borrowed; NULL without one */
	json_t *sent;          /* as_read.c: the body with what is only read; NULL without that */
	bool from_csv;         /* the body came as CSV */
	const struct csv *csv; /* its lines and columns, for faults; NULL for JSON */
	/* Where the rows of an import that the contract allows stood in the body; NULL: all are there. */
	const size_t *clean_rows;
	const struct upload *upload; /* the body, when it is a file; else NULL */
	struct db *db;               /* the connection of this lane, inside a transaction */
	struct caller caller;
	/* Milliseconds; one instant for the whole request; in the write lane later than that of the write
	 * before, whatever the clock says. So it orders; what day it is and whether a token is still good
	 * is asked of server_now(). */
	int64_t now;
	bool dry_run;
	bool rehearsed;   /* rehearsal.c: nothing of it stays, so it leaves no events */
	enum form form;   /* of the answer */
	char separator;   /* of a CSV answer */
	bool headings_vi; /* above its columns; else their names in the contract */
	bool whole;       /* a file without `limit`: the list from there to its end; or a zip */
	struct call *call;
	enum error failed; /* sticky; see req_fail() */

	/* Each belongs to the one who keeps it; others use its functions. */
	struct faults faults;
	struct answer answer;
	struct note note;
	struct compared compared;
	const char *after[3];              /* cursor.c; see cursor_keys() */
	struct import *import;             /* import.c */
	int64_t import_id;                 /* import_record.c: what it keeps has this number */
	const struct catalogue *catalogue; /* catalogue_load.c */
	const struct judge *judge;         /* eligibility_rule_load.c: of the candidate before */
	const struct known_param *params;  /* regime.c */
	struct slabs values;               /* decode_body.c: of a body of JSON */
	struct arena arena;                /* request.c, as the three that follow */
	bool unchanged;                    /* see req_unchanged() */
	unsigned changed;                  /* epochs; see req_changed() */
	const char *secret;                /* see req_secret() */
	bool kept;                         /* see req_keep() */
	int64_t token_epoch;               /* dispatch.c: when the token was checked */
	struct proof *proof;               /* of LANE_PASSWORD: what its thread found; else NULL */
};

/*
 * Memory and text that live as long as the request. When memory is short the request fails with
 * E_MEMORY by itself: whatever was said, the answer is a 503 and nothing is stored. A text is then
 * "", so that it can be printed, compared and walked without a look; NULL means absent and nothing
 * else. So a text never decides: that a list is empty is told by a count, and what an empty text
 * would lead astray (an index, a loop until something is found) looks at req->failed.
 */
const char *req_printf(struct request *req, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
const char *req_text(struct request *req, const char *text); /* a copy; NULL for NULL */
/* text_fold(), for name keys; NULL for NULL. */
const char *req_fold(struct request *req, const char *text);
/* text_mark(), for codes and numbers; NULL for NULL. */
const char *req_mark(struct request *req, const char *text);
/* For q=: LIKE's pattern for the n-th of the words of a text, n from 1 to 8. The longest come first,
 * so that most rows are looked at once; the last pattern has all that are left, in their order, and
 * one without a word takes everything. NULL for NULL. */
const char *req_like(struct request *req, const char *text, unsigned n);
/* Numbers as problems and JSON list them: "2021,2022", "" without any; and one more behind those of
 * `list`, which is NULL without any. */
const char *req_numbers(struct request *req, const int64_t *numbers, size_t count);
const char *req_numbers_add(struct request *req, const char *list, int64_t number);
/* The text of a buffer, which is freed. */
const char *req_take(struct request *req, struct buffer *buffer);
void *req_alloc(struct request *req, size_t size); /* zeroed; NULL when memory is short */

/* Of a list that is whole: statements ask for one more than the limit. */
#define REQ_ALL_ROWS (INT64_MAX - 1)
/* Of a list on paper, which says so when it goes on. */
#define REQ_PRINTED_ROWS 5000
/* The most items of a page. Asserts that the operation takes `limit`. */
int64_t req_limit(const struct request *req);

const char *req_today(struct request *req); /* the Vietnamese day by the wall clock */
void req_free_memory(struct request *req);  /* at the end: what req_alloc and its like gave */

/* Remembers `error` as the outcome unless one is there already; returns the outcome. */
enum error req_fail(struct request *req, enum error error);

/* The write changed nothing: no event, and `"unchanged": true` in the answer. */
void req_unchanged(struct request *req);
bool req_is_unchanged(const struct request *req);

/* What a request wrote stays although it is refused: a wrong password is counted. It leaves no event. */
void req_keep(struct request *req);

/* 201: unless it is a dry run sets Location to the base plus this path ("/reports/17"). */
void req_created(struct request *req, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A row of a body as a JSON pointer, with the line of the CSV when it came as CSV:
 * "/rows/12/value". `row` counts those that are left in the body, the pointer those that were sent. */
const char *row_pointer(struct request *req, size_t row, const char *member);
/* The row that a pointer leads into, as it was sent; *member is what follows, "/value", or "". False when
 * it leads elsewhere. */
bool row_of_pointer(
	const struct request *req, const char *pointer, size_t *row, const char **member);

/* What other threads keep of this is stale once the request is committed. */
void req_changed(struct request *req, enum epoch epoch);

/* The answer shows this text this once: the copy that is stored for an Idempotency-Key has null in
 * its place. `secret` lives as long as the request. */
void req_secret(struct request *req, const char *secret);

#endif
