/*
 * The shape of what specgen writes into build/gen/api.c: routes, their inputs and their replies.
 * Knows nothing of HTTP libraries, SQL or our resources.
 */
#ifndef THIDUA_CONTRACT_H
#define THIDUA_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "schema.h"

struct request;

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE };
enum lane { LANE_INLINE, LANE_WRITE, LANE_SLOW, LANE_PASSWORD };
enum place { IN_PATH, IN_QUERY, IN_BODY };

#define NO_OFFSET SIZE_MAX

/* One scalar input of an operation and where it lies in `struct OPERATION_in`: a string is a `const
 * char *` (NULL when absent), an integer, a number (hundredths) or a date-time (milliseconds) an
 * int64_t, a boolean a bool. */
struct field {
	const char *name;
	enum place place;
	const struct schema *schema;
	bool required;
	size_t offset;
	size_t has_offset;    /* of `bool has_NAME`: optional non-strings without a default */
	const char *fallback; /* the default as text, or NULL */
};

struct reply {
	int status;
	const struct schema *schema; /* of the JSON body; NULL for none and for what is not JSON */
};

struct route {
	enum method method;
	const char *path;      /* whole, with the base: "/api/v1/units/{unit}" */
	const char *operation; /* operationId */
	enum error (*handler)(struct request *req);
	bool open;      /* security: [] */
	unsigned roles; /* bits of gen/api.h's ROLE_x; all of them for `bearer: []` */
	enum lane lane;
	size_t in_size;
	const struct field *fields; /* path, then query, then body, each as in the contract */
	size_t field_count;
	const struct schema *body;    /* application/json, or NULL */
	const struct schema *csv_row; /* text/csv request: the schema of a row, or NULL */
	const char *csv_member;       /* the array member of `body` that the rows become */
	bool body_required;
	size_t body_cap;             /* bytes */
	bool csv_reply;              /* the 200 also comes as text/csv */
	const char *content_type;    /* of a 2xx that is neither JSON nor CSV; else NULL */
	const struct reply *replies; /* documented statuses, ascending, without `default` */
	size_t reply_count;
	/* Of the inputs that the server itself knows, by these names; or NO_OFFSET. */
	size_t dry_run_offset, limit_offset, cursor_offset, count_offset;
};

/* A kind of problem, from problems.yaml. Texts hold {param} places. */
struct problem_kind {
	const char *code;
	int status;
	const char *title_vi, *title_en;
	const char *detail_vi, *detail_en;
	const char *help_vi, *help_en; /* what to do about it; NULL when the detail says it */
};

#endif
