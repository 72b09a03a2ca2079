/* What the trees mean: schemas, operations with their inputs, and the document of all. */
#ifndef SPECGEN_MODEL_H
#define SPECGEN_MODEL_H

#include "tree.h"

enum type { OBJECT = 1, ARRAY = 2, STRING = 4, INTEGER = 8, NUMBER = 16, BOOLEAN = 32, NIL = 64 };
enum { TYPE_COUNT = 7 };
extern const char *const type_names[TYPE_COUNT];

enum { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE, METHOD_COUNT };
extern const char *const methods[METHOD_COUNT];

struct input {
	const char *name;
	enum place { IN_PATH, IN_QUERY, IN_BODY } place;
	struct node *node, *schema;
	bool required;
	int64_t many;  /* 0, or the most items of a list with commas, of which `schema` is one */
	bool has;      /* the struct says whether it came */
	bool repeated; /* gives the same place as the query parameter of that name */
	struct input *next;
};

/* forms.c: what an answer may be, in the order in which it is preferred, as include/contract.h has it. */
enum form { FORM_JSON, FORM_CSV, FORM_XLSX, FORM_ZIP, FORM_HTML, FORM_COUNT };
struct form_type {
	const char *word, *type; /* of `format`; of Accept */
};
extern const struct form_type forms[FORM_COUNT];

struct operation {
	struct node *node;
	const char *path; /* with its base */
	int method;
	const char *id;
	struct input *inputs; /* those of the path first, in its order */
	size_t input_count;
	struct node *roles; /* NULL: open to everybody */
	struct node *body, *row;
	struct node *listed; /* an import: a row of the list that exports the same */
	const char *csv_member, *content_type;
	const char *print;  /* x-print: what its HTML is made with */
	struct node *files; /* the media types of a body that is a file; NULL: it is none */
	bool body_required;
	unsigned forms;       /* bits by enum form: those of the 200, */
	enum form first_form; /* and which of them is written first */
	struct operation *next;
};

/* document.c */
extern struct operation *operations; /* by path, then method */
extern const char *api_base;         /* in front of all paths, from servers */
void check_document(struct node *root);
struct node *csv_row_of(const struct operation *op); /* that it answers with; NULL: no CSV */
const char *base_of(
	const struct node *holder); /* of the openapi.yaml or of a path that has servers */

/* operations.c: fills one that has its node, path and method; `item` is its path. */
#define MAX_ROLES 31
extern const char *roles[MAX_ROLES]; /* the fixed ones, then those of the contract by name */
extern size_t role_count;
void check_operation(struct operation *op, const struct node *item);

/* inputs.c. Without an operation: a parameter that nobody has used so far. */
void check_parameter(struct operation *op, struct node *site);
void add_members(struct operation *op);
void check_path_parameters(const struct operation *op);
struct input *find_input(const struct operation *op, const char *name);

/* replies.c. Without an operation: a response that nobody has used so far. */
void check_response(struct operation *op, const char *status, struct node *site);
void check_responses(struct operation *op);

/* forms.c */
bool has_form(const struct operation *op, enum form form);
bool is_file(const struct operation *op); /* the answer is saved as one */
enum form form_of_type(const char *type); /* FORM_COUNT: it is none */
void add_sheet(struct node *content);     /* beside the CSV of a response, when it has one */
void add_page_to_print(struct operation *op, struct node *response); /* when it has x-print */
void add_form_parameters(struct operation *op);                      /* after its responses */

/* fields.c: of an operation with x-fields, beside the parameter `twin`, as all lists of the same items have it. */
struct node *fields_parameter(const struct operation *op, const struct node *twin);

/* pages.c: puts the content of a list in the place of the x-page of its response. */
void expand_page(struct node *response);

/* formats.c: those of strings and integers. */
struct format {
	const char *name;
	enum type type;
	const char *
		pattern; /* what the validator takes, as a regular expression; NULL: no more than the type */
	bool standard; /* outside tools know it by this name */
};
extern const char *const plain_text; /* the pattern of what clients send without a format */
const struct format *format_named(const char *name); /* NULL when there is none */
const char *format_names(void);                      /* with blanks between them */

/* schemas.c. Whatever a request can reach must be bounded. */
void check_schema(struct node *site, bool request);
struct node *schema_of(struct node *site);  /* there or referred to, as resolve() */
unsigned types_of(struct node *site);       /* bits; 0 when it names none */
const char *c_type(struct node *site);      /* of a scalar of one type beside null, or NULL */
int places_of(const struct node *schema);   /* decimals of a number; 0 of anything else */
const char *fallback_of(struct node *site); /* the default; it may stand beside a $ref, too */

/* served.c: the tree becomes the document for outside readers; the C is written before. */
void complete_document(struct node *root);
/* sentences.c, its part for one operation. */
void add_sentences(const struct operation *op);
/* names.c */
const char *component_name(const struct node *node, const char *section);
void check_names(void);

/* vocabulary.c */
void check_words(struct node *root);
const struct node *word_group(const char *name); /* of words.yaml, or NULL */

/* files.c */
void check_files(const struct node *root);
const char *file_of(const struct operation *op); /* without its ending; NULL: no CSV */

/* headers.c: into each operation, as far as they follow from its shape. */
void add_headers(void);
const char *answer_headers(void); /* the names of all, with blanks between them */
const char *request_headers(void);

/* headings.c: gives each column its heading. */
void check_headings(struct node *root);
const char *heading_key(const struct node *heading); /* folded */

/* problems.c, after the words */
void check_problems(struct node *catalogue);

#endif
