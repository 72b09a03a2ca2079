/* What is compiled into the program: migrations, the catalogue of Cụm 7, the contract as served at
 * /openapi.json, the page, and the story of `thidua demo`. */
#ifndef THIDUA_EMBED_H
#define THIDUA_EMBED_H

#include <stddef.h>

#include "db.h"

struct embedded {
	const char *name; /* file name without its ending; of the page the path below server/web/ */
	const char *data; /* NUL-terminated */
	size_t size;
};

extern const struct migration embed_migrations[];
extern const size_t embed_migration_count;
extern const struct embedded
	embed_catalogue[]; /* in the order of their names: 01-units, 02-areas .. */
extern const size_t embed_catalogue_count;
extern const struct embedded embed_common_words; /* a word on a line */
extern const struct embedded embed_print[];      /* server/print/: the pages and their parts */
extern const size_t embed_print_count;
extern const struct embedded embed_api; /* the contract as JSON, in one line */
extern const long embed_api_revision;   /* another text has another one */
extern const long embed_words_revision; /* the same for words.yaml */
extern const struct embedded embed_pages[];
extern const size_t embed_page_count;
extern const char embed_page_build[];      /* other files or words have another one */
extern const struct embedded embed_demo[]; /* with their endings: 01-start.txt, figures.csv .. */
extern const size_t embed_demo_count;

#endif
