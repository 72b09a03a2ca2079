/*
 * The catalogue's copy in memory, as catalogue.c keeps it and catalogue_load.c makes it.
 */
#ifndef THIDUA_CATALOGUE_LOAD_H
#define THIDUA_CATALOGUE_LOAD_H

#include "arena.h"
#include "reporting/catalogue.h"

struct element_id {
	int64_t id;
	size_t element;
};

struct copy {
	struct catalogue catalogue; /* first: what is handed out */
	struct element *elements;
	struct identity *identities;
	struct identity_part *parts;
	struct indicator *indicators;
	struct element_id *ids; /* sorted by id */
	size_t *internals;      /* of each element */
	size_t *opposites;
	const struct identity **balances;
	struct arena arena; /* all of the above, and their texts */
};

/* NULL when it could not be read; the request has failed then. */
struct copy *copy_load(struct request *req);
void copy_free(struct copy *copy); /* NULL is fine */

#endif
