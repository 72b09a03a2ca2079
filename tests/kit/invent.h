/*
 * What nobody would write, by chance and by seed: texts that break programs, values within the bounds of a schema and
 * beyond them, and the faults that a body gets.
 */
#ifndef THIDUA_TEST_INVENT_H
#define THIDUA_TEST_INVENT_H

#include <jansson.h>
#include <stdint.h>

#include "buffer.h"
#include "contract.h"

void invent_seed(uint64_t seed);
/* 0 .. below - 1; `below` is not 0. */
size_t invent_number(size_t below);
/* True so many times of a hundred. */
bool invent_chance(size_t percent);

/* How many texts there are that try to be SQL, and one of them. It is static until the next call. */
extern const size_t invent_injections;
const char *invent_injection(size_t index);

/* A text that tries something: to be SQL, a line of a log, a header, a formula, markup, a path, or that is only odd. Valid
 * UTF-8 without NUL. */
void invent_text(struct buffer *out);

/* A value that fits the schema, at an edge of it more often than not; leaves out members that may be absent. */
json_t *invent_value(const struct schema *schema);
/* The same as the text of a parameter. */
void invent_parameter(const struct field *field, struct buffer *out);
/* The text of a parameter that does not fit; false when any text does. */
bool invent_wrong_parameter(const struct field *field, struct buffer *out);

/* Each text that the schema leaves free becomes one that tries something. */
void invent_texts(const struct schema *schema, json_t *value);

#define INVENT_FAULTS  3
#define INVENT_POINTER 256
struct invented_faults {
	size_t count;
	char pointers[INVENT_FAULTS][INVENT_POINTER]; /* none is inside another */
};
/* Up to so many faults in a body that fits; none when it has no place for one. */
void invent_faults(const struct schema *schema, json_t *body, struct invented_faults *out);

#endif
