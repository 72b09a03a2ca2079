/* The files of the contract as trees, and what can be said of them whatever they mean. */
#ifndef SPECGEN_TREE_H
#define SPECGEN_TREE_H

#include <stdint.h>

#include "words.h"

enum kind { KIND_NULL, KIND_BOOLEAN, KIND_INTEGER, KIND_NUMBER, KIND_TEXT, KIND_LIST, KIND_MAP };

struct node {
	enum kind kind;
	const struct file *file;
	int line;         /* of the key, when it is a member of a map */
	const char *key;  /* in the map that holds it */
	const char *text; /* of a scalar */
	struct node *first, *last, *next;
	struct node *after;   /* by name, in the list that sorted() made last */
	bool used;            /* somebody refers to it */
	bool nullable;        /* a reference to a schema, or null */
	bool served;          /* a schema that was completed for the document */
	bool active;          /* its check is going on: to meet it again is a circle */
	unsigned checked;     /* 1 as a reply, 2 as a request */
	struct node *heading; /* of a property that is a column of a CSV; see headings.c */
	struct node *page;    /* of a schema: that of a page of such items, by x-page */
};

struct file {
	const char *path; /* as opened, for messages */
	const char *name; /* seen from openapi.yaml, for comments: never absolute */
	struct node *root;
};
extern struct file files[]; /* openapi.yaml is the first */
extern size_t file_count;

/* faults.c: all of them are collected, once each, and said together. */
void add_fault(const char *path, int line, const char *text);
void stop_on_faults(void);
#define refuse(node, ...) add_fault((node)->file->path, (node)->line, print(__VA_ARGS__))
#define refuse_if(bad, node, ...)                                                                  \
	do {                                                                                       \
		if (bad)                                                                           \
			refuse(node, __VA_ARGS__);                                                 \
	} while (0)

/* load.c: the file of that name, read once. NULL when it can't be opened, and errno says why;
 * without a root, and with faults, when it holds no map. */
const struct file *load(const char *name, const char *path);
/* The tree of a text that the contract need not write; it stands where `site` is. */
struct node *made_of(const char *yaml, const struct node *site);

/* tree.c: all of these take NULL for a node that is not there. */
struct node *first(const struct node *parent);
#define foreach(child, parent) for (struct node *child = first(parent); child; child = child->next)
struct node *get(const struct node *map, const char *key);
const char *text_of(const struct node *map, const char *key);
bool is_true(const struct node *map, const char *key);
bool has_word(const struct node *list, const char *word);
const char *place_of(const struct node *node);                           /* "file:line" */
void add_member(struct node *map, const char *key, struct node *member); /* before greater keys */
void append(struct node *parent, const char *key, struct node *child);
struct node *list_in(struct node *map, const char *key);        /* made when it is not there */
struct node *take_out(struct node *parent, struct node *child); /* the child */

/* `list` with the members of a map added, by their names; a node is in one such list at a time. */
struct node *sorted(struct node *list, const struct node *map);
struct node *sorted_section(const char *section); /* of all files */

/* shapes.c. Is it a map of this shape, "name!text note:text size:int": a kind for each key, ! for
 * those that must be there? Only the first letter of a kind counts; "any" is any. */
bool check_map(struct node *map, const char *what, const char *shape);
void check_key(const struct node *node);
void check_c_name(const struct node *node, const char *name);
void check_twins(const struct node *list);

/* A number in units of its last decimal: with two places the hundredths; with 0 a whole number. */
bool parse_number(const struct node *node, int places, int64_t *out);
int64_t number_of(const struct node *map, const char *key, int places, int64_t absent);

/* references.c: what a node refers to in that section, or the node itself; NULL for NULL and after
 * a fault. api.json has the sections as its components. */
struct node *resolve(struct node *site, const char *section);
enum { SECTION_COUNT = 4 };
extern const char *const sections[SECTION_COUNT];

#endif
