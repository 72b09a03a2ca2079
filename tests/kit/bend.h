/*
 * Requests bent by chance: each is a line of the table of who may do what, whose path, query, headers and body become
 * others.
 */
#ifndef THIDUA_TEST_BEND_H
#define THIDUA_TEST_BEND_H

#include <curl/curl.h>
#include <stdbool.h>

#include "invent.h"
#include "table.h"

struct bent {
	size_t number;
	const struct table_line *line;
	const struct route *route;
	const char *token;
	bool permitted; /* the role may call it, the contract says */
	bool dry;
	struct buffer path, body;
	const char *content_type;
	struct curl_slist *headers;
	bool wrong;     /* the contract refuses a parameter or the body */
	bool uncertain; /* something may be refused before that, or otherwise */
	struct invented_faults faults;
};

/* Reads the table; how many lines it has. */
size_t bend_lines(const char *file);
void bend_end(void);

/* The token of a role in an office, by its relation; it is given away. */
void bend_token(size_t role, size_t relation, char *token);

/* The next request of chance. */
void bend(struct bent *bent);
/* A right request of a line by somebody who may, as a dry run if it is a write; false when there is none. */
bool bend_right(struct bent *bent, size_t line);
/* The same below an object that it does not belong to, by somebody who sees both. */
bool bend_crossed(struct bent *bent, size_t line);
/* Injections in all texts of a right request, from the *turn-th on: in those that the contract leaves free, or, with
 * `all`, in codes and days as well. False when it has none. */
bool bend_inject(struct bent *bent, bool all, size_t *turn);
void bend_free(struct bent *bent);

/* For these. */
bool bend_has_parameter(const struct bent *bent, const char *name);
void bend_add_parameter(struct bent *bent, const char *name, const struct buffer *value);

#endif
