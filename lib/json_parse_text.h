/* What the parts of json_parse.c share. */
#ifndef THIDUA_JSON_PARSE_TEXT_H
#define THIDUA_JSON_PARSE_TEXT_H

#include "buffer.h"
#include "json_parse.h"

struct parser {
	const char *at;
	size_t levels; /* that may still be opened */
	enum parse fault;
};

/* A string without its quotes: in the text itself, or put together when it has escapes. */
struct parse_content {
	const char *text;
	size_t length;
	struct buffer unescaped; /* to be freed, also after a fault */
};

/* Of several faults the first counts: those behind follow from it. Returns NULL. */
json_t *parse_fail(struct parser *p, enum parse fault);

/* From its opening quote to behind the closing one. */
void parse_content(struct parser *p, struct parse_content *content);

#endif
