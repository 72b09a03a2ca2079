/*
 * What the four files of schema.h share: schema.c walks, schema_report.c words the faults,
 * schema_text.c knows the formats, schema_number.c the decimals. Not for other users.
 */
#ifndef THIDUA_SCHEMA_PARTS_H
#define THIDUA_SCHEMA_PARTS_H

#include "schema.h"

#define SCHEMA_HINT_SIZE 32

/* One check of a document or of a parameter. */
struct check {
	bool request;
	schema_sink *sink;
	void *context;
	const char *pointer; /* of a parameter, as given; NULL for a document */
	bool faulty;
	bool stopped; /* the sink has enough */
};

/* The way to a value, from the value up: a member of an object, or an item of an array when
 * `member` is NULL. The document itself is at NULL. */
struct step {
	const struct step *up;
	const char *member;
	size_t index;
};

enum decimal {
	DECIMAL_EXACT,
	DECIMAL_NONE,        /* not a number */
	DECIMAL_TOO_PRECISE, /* more than its places */
	DECIMAL_BELOW,       /* the range of int64_t */
	DECIMAL_ABOVE
};

void report_allowed(struct check *check, const struct step *at, const struct schema *schema,
	enum schema_fault fault, const char *allowed, const char *found);
void report_limit(struct check *check, const struct step *at, const struct schema *schema,
	enum schema_fault fault, int64_t limit, const char *found);
/* The value has none of the schema's types. */
void report_type(
	struct check *check, const struct step *at, const struct schema *schema, const char *found);
void report_word(
	struct check *check, const struct step *at, const struct schema *schema, const char *found);
/* The number does not fit: what schema_decimal() said of it, and the value when it was exact. */
void report_number(struct check *check, const struct step *at, const struct schema *schema,
	enum decimal decimal, int64_t value, const char *found);
void report_unknown(struct check *check, const struct step *at, const struct schema *schema,
	const char *member);

/* A value as text, for `found`, in `space` if need be; objects and arrays without their content. */
const char *scalar_text(const json_t *json, char space[SCHEMA_HINT_SIZE]);

bool schema_format_fits(enum schema_format format, const char *text);
/* The format's name with an example; NULL for FORMAT_COUNT. */
const char *schema_format_hint(enum schema_format format);

/* A JSON number or "-12.5" in units of its last decimal; *out is set for DECIMAL_EXACT only. */
enum decimal schema_decimal(const json_t *json, int places, int64_t *out);
enum decimal schema_decimal_text(const char *text, int places, int64_t *out);
/* A whole number in strict decimal: no plus, no blanks, no leading zeros. */
enum decimal schema_integer_text(const char *text, int64_t *out);

/* The shortest text that reads back as the same double. */
void schema_print_real(double value, char out[SCHEMA_HINT_SIZE]);

/* The whole number that a person meant by "1.144", "1,144", "1 144", "95,0" or " 95 "; false when
 * that is not sure ("73,64%", "12.5", "-3"). */
bool schema_count_hint(const char *text, char out[SCHEMA_HINT_SIZE]);

#endif
