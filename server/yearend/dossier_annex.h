/*
 * Which list of the contract each annex of a dossier is, and which of its columns it shows.
 */
#ifndef THIDUA_DOSSIER_ANNEX_H
#define THIDUA_DOSSIER_ANNEX_H

#include <jansson.h>

#include "contract.h"
#include "request/inner.h"
#include "yearend/dossier.h"

#define ANNEX_COLUMNS    14
#define ANNEX_PARAMETERS 3

struct annex {
	const char *name, *operation, *list; /* the member of the answer that has the rows */
	const char *without; /* its member with those of which it has nothing; or NULL */
	const char *each;    /* asked for each item of that list of the cluster; or NULL */
	const struct words
		*counted; /* not its rows, but how many there are of each of these kinds */
	struct inner_parameter with[ANNEX_PARAMETERS];
	bool (*belongs)(const json_t *row); /* NULL: every row does */
	size_t keys;                        /* columns that make a row known */
	const char *columns[ANNEX_COLUMNS + 1];
};
extern const struct annex annexes[];
extern const size_t annex_count;

/* A text of a row; "" when it has none. */
const char *annex_text(const json_t *row, const char *member);

#endif
