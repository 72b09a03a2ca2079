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

struct db;
struct proof;
struct request;

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE };
enum lane { LANE_INLINE, LANE_WRITE, LANE_SLOW, LANE_PASSWORD };
enum place { IN_PATH, IN_QUERY, IN_BODY };

/* What an answer may be, as its `format` or Accept chooses; in the order in which it is preferred. */
enum form { FORM_JSON, FORM_CSV, FORM_XLSX, FORM_ZIP, FORM_HTML, FORM_COUNT };
struct form_type {
	const char *word, *type; /* of `format`; the media type */
};
/* Of rows: saved as a file, and the whole list unless there is a `limit`. */
static inline bool form_is_table(enum form form)
{
	return form == FORM_CSV || form == FORM_XLSX;
}
/* Nobody turns the pages of it: a list goes on to its end, unless there is a `limit`. */
static inline bool form_is_whole(enum form form)
{
	return form_is_table(form) || form == FORM_HTML;
}

#define NO_OFFSET SIZE_MAX

/* One scalar input of an operation and where it lies in `struct OPERATION_in`: a string is a `const
 * char *` (NULL when absent), an integer, a number (hundredths, thousandths) or a date-time (milliseconds) an
 * int64_t, a boolean a bool, a list of words with commas between them its text. */
struct field {
	const char *name;
	enum place place;
	const struct schema *schema;
	bool required;
	size_t many; /* 0, or the most items of a list with commas, of which `schema` is one */
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
	/* LANE_PASSWORD: runs first, on the thread for passwords, and leaves what it found in *out for the handler. */
	enum error (*prove)(const struct request *req, struct db *db, struct proof *out);
	bool open;            /* security: [] */
	bool before_password; /* also for a session whose password must be changed first */
	unsigned roles;       /* bits of gen/api.h's ROLE_x; all of them for `bearer: []` */
	enum lane lane;
	size_t in_size;
	const struct field *fields; /* path, then query, then body, each as in the contract */
	size_t field_count;
	const struct schema *body;    /* application/json, or NULL */
	const struct schema *csv_row; /* text/csv request: the schema of a row, or NULL */
	const struct schema
		*csv_list;      /* of a row of the list that exports what it takes, or NULL */
	const char *csv_member; /* the array member of `body` that the rows become */
	bool body_required;
	size_t body_cap; /* bytes */
	/* The body is a file of one of these media types, the last is NULL; or NULL. Its cap is an
	 * option of the server. */
	const char *const *file_types;
	unsigned forms;           /* 1 << FORM_x of each that the 200 comes in, */
	enum form first_form;     /* and of what Accept likes alike the first in the contract */
	const char *file;         /* what it is called when it is saved, from files.yaml */
	const char *print;        /* what its HTML is made with, server/print/NAME.html; or NULL */
	const char *content_type; /* of a 2xx that has none of the forms; else NULL */
	const struct reply *replies; /* documented statuses, ascending, without `default` */
	size_t reply_count;
	/* Of the inputs that the server itself knows, by these names; or NO_OFFSET. */
	size_t dry_run_offset, limit_offset, cursor_offset, count_offset, format_offset,
		separator_offset, headings_offset, fields_offset;
};

/* A word of the contract as people read it, from words.yaml. */
struct word {
	const char *word, *vi, *en;
};

struct words {
	const char *group;
	const struct word *words;
	size_t count;
};

/* How a sentence says a parameter of a problem. */
enum param_type {
	PARAM_TEXT, /* as it is: the sentence has quotes around it */
	PARAM_WORD, /* in the words of its group */
	PARAM_INT,
	PARAM_DECIMAL, /* hundredths */
	PARAM_POINTS,  /* thousandths */
	PARAM_YEAR,
	PARAM_ID, /* the number of a record */
	PARAM_DAY,
	PARAM_INSTANT, /* as answers have it, in UTC */
	PARAM_PERIOD,
	PARAM_SOURCE, /* the document that asks */
	PARAM_UNIT,   /* from here on a code, whose name Vietnamese sentences say */
	PARAM_CLUSTER,
	PARAM_ELEMENT,
	PARAM_INDICATOR,
	PARAM_AWARD
};

struct param_kind {
	const char *name;
	enum param_type type;
	bool list;                 /* comma-separated text, printed as an array */
	const struct words *words; /* of PARAM_WORD */
};

/* A kind of problem, from problems.yaml. Texts hold {param} places. */
struct problem_kind {
	const char *code;
	int status;
	const char *title_vi, *title_en;
	const char *detail_vi, *detail_en;
	const char *help_vi, *help_en; /* what to do about it; NULL when the detail says it */
	const struct param_kind *params;
	size_t param_count;
};

#endif
