/*
 * A client's JSON as values of jansson, whose own reader takes 200 instructions for each byte and makes of
 * missing memory bad syntax or a text that lacks a byte.
 *
 *	struct json_parsed parsed;
 *
 *	if (json_parse(text, length, 16, &parsed) == PARSE_DONE)
 *		.. parsed.json ..
 */
#ifndef THIDUA_JSON_PARSE_H
#define THIDUA_JSON_PARSE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum parse {
	PARSE_DONE,
	PARSE_MALFORMED,
	PARSE_REPEATED, /* two members of one object have the same name; the second one's place */
	PARSE_DEEP,
	PARSE_MEMORY
};

struct json_parsed {
	json_t *json;         /* the caller's to free; NULL unless PARSE_DONE */
	int64_t line, column; /* what is wrong stands there, both from 1; columns are code points */
};

/* One object or array of RFC 8259 in at most `deepest` levels, with nothing but blanks around. `text` is UTF-8
 * but for NULs, and has one more NUL behind its `length` bytes. A number that no machine word holds becomes one
 * of 18 digits, which is beyond every limit of a contract as well. */
enum parse json_parse(const char *text, size_t length, size_t deepest, struct json_parsed *out);

#endif
