/*
 * What the contract leaves out and outside tools need is put into the tree before it becomes the
 * document: whole paths, int64, patterns, null where a reference may be null, CSV as text, headings of
 * its columns and descriptions.
 */
#include <string.h>

#include "model.h"

static void become(struct node *node, const char *key, const struct node *other)
{
	node->key = key;
	node->kind = other->kind;
	node->text = other->text;
	node->first = other->first;
	node->last = other->last;
}

/* `$ref: X` becomes `anyOf: [{$ref: X}, {type: "null"}]`. */
static void serve_nullable(struct node *site)
{
	struct node *reference = get(site, "$ref");

	become(reference, "anyOf",
		first(made_of(
			print("anyOf: [{$ref: '%s'}, {type: 'null'}]", reference->text), site)));
}

/* Generators see four types in an enum of a type [string, "null"], and one in anyOf. */
static void serve_words(struct node *schema)
{
	struct node *words = take_out(schema, get(schema, "enum"));
	const struct node *list = first(made_of("anyOf: [{type: string}, {type: 'null'}]", schema));

	for (struct node *word = words->first, *next; word; word = next) {
		next = word->next;
		if (word->kind == KIND_NULL)
			take_out(words, word);
	}
	append(list->first, "enum", words);
	become(get(schema, "type"), "anyOf", list);
}

/* Only what clients send has a maxLength, and needs one unless words or a format bound it. */
static const char *pattern_of(struct node *schema, const struct format *format, unsigned types)
{
	if (format)
		return format->pattern;
	return types & STRING && get(schema, "maxLength") && !get(schema, "enum") ? plain_text
										  : NULL;
}

static void serve_format(struct node *schema, unsigned types)
{
	struct node *written = get(schema, "format");
	const struct format *format = written ? format_named(written->text) : NULL;
	const char *pattern = pattern_of(schema, format, types);

	if (format && !format->standard)
		written->key = "x-format";
	if (pattern) {
		append(schema, "pattern", made_of("text: ''", schema)->first);
		schema->last->text = pattern;
	}
	/* Without it a generator may take 32 bits. */
	if (types & (INTEGER | NUMBER))
		append(schema, "format",
			made_of(types & INTEGER ? "text: int64" : "text: double", schema)->first);
}

static void serve_heading(struct node *property)
{
	if (!property->heading)
		return;
	append(property, "x-heading-vi", made_of("text: ''", property)->first);
	property->last->text = property->heading->text;
}

static void serve_schema(struct node *site)
{
	if (!site || site->served)
		return;
	site->served = true;
	if (schema_of(site) != site) {
		if (site->nullable)
			serve_nullable(site);
		return;
	}

	unsigned types = types_of(site);

	serve_format(site, types);
	if (types & NIL && get(site, "enum"))
		serve_words(site);
	foreach (property, get(site, "properties")) {
		serve_schema(property);
		serve_heading(property);
	}
	serve_schema(get(site, "items"));
}

/* A CSV is a text for whoever sends or reads it; x-csv-row says what its columns are. */
static void serve_csv(struct node *media)
{
	struct node *schema = get(media, "schema");
	struct node *items = get(schema, "items");

	if (get(media, "x-csv-row"))
		return;
	append(media, "x-csv-row", made_of("row: {}", media)->first);
	become(media->last, "x-csv-row", items ? items : schema);
	become(schema, "schema", made_of("type: string", media));
}

/* Sheets and files. */
static void serve_bytes(struct node *media)
{
	append(media, "schema", first(made_of("schema: {type: string, format: binary}", media)));
}

static void serve_content(struct node *holder)
{
	foreach (media, get(holder, "content"))
		if (same(media->key, forms[FORM_CSV].type))
			serve_csv(media);
		else if (!get(media, "schema"))
			serve_bytes(media);
		else
			serve_schema(get(media, "schema"));
}

/* A body that may be CSV may be a workbook with the same columns. */
static void serve_workbook(struct node *body)
{
	struct node *content = get(body, "content"), *csv = get(content, "text/csv");

	if (!csv)
		return;
	append(content, forms[FORM_XLSX].type,
		made_of("media: {schema: {type: string, format: binary}, x-csv-row: {}}", csv)
			->first);
	become(get(content->last, "x-csv-row"), "x-csv-row", get(csv, "x-csv-row"));
}

/* Whoever may come with a token may come with the cookie of a session. */
static void serve_session(struct operation *op)
{
	const struct node *schemes = get(get(files[0].root, "components"), "securitySchemes");
	struct node *security = get(op->node, "security");

	if (!op->roles || !get(schemes, "session"))
		return;
	append(security, NULL, made_of("session: []", security));
	security->last->first->first = op->roles->first;
}

static void serve_operation(struct operation *op)
{
	serve_session(op);
	add_sentences(op);
	foreach (parameter, get(op->node, "parameters"))
		serve_schema(get(parameter, "schema"));
	serve_content(get(op->node, "requestBody"));
	serve_workbook(get(op->node, "requestBody"));
	foreach (response, get(op->node, "responses"))
		serve_content(response);
}

static void serve_sections(const struct file *file)
{
	foreach (schema, get(file->root, "schemas"))
		serve_schema(schema);
	foreach (parameter, get(file->root, "parameters"))
		serve_schema(get(parameter, "schema"));
	foreach (header, get(file->root, "headers"))
		serve_schema(get(header, "schema"));
	foreach (response, get(file->root, "responses"))
		serve_content(response);
}

/* One server, and paths from its root: generators join or forget other ones. */
static void serve_paths(struct node *root)
{
	foreach (site, get(root, "paths")) {
		struct node *item = resolve(site, "paths"), *servers = get(item, "servers");

		site->key = print("%s%s", servers ? base_of(item) : api_base, site->key);
		if (servers)
			take_out(item, servers);
		foreach (parameter, get(item, "parameters"))
			serve_schema(get(parameter, "schema"));
	}
	become(get(root, "servers"), "servers", first(made_of("servers: [{url: /}]", root)));
}

void complete_document(struct node *root)
{
	for (struct operation *op = operations; op; op = op->next)
		serve_operation(op);
	for (size_t i = 0; i < file_count; i++)
		serve_sections(&files[i]);
	serve_paths(root);
}
