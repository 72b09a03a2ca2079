/* What is compiled into the program: migrations, the catalogue of Cụm 7, and the contract as served
 * at /openapi.json. */
#ifndef THIDUA_EMBED_H
#define THIDUA_EMBED_H

#include <stddef.h>

#include "db.h"

struct embedded {
	const char *name; /* file name without its ending */
	const char *data; /* NUL-terminated */
	size_t size;
};

extern const struct migration embed_migrations[];
extern const size_t embed_migration_count;
extern const struct embedded
	embed_catalogue[]; /* in the order of their names: 01-units, 02-areas .. */
extern const size_t embed_catalogue_count;
extern const struct embedded embed_common_words; /* a word on a line */
extern const struct embedded embed_api;          /* the contract as JSON, in one line */
extern const long embed_api_revision;            /* another text has another one */
extern const long embed_words_revision;          /* the same for words.yaml */

#endif
