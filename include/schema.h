/*
 * Checks JSON against constant schemas that specgen writes from the contract. All faults of a
 * document are reported, not only the first. Means: length counts code points; 1.0 is not an
 * integer; booleans are not 0/1; unknown members are faults.
 */
#ifndef THIDUA_SCHEMA_H
#define THIDUA_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum schema_type {
	SCHEMA_OBJECT = 1,
	SCHEMA_ARRAY = 2,
	SCHEMA_STRING = 4,
	SCHEMA_INTEGER = 8,
	SCHEMA_NUMBER = 16, /* a decimal with at most two places: int64 hundredths in C; or three */
	SCHEMA_BOOLEAN = 32,
	SCHEMA_NULL = 64
};

enum schema_format {
	/* specgen's table has a regular expression for each that is ours; tests/unit/pattern.c holds
	 * the two together. */
	FORMAT_NONE,      /* what clients send is without control characters */
	FORMAT_DATE,      /* YYYY-MM-DD, a day that exists */
	FORMAT_DATE_TIME, /* RFC 3339 with Z or an offset: int64 milliseconds in C */
	FORMAT_PERIOD,    /* 2021-06, 2021-H1, 2021-Y */
	FORMAT_SLUG,     /* [a-z0-9] then [a-z0-9.-], no two separators in a row, none at the end */
	FORMAT_CODE,     /* [A-Za-z0-9] then [A-Za-z0-9_./-] */
	FORMAT_KEY,      /* [a-z] then [a-z0-9_:@.-] */
	FORMAT_LOGIN,    /* [a-z0-9._-] */
	FORMAT_COUNT,    /* on an integer: a reported figure, with faults of its own (below) */
	FORMAT_CURSOR,   /* opaque, base64url */
	FORMAT_PASSWORD, /* as FORMAT_NONE; nobody searches or prints it */
	FORMAT_LINE,     /* of what clients send: a title, without ends of lines or tabs */
	FORMAT_NAME      /* a line; of what clients send, without damage (text_damage()) */
};

struct schema {
	const char *name; /* of the component, for messages; may be NULL */
	unsigned types;   /* SCHEMA_ bits; 0 accepts anything (replies only) */
	enum schema_format format;
	const struct property *properties; /* in the order of the contract */
	size_t property_count;
	bool open; /* additionalProperties: true (replies only) */
	const struct schema *items;
	size_t min_items, max_items;
	size_t min_length, max_length; /* code points */
	const char *const *words;      /* enum, NULL-terminated, or NULL */
	int64_t minimum, maximum;      /* of an integer; hundredths of a number, or: */
	bool thousandths;              /* of a number with at most three places: points */
};

struct property {
	const char *name;
	const struct schema *schema;
	bool required;
	bool read_only; /* refused in a request */
	/* Of a column of a CSV: what people read above it, and text_fold() of that, which no other
	 * column beside it has; else NULL. */
	const char *heading, *heading_key;
};

enum schema_fault {
	FAULT_MISSING, /* a required member is absent */
	FAULT_UNKNOWN, /* a member that the schema lacks; `allowed`: those it has, closest first */
	FAULT_READ_ONLY,
	FAULT_TYPE,         /* `allowed` is the wanted type: "integer or null" */
	FAULT_TOO_SHORT,    /* `limit` */
	FAULT_TOO_LONG,     /* `limit` */
	FAULT_TOO_FEW,      /* `limit` items */
	FAULT_TOO_MANY,     /* `limit` items */
	FAULT_TOO_SMALL,    /* `limit`: as `minimum` */
	FAULT_TOO_LARGE,    /* `limit` */
	FAULT_WORD,         /* not in the enum; `allowed` lists it, comma-separated */
	FAULT_FORMAT,       /* `allowed` names the format with an example: "date (2021-06-30)" */
	FAULT_LETTERS_LOST, /* of a FORMAT_NAME, see text_damage() */
	FAULT_OLD_ENCODING, /* the same; `allowed` is its name: "VNI" */
	FAULT_PRECISION,    /* more decimals than the number has */
	/* Of a FORMAT_COUNT: not a non-negative whole number. `allowed` is what may have been meant
	 * ("1144" for "1.144"), NULL for "73,64%". */
	FAULT_NOT_COUNT,
	FAULT_COUNT_TOO_LARGE /* of a FORMAT_COUNT: `limit` */
};

struct schema_report {
	enum schema_fault fault;
	const char *pointer; /* RFC 6901, "/values/3/value"; valid during the call */
	const struct schema *schema;
	const char *allowed; /* or NULL */
	int64_t limit;
	const char *found; /* the offending member name, word or value, cut at 100 bytes; or NULL */
};

/* Called for each fault; returns false to stop looking (the list is long enough). */
typedef bool schema_sink(void *context, const struct schema_report *report);

/* True when `json` fits. `request` is true for what clients send: readOnly members are refused and
 * `open` is ignored. */
bool schema_check(const struct schema *schema, const json_t *json, bool request, schema_sink *sink,
	void *context);

/* One parameter's text against a scalar schema, converted into *out_int for integers, numbers
 * (hundredths or thousandths), booleans (0/1) and date-times (milliseconds). False when it does not fit; the fault
 * has gone to the sink with `pointer` as given. */
bool schema_check_text(const struct schema *schema, const char *text, const char *pointer,
	int64_t *out_int, schema_sink *sink, void *context);

/* The decimals of a SCHEMA_NUMBER. */
int schema_places(const struct schema *schema);
/* A JSON number (integer, or real with at most so many decimals) in units of its last decimal; false
 * if it is neither or out of range. */
bool schema_scaled(const json_t *json, int places, int64_t *out);

/* Milliseconds since 1970 of an RFC 3339 instant; false when it is none. */
bool schema_instant(const char *text, int64_t *out);

const struct property *schema_property(const struct schema *schema, const char *name);

#endif
