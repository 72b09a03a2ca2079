/*
 * specgen: the contract becomes C.
 *
 *	specgen openapi.yaml build/gen
 *
 * Reads openapi.yaml, the files that it refers to and api-spec/problems.yaml beside it, and writes
 * api.h, api.c, api.json, problems.h and problems.c, each only if its content changed. What it does
 * not understand it refuses: all faults are printed as file:line: text, and nothing is written.
 * It knows nothing of SQL, HTTP libraries or our resources; what it writes has the shape of
 * include/contract.h, include/schema.h and server/problem.h. Memory lives as long as the process.
 *
 * From top to bottom: faults, YAML, references, schemas, operations, paths, problems; then writing.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define MAX_DEPTH  40 /* of nested YAML */
#define MAX_FILES  200
#define MAX_ROLES  31
#define MANY_ITEMS 500 /* an array that takes more gives the body the large cap */

enum kind { KIND_NULL, KIND_BOOLEAN, KIND_INTEGER, KIND_NUMBER, KIND_TEXT, KIND_LIST, KIND_MAP };

struct node {
	enum kind kind;
	const struct file *file;
	int line;         /* of the key, when it is a member of a map */
	const char *key;  /* in the map that holds it */
	const char *text; /* of a scalar */
	struct node *first, *last, *next;
	bool used;        /* somebody refers to it */
	bool active;      /* its check is going on: to meet it again is a circle */
	unsigned checked; /* 1 as a reply, 2 as a request */
};

static struct file {
	const char *path; /* as opened, for messages */
	const char *name; /* seen from openapi.yaml, for comments: never absolute */
	struct node *root;
} files[MAX_FILES];
static size_t file_count;

struct input {
	const char *name;
	enum place { IN_PATH, IN_QUERY, IN_BODY } place;
	struct node *node, *schema;
	bool required;
	bool has;      /* the struct says whether it came */
	bool repeated; /* gives the same place as the query parameter of that name */
};

struct operation {
	struct node *node;
	const char *path; /* with its base */
	int method;
	const char *id;
	struct input *inputs;
	size_t input_count;
	struct node *roles; /* NULL: open to everybody */
	struct node *body, *row;
	const char *csv_member, *content_type;
	bool body_required, csv_reply;
};

static struct operation *operations;
static size_t operation_count;

static const char *roles[MAX_ROLES] = {"reader", "clerk", "head", "admin", "auditor"};
static size_t role_count = 5;
static const char *const methods[] = {"get", "post", "put", "delete"};
static const char *const sections[] = {"schemas", "parameters", "responses", "paths"};

/* ---- faults and text ---- */

struct fault {
	const char *path;
	int line;
	const char *text;
};

static struct fault *faults;
static size_t fault_count;

static void die(const char *what)
{
	fprintf(stderr, "specgen: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* One more place at the end of an array. */
static void *grow(void *array, size_t count, size_t size)
{
	array = realloc(array, (count + 1) * size);
	if (!array)
		die("memory");
	return memset((char *)array + count * size, 0, size), array;
}

static __attribute__((format(printf, 1, 2))) char *print(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		die("memory");
	va_end(args);
	return text;
}

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static void add_fault(const char *path, int line, const char *text)
{
	for (size_t i = 0; i < fault_count; i++)
		if (faults[i].line == line && same(faults[i].path, path) &&
			same(faults[i].text, text))
			return;
	faults = grow(faults, fault_count, sizeof(*faults));
	faults[fault_count++] = (struct fault){path, line, text};
}
#define refuse(node, ...) add_fault((node)->file->path, (node)->line, print(__VA_ARGS__))
#define refuse_if(bad, node, ...)                                                                  \
	do {                                                                                       \
		if (bad)                                                                           \
			refuse(node, __VA_ARGS__);                                                 \
	} while (0)

static int compare_faults(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order ? order : x->line != y->line ? x->line - y->line : strcmp(x->text, y->text);
}

static void stop_on_faults(void)
{
	if (fault_count)
		qsort(faults, fault_count, sizeof(*faults), compare_faults);
	for (size_t i = 0; i < fault_count; i++)
		fprintf(stderr, "%s:%d: %s\n", faults[i].path, faults[i].line, faults[i].text);
	if (fault_count)
		exit(1);
}

/* Is `word` in a list of words with blanks between? */
static bool listed(const char *list, const char *word)
{
	size_t length = word ? strlen(word) : 0;

	for (const char *at = list; length && (at = strstr(at, word)); at += length)
		if ((at == list || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

static bool is_snake(const char *name)
{
	return name && islower((unsigned char)*name) &&
		!name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

static bool is_c_name(const char *name)
{
	return is_snake(name) &&
		!listed("auto break case char const continue default do double else enum extern float "
			"for goto if inline int long register restrict return short signed sizeof static "
			"struct switch typedef union unsigned void volatile while asm bool true false errno",
			name);
}

static const char *upper(const char *word)
{
	char *text = print("%s", word);

	for (char *at = text; *at; at++)
		*at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
	return text;
}

/* ---- YAML ---- */

struct loader {
	yaml_parser_t parser;
	yaml_event_t event;
	const struct file *file;
	bool broken;
};

static struct node *first(const struct node *parent)
{
	return parent ? parent->first : NULL;
}
#define foreach(child, parent) for (struct node *child = first(parent); child; child = child->next)

static struct node *get(const struct node *map, const char *key)
{
	if (map && map->kind == KIND_MAP)
		foreach (child, map)
			if (same(child->key, key))
				return child;
	return NULL;
}

static const char *text_of(const struct node *map, const char *key)
{
	const struct node *node = get(map, key);

	return node ? node->text : NULL;
}

static bool is_true(const struct node *map, const char *key)
{
	return same(text_of(map, key), "true");
}

static void give_up(struct loader *loader, size_t line, const char *why)
{
	if (!loader->broken)
		add_fault(loader->file->path, (int)line + 1, why);
	loader->broken = true;
}

static void advance(struct loader *loader)
{
	yaml_event_delete(&loader->event);
	if (!yaml_parser_parse(&loader->parser, &loader->event))
		give_up(loader, loader->parser.problem_mark.line,
			print("broken YAML: %s", loader->parser.problem));
}

static enum kind scalar_kind(const char *text, yaml_scalar_style_t style)
{
	static const char digits[] = "0123456789";
	const char *at = text + (*text == '-');
	size_t whole = strspn(at, digits);

	if (style != YAML_PLAIN_SCALAR_STYLE)
		return KIND_TEXT;
	if (!*text || same(text, "null") || same(text, "~"))
		return KIND_NULL;
	if (same(text, "true") || same(text, "false"))
		return KIND_BOOLEAN;
	if (!whole || (*at == '0' && whole > 1))
		return KIND_TEXT;
	if (!at[whole])
		return KIND_INTEGER;
	at += whole + 1;
	return at[-1] == '.' && *at && !at[strspn(at, digits)] ? KIND_NUMBER : KIND_TEXT;
}

static struct node *load_node(struct loader *loader, int depth);

static void load_child(struct loader *loader, struct node *parent, int depth)
{
	struct node *child = load_node(loader, depth), *key = child;

	if (parent->kind == KIND_MAP) {
		const struct node *twin = get(parent, key->text);

		refuse_if(twin, key, "\"%s\" stands here twice, first in line %d", key->text,
			twin->line);
		if (!key->text)
			give_up(loader, (size_t)key->line - 1, "a key must be one word");
		child = load_node(loader, depth);
		child->key = key->text ? key->text : "";
		child->line = key->line;
	}
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

/* The value that the current event begins, with all in it. */
static struct node *load_node(struct loader *loader, int depth)
{
	const yaml_event_t *event = &loader->event;
	yaml_event_type_t end = YAML_NO_EVENT;
	struct node *node = grow(NULL, 0, sizeof(*node));

	node->file = loader->file;
	node->line = (int)event->start_mark.line + 1;
	if (loader->broken)
		return node;
	if (event->type == YAML_ALIAS_EVENT || event->data.scalar.anchor || event->data.scalar.tag)
		give_up(loader, event->start_mark.line,
			"anchors, aliases and tags are not taken: use $ref");
	else if (depth > MAX_DEPTH)
		give_up(loader, event->start_mark.line, "nested too deeply");
	else if (event->type == YAML_SCALAR_EVENT) {
		node->text = print("%s", (const char *)event->data.scalar.value);
		node->kind = scalar_kind(node->text, event->data.scalar.style);
		if (strlen(node->text) != event->data.scalar.length)
			give_up(loader, event->start_mark.line, "a NUL inside of text");
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		node->kind = KIND_LIST;
		end = YAML_SEQUENCE_END_EVENT;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		node->kind = KIND_MAP;
		end = YAML_MAPPING_END_EVENT;
	}
	advance(loader);
	while (end && event->type != end && !loader->broken)
		load_child(loader, node, depth + 1);
	if (end)
		advance(loader);
	return node;
}

/* The file of that name, read once. NULL when it can't be opened, and errno says why; without a
 * root when its YAML is broken. */
static const struct file *load(const char *name, const char *path)
{
	for (size_t i = 0; i < file_count; i++)
		if (same(files[i].name, name))
			return &files[i];

	errno = EMFILE;

	FILE *stream = file_count < MAX_FILES ? fopen(path, "rb") : NULL;
	struct file *file = &files[file_count];
	struct loader loader = {.file = file};

	if (!stream)
		return NULL;
	file_count++;
	*file = (struct file){.path = path, .name = name};
	yaml_parser_initialize(&loader.parser);
	yaml_parser_set_input_file(&loader.parser, stream);
	advance(&loader);
	advance(&loader);
	if (!loader.broken && loader.event.type == YAML_DOCUMENT_START_EVENT) {
		advance(&loader);
		file->root = load_node(&loader, 0);
		advance(&loader);
	}
	if (!loader.broken && loader.event.type != YAML_STREAM_END_EVENT)
		give_up(&loader, loader.event.start_mark.line, "a file holds one document");
	if (!file->root || file->root->kind != KIND_MAP)
		give_up(&loader, file->root ? (size_t)file->root->line - 1 : 0,
			"the file holds no map");
	if (loader.broken)
		file->root = NULL;
	yaml_event_delete(&loader.event);
	yaml_parser_delete(&loader.parser);
	fclose(stream);
	return file;
}

/* ---- the form of maps, and numbers ---- */

static const char *hint(const struct node *key)
{
	static const char *const hints[][2] = {
		{"pattern patternProperties", "name a format instead"},
		{"nullable", "write type: [string, \"null\"]"},
		{"exclusiveMinimum exclusiveMaximum", "use minimum and maximum"},
		{"const", "use enum with one word"},
		{"oneOf anyOf allOf not if then else discriminator", "write one closed object"},
		{"patch", "PUT replaces the whole object"},
		{"headers", "they are the same for every operation and no part of the contract"},
		{"style explode", "a parameter is one scalar"},
	};

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (listed(hints[i][0], key->key))
			return hints[i][1];
	return key->kind == KIND_NULL ? "a text with a comma or colon needs quotes" : NULL;
}

/* Is it a map of this shape, "name!text note:text size:int": a kind for each key, ! for those that
 * must be there? Only the first letter of a kind counts; "any" is any. */
static bool check_map(struct node *map, const char *what, const char *shape)
{
	static const char *const kinds[] = {
		"null", "true or false", "a whole number", "a number", "text", "a list", "a map"};
	static const char letters[] = "nbidtlm";
	bool is_map = map->kind == KIND_MAP, good = is_map;
	char names[400] = "";

	refuse_if(!is_map, map, "%s must be a map", what);
	for (const char *at = shape; is_map && *at; at += strcspn(at, " "), at += *at == ' ') {
		size_t length = strcspn(at, ":!");
		const char *name = print("%.*s", (int)length, at);
		const char *kind = strchr(letters, at[length + 1]);
		const struct node *child = get(map, name);

		sprintf(names + strlen(names), "%s%s", *names ? " " : "", name);
		if (!child && at[length] == '!') {
			refuse(map, "%s lacks \"%s\"", what, name);
			good = false;
		} else if (child && kind && child->kind != (enum kind)(kind - letters)) {
			refuse(child, "\"%s\" must be %s", name, kinds[kind - letters]);
			good = false;
		}
	}
	foreach (child, is_map ? map : NULL) {
		if (listed(names, child->key))
			continue;
		if (hint(child))
			refuse(child, "%s does not take \"%s\": %s", what, child->key, hint(child));
		else
			refuse(child, "%s does not take \"%s\"; it takes: %s", what, child->key,
				names);
	}
	return good;
}

/* A whole number, or one with at most two decimals as hundredths. */
static bool parse_number(const char *text, bool hundredths, int64_t *out)
{
	static const char digits[] = "0123456789";
	const char *at = text + (*text == '-');
	size_t whole = strspn(at, digits), decimals = 0;

	if (hundredths && at[whole] == '.')
		decimals = strspn(at + whole + 1, digits);
	if (!whole || decimals > 2 || at[whole + decimals + (decimals > 0)])
		return false;

	const char *all = print("%.*s%.*s%.*s", (int)(at + whole - text), text, (int)decimals,
		at + whole + (decimals > 0), hundredths ? 2 - (int)decimals : 0, "00");

	errno = 0;
	*out = strtoll(all, NULL, 10);
	return !errno;
}

static int64_t bound(const struct node *schema, const char *key, bool hundredths, int64_t absent)
{
	const struct node *node = get(schema, key);
	int64_t value = absent;

	refuse_if(node &&
			(!node->text || node->kind == KIND_TEXT ||
				!parse_number(node->text, hundredths, &value)),
		node, "\"%s\" must be a %s", key,
		hundredths ? "number with at most two decimals" : "whole number");
	return value;
}

/* ---- references ---- */

static const char *join(const char *beside, const char *name)
{
	const char *slash = strrchr(beside, '/');

	return print("%.*s%s", slash ? (int)(slash + 1 - beside) : 0, beside, name);
}

/* The name at the end of a pointer: ~1 is a slash, ~0 a tilde. */
static const char *unescape(const char *token)
{
	char *text = print("%s", token), *to = text;

	for (const char *from = text; *from; from++)
		if (*from == '~' && (from[1] == '0' || from[1] == '1'))
			*to++ = *++from == '0' ? '~' : '/';
		else
			*to++ = *from;
	*to = '\0';
	return text;
}

/* A file that is referred to. Its schemas have names that no other file has: C knows them by these.
 */
static void check_file(const struct file *file)
{
	if (!file->root || file->root->checked)
		return;
	file->root->checked = 1;
	check_map(file->root, "this file", "paths:map schemas:map parameters:map responses:map");
	for (size_t s = 0; s < 3; s++)
		foreach (node, get(file->root, sections[s])) {
			refuse_if(!is_snake(node->key), node, "\"%s\" must be lower_case words",
				node->key);
			refuse_if(get(node, "$ref"), node,
				"this is only another name: refer to the thing itself");
			for (const struct file *other = files; s == 0 && other != file; other++) {
				struct node *twin = get(get(other->root, "schemas"), node->key);

				refuse_if(twin, node, "schema \"%s\" is already in %s:%d",
					node->key, other->path, twin->line);
			}
		}
}

/* What a $ref into that section of a file means, or the node itself; NULL after a fault. */
static struct node *resolve(struct node *site, const char *section)
{
	const struct node *reference = get(site, "$ref");
	const char *ref = reference ? reference->text : NULL, *hash = ref ? strchr(ref, '#') : NULL;
	const char *start = print("#/%s/", section);
	const struct file *file = site->file;

	if (!reference)
		return site;
	if (!hash || strncmp(hash, start, strlen(start)) != 0 ||
		strchr(hash + strlen(start), '/') || strstr(ref, "..")) {
		refuse(site, "a $ref looks like '%sNAME' or 'file.yaml%sNAME' here", start, start);
		return NULL;
	}
	if (hash != ref) {
		const char *name = print("%.*s", (int)(hash - ref), ref);

		file = load(join(site->file->name, name), join(site->file->path, name));
		if (!file) {
			refuse(site, "can't read %s: %s", name, strerror(errno));
			return NULL;
		}
		check_file(file);
	}

	struct node *target = get(get(file->root, section), unescape(hash + strlen(start)));

	refuse_if(file->root && !target, site, "%s has no %s", file->path, hash);
	refuse_if(get(target, "$ref"), target,
		"this is only another name: refer to the thing itself");
	return get(target, "$ref") ? NULL : target;
}

/* ---- schemas ---- */

enum {
	TYPE_OBJECT = 1,
	TYPE_ARRAY = 2,
	TYPE_STRING = 4,
	TYPE_INTEGER = 8,
	TYPE_NUMBER = 16,
	TYPE_BOOLEAN = 32,
	TYPE_NULL = 64,
	TYPE_COUNT = 7
};
static const char *const type_names[TYPE_COUNT] = {
	"object", "array", "string", "integer", "number", "boolean", "null"};

static unsigned type_bit(const struct node *word)
{
	for (unsigned i = 0; word->kind == KIND_TEXT && i < TYPE_COUNT; i++)
		if (same(type_names[i], word->text))
			return 1U << i;
	refuse(word,
		word->kind == KIND_NULL ? "write \"null\" with its quotes"
					: "there is no such type");
	return 0;
}

/* The bits of its types; 0 when it names none. */
static unsigned types_of(const struct node *schema)
{
	const struct node *type = get(schema, "type");
	unsigned types = 0;

	if (type && type->kind != KIND_LIST)
		return type_bit(type);
	foreach (word, type) {
		refuse_if(
			types & type_bit(word), word, "type \"%s\" stands here twice", word->text);
		types |= type_bit(word);
	}
	return types;
}

static void check_range(const struct node *schema, const char *least, const char *most,
	int64_t lowest, bool hundredths)
{
	int64_t low = bound(schema, least, hundredths, lowest),
		high = bound(schema, most, hundredths, INT64_MAX);

	refuse_if(low < lowest, get(schema, least), "\"%s\" can't be negative", least);
	refuse_if(
		low > high, get(schema, most), "nothing fits: \"%s\" is above \"%s\"", least, most);
}

static void refuse_twins(const struct node *list)
{
	foreach (item, list)
		foreach (other, list) {
			if (other == item)
				break;
			refuse_if(same(other->text, item->text), item, "\"%s\" is listed twice",
				item->text);
		}
}

static void check_schema(struct node *site, bool request);

static void check_object(struct node *schema, bool request)
{
	const struct node *closed = get(schema, "additionalProperties"),
			  *properties = get(schema, "properties");

	refuse_if(!closed, schema, "an object says additionalProperties: false");
	refuse_if(request && is_true(schema, "additionalProperties"), closed,
		"an object in a request has additionalProperties: false");
	refuse_twins(get(schema, "required"));
	foreach (name, get(schema, "required"))
		refuse_if(!name->text || !get(properties, name->text), name,
			"\"required\" names \"%s\", which is no property",
			name->text ? name->text : "a list or map");
	foreach (property, properties) {
		refuse_if(!is_snake(property->key), property, "\"%s\" must be lower_case words",
			property->key);
		check_schema(property, request && !is_true(property, "readOnly"));
	}
}

static void check_string(struct node *schema, unsigned types, bool request)
{
	const struct node *words = get(schema, "enum");
	bool null = false;

	refuse_if(request && !get(schema, "maxLength") && !words && !get(schema, "format"), schema,
		"a string in a request needs maxLength, enum or format");
	check_range(schema, "minLength", "maxLength", 0, false);
	refuse_if(words && !words->first, words, "an enum needs a word");
	refuse_twins(words);
	foreach (word, words) {
		null |= word->kind == KIND_NULL;
		refuse_if(word->kind != KIND_TEXT &&
				(word->kind != KIND_NULL || !(types & TYPE_NULL)),
			word,
			"an enum lists text (in quotes where it looks like a number), and null if the type has it");
	}
	refuse_if(words && !null && types & TYPE_NULL, words,
		"the type has \"null\": then the enum lists null, too");
}

static void check_number(struct node *schema, unsigned types, bool request)
{
	const char *step = text_of(schema, "multipleOf");
	bool number = types & TYPE_NUMBER, alone = !(types & ~(unsigned)(TYPE_NUMBER | TYPE_NULL));

	refuse_if(request && number && types & TYPE_INTEGER, schema,
		"integer beside number: a number can be whole");
	refuse_if(step ? !same(step, "0.01") : number && (request || alone), schema,
		"a number has multipleOf: 0.01");
	refuse_if(request && (!get(schema, "minimum") || !get(schema, "maximum")), schema,
		"a number in a request needs minimum and maximum");
	check_range(schema, "minimum", "maximum", INT64_MIN, number);
}

static bool has_word(const struct node *list, const char *word)
{
	foreach (item, list)
		if (same(item->text, word))
			return true;
	return false;
}

/* A default may stand beside a $ref, too. */
static void check_default(const struct node *site, const struct node *schema)
{
	const struct node *node = get(site, "default");
	unsigned types = types_of(schema);
	bool number = types & TYPE_NUMBER, fits = false;
	int64_t value = 0;

	if (!node)
		return;
	if (node->kind == KIND_TEXT)
		fits = types & TYPE_STRING &&
			(!get(schema, "enum") || has_word(get(schema, "enum"), node->text));
	else if (node->kind == KIND_BOOLEAN)
		fits = types & TYPE_BOOLEAN;
	else if (node->kind == KIND_INTEGER || node->kind == KIND_NUMBER)
		fits = types & (TYPE_INTEGER | TYPE_NUMBER) &&
			parse_number(node->text, number, &value) &&
			value >= bound(schema, "minimum", number, INT64_MIN) &&
			value <= bound(schema, "maximum", number, INT64_MAX);
	refuse_if(!fits, node, "the default does not fit its own schema");
}

/* Keywords that mean something for some types only. */
static void check_keywords(struct node *schema, unsigned types)
{
	static const char formats[] = "date date-time month period slug code count cursor";
	static const struct {
		const char *keys;
		unsigned types;
		const char *whose;
	} keywords[] = {
		{"properties required additionalProperties", TYPE_OBJECT, "objects"},
		{"items minItems maxItems", TYPE_ARRAY, "arrays"},
		{"minLength maxLength enum", TYPE_STRING, "strings"},
		{"minimum maximum", TYPE_INTEGER | TYPE_NUMBER, "numbers"},
		{"multipleOf", TYPE_NUMBER, "numbers"},
	};
	const struct node *format = get(schema, "format");
	bool count = format && same(format->text, "count");

	foreach (child, schema)
		for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
			refuse_if(listed(keywords[i].keys, child->key) &&
					!(types & keywords[i].types),
				child, "\"%s\" is for %s", child->key, keywords[i].whose);
	if (format && !listed(formats, format->text))
		refuse(format, "there is no format \"%s\"; there are: %s", format->text, formats);
	else if (format && !(types & (count ? TYPE_INTEGER : TYPE_STRING)))
		refuse(format, "format %s is for %s", format->text, count ? "integers" : "strings");
}

/* Whatever a request can reach must be bounded. */
static void check_schema(struct node *site, bool request)
{
	struct node *schema = resolve(site, "schemas");
	unsigned as = request ? 2 : 1, types;

	if (!schema)
		return;
	if (schema != site &&
		check_map(site, "what stands beside a $ref",
			"$ref!text description:text readOnly:bool default:any"))
		check_default(site, schema);
	refuse_if(schema->active, site, "these references go in a circle");
	if (schema->checked & as || schema->active)
		return;
	schema->checked |= as;
	if (!check_map(schema, "a schema",
		    "type:any properties:map required:list additionalProperties:bool items:map minItems:int "
		    "maxItems:int minLength:int maxLength:int minimum:any maximum:any multipleOf:decimal enum:list format:text default:any "
		    "readOnly:bool title:text description:text example:any examples:list deprecated:bool"))
		return;
	schema->active = true;
	types = types_of(schema);
	refuse_if(request && !get(schema, "type"), schema, "what a request holds needs a type");
	if (types || !get(schema, "type")) {
		check_keywords(schema, types);
		check_default(schema, schema);
	}
	if (types & TYPE_OBJECT)
		check_object(schema, request);
	if (types & TYPE_STRING)
		check_string(schema, types, request);
	if (types & (TYPE_INTEGER | TYPE_NUMBER))
		check_number(schema, types, request);
	if (types & TYPE_ARRAY) {
		check_range(schema, "minItems", "maxItems", 0, false);
		refuse_if(request && !get(schema, "maxItems"), schema,
			"an array in a request needs maxItems");
		refuse_if(!get(schema, "items"), schema, "an array needs items");
		if (get(schema, "items"))
			check_schema(get(schema, "items"), request);
	}
	schema->active = false;
}

/* The C type of a scalar of one type beside null; NULL for anything else. */
static const char *c_type(struct node *site)
{
	const struct node *schema = resolve(site, "schemas");
	unsigned types = types_of(schema) & ~(unsigned)TYPE_NULL;

	if (types == TYPE_STRING && !same(text_of(schema, "format"), "date-time"))
		return "const char *";
	if (types == TYPE_STRING || types == TYPE_INTEGER || types == TYPE_NUMBER)
		return "int64_t ";
	return types == TYPE_BOOLEAN ? "bool " : NULL;
}

static const char *fallback_of(struct node *site)
{
	return text_of(get(site, "default") ? site : resolve(site, "schemas"), "default");
}

/* ---- operations ---- */

static struct input *find_input(const struct operation *op, const char *name)
{
	for (size_t i = 0; i < op->input_count; i++)
		if (same(op->inputs[i].name, name))
			return &op->inputs[i];
	return NULL;
}

/* A name stands for one thing in an operation. Only where a body comes as CSV, too, a query
 * parameter may give the member that JSON has in the body: the two are one in C. */
static void add_input(struct operation *op, struct input input)
{
	struct input *twin = find_input(op, input.name);
	const char *fallback = fallback_of(input.schema), *type = c_type(input.schema);
	unsigned types = types_of(resolve(input.schema, "schemas"));

	refuse_if(!is_c_name(input.name), input.node,
		"\"%s\" can't be a name in C: it must be lower_case words and no keyword",
		input.name);
	refuse_if(input.required && fallback, input.node,
		"\"%s\" is required, so its default is never used", input.name);
	input.has =
		(!input.required || types & TYPE_NULL) && !fallback && !same(type, "const char *");
	if (twin && !(op->row && twin->place == IN_QUERY && input.place == IN_BODY)) {
		refuse(input.node, "\"%s\" is already another input, in line %d", input.name,
			twin->node->line);
		return;
	}
	if (twin) {
		const char *other = fallback_of(twin->schema);

		refuse_if(types_of(resolve(twin->schema, "schemas")) !=
					(types & ~(unsigned)TYPE_NULL) ||
				!same(type, c_type(twin->schema)),
			input.node, "\"%s\" has another type as a query parameter, in line %d",
			input.name, twin->node->line);
		refuse_if((fallback || other) && !same(fallback, other), input.node,
			"\"%s\" has another default as a query parameter, in line %d", input.name,
			twin->node->line);
		twin->has = input.has = twin->has || input.has;
		input.repeated = true;
	}
	op->inputs = grow(op->inputs, op->input_count, sizeof(input));
	op->inputs[op->input_count++] = input;
}

static bool in_path(const char *path, const char *name)
{
	return strstr(path, print("{%s}", name));
}

/* Without an operation: a parameter that nobody has used so far. */
static void check_parameter(struct operation *op, struct node *site)
{
	struct node *node = resolve(site, "parameters");

	if (!node ||
		!check_map(node, "a parameter",
			"name!text in!text required:bool description:text schema!map deprecated:bool example:any examples:any"))
		return;

	struct node *schema = get(node, "schema");
	bool path = same(text_of(node, "in"), "path");
	const char *name = text_of(node, "name");

	check_schema(schema, true);
	if (!resolve(schema, "schemas"))
		return;
	refuse_if(!c_type(schema) || types_of(resolve(schema, "schemas")) & TYPE_NULL, schema,
		"a parameter is one scalar: string, integer, number or boolean");
	refuse_if(!path && !same(text_of(node, "in"), "query"), node,
		"a parameter is in: path or in: query");
	refuse_if(path && !is_true(node, "required"), node,
		"a parameter of the path says required: true");
	refuse_if(op && path && !in_path(op->path, name), site, "the path has no {%s}", name);
	if (op)
		add_input(op,
			(struct input){name, path ? IN_PATH : IN_QUERY, site, schema,
				is_true(node, "required"), false, false});
}

/* Parameters of the path come first, in its order. */
static void order_inputs(struct operation *op)
{
	struct input *ordered = NULL;
	size_t count = 0;

	for (const char *at = op->path; (at = strchr(at, '{')); at++) {
		const char *name = print("%.*s", (int)strcspn(at + 1, "}"), at + 1);
		const struct input *found = find_input(op, name);

		ordered = grow(ordered, count, sizeof(*ordered));
		if (found && found->place == IN_PATH && !in_path(at + 1, name))
			ordered[count++] = *found;
		else
			refuse(op->node, "{%s} of the path must be one of its parameters", name);
	}
	for (size_t i = 0; i < op->input_count; i++) {
		ordered = grow(ordered, count, sizeof(*ordered));
		if (op->inputs[i].place != IN_PATH)
			ordered[count++] = op->inputs[i];
	}
	op->inputs = ordered;
	op->input_count = count;
}

static void add_role(const struct node *role)
{
	size_t i = 0;

	while (i < role_count && !same(roles[i], role->text))
		i++;
	if (!is_snake(role->text))
		refuse(role, "a role is a lower_case word");
	else if (i == MAX_ROLES)
		refuse(role, "there are more than %d roles", MAX_ROLES);
	else if (i == role_count)
		roles[role_count++] = role->text;
}

static void check_security(struct operation *op)
{
	struct node *security = get(op->node, "security"), *scheme = first(first(security));

	if (!first(security) || security->kind != KIND_LIST)
		return;
	if (security->first->next || !scheme || scheme->next || !scheme->key ||
		scheme->kind != KIND_LIST) {
		refuse(security,
			"\"security\" is [] for everybody, [{token: []}] for every role, or [{token: [roles]}]");
		return;
	}
	refuse_if(!get(get(get(files[0].root, "components"), "securitySchemes"), scheme->key),
		scheme, "there is no security scheme \"%s\"", scheme->key);
	foreach (role, scheme)
		add_role(role);
	op->roles = scheme;
}

/* Without an operation: a response that nobody has used so far. */
static void check_response(struct operation *op, const char *status, struct node *site)
{
	struct node *response = resolve(site, "responses"), *json = NULL;
	bool is_problem = strchr("45d", *status);

	if (!response || !check_map(response, "a response", "description!text content:map"))
		return;
	foreach (media, get(response, "content")) {
		bool is_json = listed("application/json application/problem+json", media->key);

		if (!check_map(media, "a media type",
			    is_json ? "schema!map example:any examples:map"
				    : "schema:map example:any examples:map"))
			continue;
		if (get(media, "schema"))
			check_schema(get(media, "schema"), false);
		refuse_if(is_json && json, media, "a status has one JSON body");
		refuse_if(op && !is_json && *status != '2', media,
			"only a 2xx can be something else than JSON");
		if (is_json) {
			json = json ? json : media;
		} else if (op && same(media->key, "text/csv")) {
			refuse_if(!same(status, "200"), media, "CSV comes with 200");
			op->csv_reply = true;
		} else if (op) {
			refuse_if(op->content_type && !same(op->content_type, media->key), media,
				"the answer is %s already", op->content_type);
			op->content_type = media->key;
		}
	}
	refuse_if(op && is_problem && !(json && same(json->key, "application/problem+json")), site,
		"\"%s\" must be application/problem+json", status);
	refuse_if(op && !is_problem && json && !same(json->key, "application/json"), site,
		"\"%s\" must be application/json", status);
}

static void check_responses(struct operation *op)
{
	const struct node *responses = get(op->node, "responses");
	const struct {
		const char *status;
		bool needed;
		const char *why;
	} demands[] = {
		{"400", true, "a parameter or header can be wrong"},
		{"401", op->roles, "it needs a token"},
		{"403", first(op->roles), "not every role may do it"},
		{"404", strchr(op->path, '{'), "its path names an object"},
		{"413", op->body, "a body can be too large"},
		{"415", op->body, "a body can have another type"},
		{"422", op->body, "a body can be wrong"},
		{"default", true, "something else can go wrong"},
	};
	bool success = false;

	if (!responses || responses->kind != KIND_MAP)
		return;
	foreach (site, responses) {
		bool status = strlen(site->key) == 3 && strspn(site->key, "0123456789") == 3 &&
			strchr("2345", *site->key);

		success |= status && *site->key == '2';
		if (status || same(site->key, "default"))
			check_response(op, site->key, site);
		else
			refuse(site, "\"%s\" is no status: write 200 to 599, or default",
				site->key);
	}
	refuse_if(!success, responses, "the responses lack a 2xx");
	for (size_t i = 0; i < sizeof(demands) / sizeof(demands[0]); i++)
		refuse_if(demands[i].needed && !get(responses, demands[i].status), responses,
			"the responses lack \"%s\": %s", demands[i].status, demands[i].why);
}

/* The rows of a CSV become the array of the JSON body that has the same items. */
static void check_csv_body(struct operation *op, struct node *media)
{
	struct node *array = get(media, "schema"), *row = get(array, "items");

	if (!check_map(array, "the schema of a CSV body", "type!text items!map"))
		return;
	refuse_if(types_of(array) != TYPE_ARRAY, array,
		"the schema of a CSV body is {type: array, items: ROW}");
	check_schema(row, true);
	op->row = row;
	foreach (property, get(resolve(op->body, "schemas"), "properties")) {
		struct node *items = get(resolve(property, "schemas"), "items");

		if (items && resolve(items, "schemas") &&
			resolve(items, "schemas") == resolve(row, "schemas"))
			op->csv_member = property->key;
	}
	refuse_if(!op->csv_member, row,
		"these rows are no array of the JSON body: both must refer to the same schema");
}

static void check_body(struct operation *op)
{
	struct node *body = get(op->node, "requestBody"), *content = get(body, "content");
	struct node *json = get(content, "application/json"), *csv = get(content, "text/csv");

	if (!body ||
		!check_map(body, "a request body", "description:text required:bool content!map"))
		return;
	refuse_if(op->method == 0 || op->method == 3, body, "%s takes no body",
		upper(methods[op->method]));
	refuse_if(!json, content, "a body can be application/json, and text/csv beside it");
	foreach (media, content) {
		refuse_if(media != json && media != csv, media,
			"a body is application/json, and text/csv beside it");
		if (!check_map(media, "a media type", "schema!map example:any examples:map"))
			return;
	}
	if (!json)
		return;
	op->body_required = is_true(body, "required");
	op->body = get(json, "schema");
	check_schema(op->body, true);
	if (!resolve(op->body, "schemas"))
		return;
	refuse_if(types_of(resolve(op->body, "schemas")) != TYPE_OBJECT, op->body,
		"a JSON body is an object");
	if (csv)
		check_csv_body(op, csv);
}

static bool is_required(const struct node *schema, const char *name)
{
	return has_word(get(schema, "required"), name);
}

static void check_operation(struct operation *op, const struct node *item)
{
	const struct node *lane = get(op->node, "x-lane"), *id = get(op->node, "operationId");

	op->id = id && id->text ? id->text : "";
	check_map(op->node, "an operation",
		"operationId!text tags:list summary:text description:text security!list parameters:list "
		"requestBody:map responses!map deprecated:bool x-lane:text");
	refuse_if(id && (!is_snake(op->id) || !strchr(op->id, '_')), id,
		"operationId \"%s\" must be verb_noun: it names a C function", op->id);
	refuse_if(lane && lane->text && !listed("inline write slow password", lane->text), lane,
		"there is no lane \"%s\"; there are: inline write slow password", lane->text);
	foreach (tag, get(op->node, "tags")) {
		bool known = false;

		foreach (other, get(files[0].root, "tags"))
			known |= same(text_of(other, "name"), tag->text);
		refuse_if(!known, tag, "this tag is not in openapi.yaml");
	}
	check_security(op);
	check_body(op);
	foreach (site, get(item, "parameters"))
		check_parameter(op, site);
	foreach (site, get(op->node, "parameters"))
		check_parameter(op, site);

	const struct node *body = op->body ? resolve(op->body, "schemas") : NULL;

	foreach (property, get(body, "properties"))
		if (resolve(property, "schemas") && c_type(property) &&
			!is_true(property, "readOnly"))
			add_input(op,
				(struct input){property->key, IN_BODY, property, property,
					is_required(body, property->key), false, false});
	order_inputs(op);
	check_responses(op);
}

/* ---- paths and the whole document ---- */

/* The path in servers[0].url, without a slash at its end. */
static const char *base_of(const struct node *holder)
{
	const struct node *servers = get(holder, "servers");
	const char *url = text_of(first(servers), "url");

	if (!url || *url != '/' || servers->first->next) {
		refuse(servers, "\"servers\" is one item whose url is a path");
		return "";
	}
	return print("%.*s", (int)strlen(url) - (url[strlen(url) - 1] == '/'), url);
}

static const char *api_base;

static bool is_path(const char *path)
{
	while (*path) {
		bool place = *path == '/' && path[1] == '{';
		size_t length = *path == '/'
			? strspn(path + 1 + place, "abcdefghijklmnopqrstuvwxyz0123456789_-.")
			: 0;

		if (!length || (place && path[2 + length] != '}'))
			return false;
		path += 1 + length + 2 * place;
	}
	return true;
}

static void add_path(struct node *site, const char *base)
{
	struct node *item = resolve(site, "paths");

	if (!item)
		return;
	item->used = true;
	refuse_if(!is_path(site->key), site, "a path is made of /word and /{parameter}");
	refuse_if(!same(item->key, site->key), site, "this refers to another path, %s", item->key);
	if (!check_map(item, "a path",
		    "get:map post:map put:map delete:map servers:list summary:text parameters:list"))
		return;
	base = get(item, "servers") ? base_of(item) : base;
	for (int method = 0; method < 4; method++) {
		struct operation op = {.node = get(item, methods[method]), .method = method};

		if (!op.node)
			continue;
		op.path = print("%s%s", base, site->key);
		check_operation(&op, item);
		operations = grow(operations, operation_count, sizeof(op));
		operations[operation_count++] = op;
	}
}

static int compare_operations(const void *a, const void *b)
{
	const struct operation *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order ? order : x->method - y->method;
}

/* Two paths may both fit a request only when one of them says the word wherever the two differ:
 * then that one is meant. */
static bool is_ambiguous(const char *a, const char *b)
{
	bool a_says = false, b_says = false;

	while (*a && *b) {
		size_t m = 1 + strcspn(a + 1, "/"), n = 1 + strcspn(b + 1, "/");
		bool a_any = a[1] == '{', b_any = b[1] == '{';

		if (!a_any && !b_any && (m != n || strncmp(a, b, m) != 0))
			return false;
		a_says |= b_any && !a_any;
		b_says |= a_any && !b_any;
		a += m;
		b += n;
	}
	return !*a && !*b && a_says == b_says;
}

static void check_operations(void)
{
	for (const struct operation *b = operations; b < operations + operation_count; b++)
		for (const struct operation *a = operations; a < b; a++) {
			const char *where = print("%s:%d", a->node->file->path, a->node->line);

			refuse_if(*a->id && same(a->id, b->id), b->node,
				"operationId \"%s\" is already at %s", b->id, where);
			refuse_if(!same(a->path, b->path) && is_ambiguous(a->path, b->path),
				b->node, "%s could also be %s (%s)", b->path, a->path, where);
		}
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void check_document(struct node *root)
{
	operations = grow(NULL, 0, sizeof(*operations));
	if (!check_map(root, "openapi.yaml",
		    "openapi!text info!map servers!list security:list tags:list paths!map components:map"))
		return;
	refuse_if(strncmp(text_of(root, "openapi"), "3.1.", 4) != 0, get(root, "openapi"),
		"this must be OpenAPI 3.1");
	if (get(root, "components"))
		check_map(get(root, "components"), "\"components\" in openapi.yaml",
			"securitySchemes:map");
	api_base = base_of(root);
	foreach (site, get(root, "paths"))
		add_path(site, api_base);
	for (const struct file *file = files; file < files + file_count; file++) {
		foreach (item, get(file->root, "paths"))
			refuse_if(!item->used && file != files, item,
				"%s is not in openapi.yaml: add its $ref there", item->key);
		foreach (schema, get(file->root, "schemas"))
			check_schema(schema, false);
		foreach (parameter, get(file->root, "parameters"))
			check_parameter(NULL, parameter);
		foreach (response, get(file->root, "responses"))
			check_response(NULL, "", response);
	}
	qsort(operations, operation_count, sizeof(*operations), compare_operations);
	check_operations();
	qsort(roles + 5, role_count - 5, sizeof(*roles), compare_words);
}

/* ---- problems ---- */

static const char *const languages[] = {"vi", "en"};

static bool is_number_param(const struct node *param)
{
	return listed("int decimal", param->text);
}

/* Every {place} of a text is a parameter. */
static void check_places(const struct node *text, const struct node *params)
{
	for (const char *at = text->text; (at = strpbrk(at, "{}")); at++) {
		size_t length = strcspn(at + 1, "{}");
		const char *name = print("%.*s", (int)length, at + 1);

		if (*at != '{' || at[1 + length] != '}') {
			refuse(text, "a brace without its partner");
			return;
		}
		refuse_if(!get(params, name), text, "{%s} is not among the params", name);
		at += 1 + length;
	}
}

/* A text in both languages. The detail uses every parameter in both. */
static void check_texts(struct node *texts, const struct node *params)
{
	if (!texts || !check_map(texts, "a text", "vi!text en!text"))
		return;
	for (int i = 0; i < 2; i++) {
		const struct node *text = get(texts, languages[i]);

		check_places(text, params);
		foreach (param, params)
			refuse_if(same(texts->key, "detail") && !in_path(text->text, param->key),
				text, "the detail lacks {%s} in \"%s\"", param->key, languages[i]);
	}
}

static void check_problem(struct node *problem)
{
	const struct node *params = get(problem, "params");
	const char *status = text_of(problem, "status");

	refuse_if(
		!is_snake(problem->key), problem, "\"%s\" must be lower_case words", problem->key);
	if (!check_map(problem, "a problem", "status!int params:map title!map detail!map help:map"))
		return;
	refuse_if(!same(status, "0") && (strlen(status) != 3 || !strchr("45", *status)),
		get(problem, "status"),
		"the status of a problem is 400 to 599, or 0 for a mere warning");
	foreach (param, params) {
		refuse_if(!is_c_name(param->key), param,
			"\"%s\" can't be a name in C: it must be lower_case words and no keyword",
			param->key);
		refuse_if(
			listed("req pointer params type title status code detail request_id errors truncated",
				param->key),
			param, "\"%s\" means something else in every problem: find another name",
			param->key);
		refuse_if(!param->text || !listed("text int decimal list", param->text), param,
			"a parameter is text, int, decimal or list");
	}
	check_texts(get(problem, "title"), params);
	check_texts(get(problem, "detail"), params);
	check_texts(get(problem, "help"), params);
}

/* ---- writing ---- */

#define NOTICE "/* Made by specgen from the contract: change that instead. */\n"

static const char *directory;
static FILE *out;
static char *written;
static size_t written_length;
#define put(...) fprintf(out, __VA_ARGS__)

static void begin(void)
{
	out = open_memstream(&written, &written_length);
	if (!out)
		die("memory");
}

/* Only when the content differs, so that make has nothing to do when nothing changed. */
static void finish(const char *name)
{
	const char *path = print("%s/%s", directory, name), *temporary = print("%s.tmp", path);
	FILE *file;
	bool differs = true;

	if (fclose(out))
		die("memory");
	file = fopen(path, "rb");
	if (file) {
		char *old = grow(NULL, written_length, 1);

		differs = fread(old, 1, written_length + 1, file) != written_length ||
			memcmp(old, written, written_length) != 0;
		fclose(file);
	}
	if (!differs)
		return;
	file = fopen(temporary, "wb");
	if (!file || fwrite(written, 1, written_length, file) != written_length || fclose(file) ||
		rename(temporary, path))
		die(path);
}

/* Text in quotes, for C or for JSON. C would read "??" as the beginning of a trigraph. */
static const char *quote(const char *text, bool json)
{
	char *quoted = grow(NULL, 6 * strlen(text) + 3, 1), *to = quoted;

	*to++ = '"';
	for (; *text; text++)
		if (*text == '\n')
			to += sprintf(to, "\\n");
		else if (*text == '"' || *text == '\\' || (*text == '?' && !json))
			to += sprintf(to, "\\%c", *text);
		else if ((unsigned char)*text < ' ')
			to += sprintf(to, json ? "\\u%04x" : "\\%03o", (unsigned)*text);
		else
			*to++ = *text;
	*to++ = '"';
	*to = '\0';
	return quoted;
}

static const char *truth(bool value)
{
	return value ? "true" : "false";
}

static const char *place_of(const struct node *node)
{
	return print("%s:%d", node->file->name, node->line);
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp((*(struct node *const *)a)->key, (*(struct node *const *)b)->key);
}

/* The members of a map by their names, and how many; the array ends with NULL. */
static struct node **sorted(struct node **all, size_t *count, const struct node *map)
{
	foreach (node, map) {
		all = grow(all, *count, sizeof(struct node *));
		all[(*count)++] = node;
	}
	all = grow(all, *count, sizeof(struct node *));
	qsort(all, *count, sizeof(struct node *), compare_keys);
	return all;
}

/* Those of one section of all files, by their names. */
static struct node **sorted_section(const char *section)
{
	struct node **all = NULL;
	size_t count = 0;

	for (size_t i = 0; i < file_count; i++)
		all = sorted(all, &count, get(files[i].root, section));
	return all ? all : sorted(NULL, &count, NULL);
}

/* ---- writing schemas ---- */

static void put_schema(struct node *site, int depth);

static const char *bound_text(const struct node *schema, const char *key, bool hundredths, bool low)
{
	int64_t value = bound(schema, key, hundredths, low ? INT64_MIN : INT64_MAX);

	if (value == INT64_MIN || value == INT64_MAX)
		return value < 0 ? "INT64_MIN" : "INT64_MAX";
	return print("%lld", (long long)value);
}

static const char *size_text(const struct node *schema, const char *key, const char *absent)
{
	return get(schema, key) ? text_of(schema, key) : absent;
}

static void put_properties(const struct node *schema, int depth)
{
	static const char tabs[] = "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
	const struct node *properties = get(schema, "properties");
	size_t count = 0;

	if (!first(properties))
		return;
	put(",\n%.*s.properties = (const struct property[]){\n", depth, tabs);
	foreach (property, properties) {
		put("%.*s{.name = \"%s\", .schema = ", depth + 1, tabs, property->key);
		put_schema(property, depth + 2);
		if (is_required(schema, property->key))
			put(", .required = true");
		if (is_true(property, "readOnly") ||
			is_true(resolve(property, "schemas"), "readOnly"))
			put(", .read_only = true");
		put("},\n");
		count++;
	}
	put("%.*s},\n%.*s.property_count = %zu", depth, tabs, depth, tabs, count);
}

/* The initialiser of one struct schema. */
static void put_schema_body(struct node *schema, const char *name, int depth)
{
	unsigned types = types_of(schema), any = types ? types : ~0U;
	const char *between = "";

	put("{");
	if (name)
		put(".name = \"%s\", ", name);
	put(".types = %s", types ? "" : "0");
	for (unsigned i = 0; i < TYPE_COUNT; i++)
		if (types & 1U << i) {
			put("%sSCHEMA_%s", between, upper(type_names[i]));
			between = " | ";
		}
	if (get(schema, "format"))
		put(", .format = FORMAT_%s", upper(text_of(schema, "format")));
	if (!types || is_true(schema, "additionalProperties"))
		put(", .open = true");
	if (any & TYPE_STRING)
		put(", .min_length = %s, .max_length = %s", size_text(schema, "minLength", "0"),
			size_text(schema, "maxLength", "SIZE_MAX"));
	if (any & (TYPE_INTEGER | TYPE_NUMBER))
		put(", .minimum = %s, .maximum = %s",
			bound_text(schema, "minimum", types & TYPE_NUMBER, true),
			bound_text(schema, "maximum", types & TYPE_NUMBER, false));
	if (get(schema, "enum")) {
		put(", .words = (const char *const[]){");
		foreach (word, get(schema, "enum"))
			if (word->kind == KIND_TEXT)
				put("%s, ", quote(word->text, false));
		put("NULL}");
	}
	if (any & TYPE_ARRAY)
		put(", .min_items = %s, .max_items = %s", size_text(schema, "minItems", "0"),
			size_text(schema, "maxItems", "SIZE_MAX"));
	if (types & TYPE_ARRAY) {
		put(", .items = ");
		put_schema(get(schema, "items"), depth + 1);
	}
	put_properties(schema, depth);
	put("}");
}

/* A pointer to a schema: to the named one, or to one without a name on the spot. */
static void put_schema(struct node *site, int depth)
{
	if (get(site, "$ref")) {
		put("&schema_%s", resolve(site, "schemas")->key);
		return;
	}
	put("&(const struct schema)");
	put_schema_body(site, NULL, depth);
}

/* ---- writing api.h and api.c ---- */

static void write_header(struct node **schemas)
{
	begin();
	put(NOTICE "#ifndef GEN_API_H\n#define GEN_API_H\n\n#include \"contract.h\"\n\n");
	put("#define API_BASE \"%s\" /* of the paths, from servers */\n\nenum {\n", api_base);
	for (size_t i = 0; i < role_count; i++)
		put("\tROLE_%s = %lu,\n", upper(roles[i]), 1UL << i);
	put("\tROLE_ALL = %lu\n};\n", (1UL << role_count) - 1);
	put("extern const char *const api_role_names[]; /* in the order of the bits, then NULL */\n\n"
	    "extern const struct route api_routes[]; /* sorted by path, then method */\n"
	    "extern const size_t api_route_count;\n\n");
	for (; *schemas; schemas++)
		put("extern const struct schema schema_%s;\n", (*schemas)->key);
	for (const struct operation *op = operations; op < operations + operation_count; op++) {
		put("\n/* %s: %s %s */\n", place_of(op->node), upper(methods[op->method]),
			op->path);
		for (size_t i = 0; i < op->input_count; i++) {
			const struct input *input = &op->inputs[i];

			if (i == 0)
				put("struct %s_in {\n", op->id);
			if (!input->repeated)
				put("\t%s%s;\n", c_type(input->schema), input->name);
			if (!input->repeated && input->has)
				put("\tbool has_%s;\n", input->name);
		}
		put("%senum error %s(struct request *req);\n", op->input_count ? "};\n" : "",
			op->id);
	}
	put("\n#endif\n");
	finish("api.h");
}

static void put_fields(const struct operation *op)
{
	static const char *const places[] = {"IN_PATH", "IN_QUERY", "IN_BODY"};

	if (!op->input_count)
		return;
	put("static const struct field %s_fields[] = {\n", op->id);
	for (size_t i = 0; i < op->input_count; i++) {
		const struct input *input = &op->inputs[i];
		const char *fallback = fallback_of(input->schema);

		put("\t{.name = \"%s\", .place = %s, .required = %s,\n", input->name,
			places[input->place], truth(input->required));
		put("\t\t.offset = offsetof(struct %s_in, %s), .has_offset = ", op->id,
			input->name);
		put(input->has ? "offsetof(struct %s_in, has_%s)" : "NO_OFFSET", op->id,
			input->name);
		put(",\n\t\t.fallback = %s,\n\t\t.schema = ",
			fallback ? quote(fallback, false) : "NULL");
		put_schema(input->schema, 3);
		put("},\n");
	}
	put("};\n");
}

static void put_replies(const struct operation *op)
{
	size_t count = 0;

	put("static const struct reply %s_replies[] = {\n", op->id);
	for (struct node **site = sorted(NULL, &count, get(op->node, "responses")); *site; site++) {
		const struct node *content = get(resolve(*site, "responses"), "content");
		const struct node *json = get(content, "application/json");

		json = json ? json : get(content, "application/problem+json");
		if (same((*site)->key, "default"))
			continue;
		put("\t{.status = %s%s", (*site)->key, json ? ", .schema = " : "");
		if (json)
			put_schema(get(json, "schema"), 2);
		put("},\n");
	}
	put("};\n");
}

/* Does this schema hold an array of very many items? */
static bool is_large(struct node *site)
{
	struct node *schema = site ? resolve(site, "schemas") : NULL;

	if (!schema)
		return false;
	foreach (property, get(schema, "properties"))
		if (is_large(property))
			return true;
	return bound(schema, "maxItems", false, 0) > MANY_ITEMS || is_large(get(schema, "items"));
}

static const char *offset_text(const struct operation *op, const char *name, const char *type)
{
	const struct input *input = find_input(op, name);

	return input && same(c_type(input->schema), type)
		? print("offsetof(struct %s_in, %s)", op->id, name)
		: "NO_OFFSET";
}

static const char *roles_text(const struct operation *op)
{
	const char *text = NULL;

	for (size_t i = 0; i < role_count; i++)
		if (has_word(op->roles, roles[i]))
			text = print("%s%sROLE_%s", text ? text : "", text ? " | " : "",
				upper(roles[i]));
	return text ? text : op->roles ? "ROLE_ALL" : "0";
}

static void put_route(const struct operation *op)
{
	const char *lane = text_of(op->node, "x-lane"), *id = op->id;

	lane = lane ? lane : op->method == 0 ? "inline" : "write";
	put("\t/* %s */\n\t{\n\t\t.method = METHOD_%s,\n\t\t.path = \"%s\",\n", place_of(op->node),
		upper(methods[op->method]), op->path);
	put("\t\t.operation = \"%s\",\n\t\t.handler = %s,\n", id, id);
	put("\t\t.open = %s,\n\t\t.roles = %s,\n\t\t.lane = LANE_%s,\n", truth(!op->roles),
		roles_text(op), upper(lane));
	if (op->input_count)
		put("\t\t.in_size = sizeof(struct %s_in),\n\t\t.fields = %s_fields,\n\t\t.field_count = %zu,\n",
			id, id, op->input_count);
	if (op->body) {
		put("\t\t.body = ");
		put_schema(op->body, 3);
		put(",\n\t\t.body_required = %s,\n\t\t.body_cap = %s,\n", truth(op->body_required),
			is_large(op->body) ? "1024 * 1024" : "64 * 1024");
	}
	if (op->row) {
		put("\t\t.csv_row = ");
		put_schema(op->row, 3);
		put(",\n\t\t.csv_member = \"%s\",\n", op->csv_member);
	}
	put("\t\t.csv_reply = %s,\n\t\t.content_type = %s,\n", truth(op->csv_reply),
		op->content_type ? quote(op->content_type, false) : "NULL");
	put("\t\t.replies = %s_replies,\n\t\t.reply_count = sizeof(%s_replies) / sizeof(%s_replies[0]),\n",
		id, id, id);
	put("\t\t.dry_run_offset = %s,\n", offset_text(op, "dry_run", "bool "));
	put("\t\t.limit_offset = %s,\n", offset_text(op, "limit", "int64_t "));
	put("\t\t.cursor_offset = %s,\n", offset_text(op, "cursor", "const char *"));
	put("\t\t.count_offset = %s,\n\t},\n", offset_text(op, "count", "bool "));
}

static void write_routes(struct node **schemas)
{
	begin();
	put(NOTICE "#include \"gen/api.h\"\n\nconst char *const api_role_names[] = {");
	for (size_t i = 0; i < role_count; i++)
		put("\"%s\", ", roles[i]);
	put("NULL};\n");
	for (; *schemas; schemas++) {
		put("\n/* %s */\nconst struct schema schema_%s = ", place_of(*schemas),
			(*schemas)->key);
		put_schema_body(*schemas, (*schemas)->key, 1);
		put(";\n");
	}
	for (const struct operation *op = operations; op < operations + operation_count; op++) {
		put("\n/* %s */\n", place_of(op->node));
		put_fields(op);
		put_replies(op);
	}
	put("\nconst struct route api_routes[] = {\n");
	for (const struct operation *op = operations; op < operations + operation_count; op++)
		put_route(op);
	put("};\nconst size_t api_route_count = %zu;\n", operation_count);
	finish("api.c");
}

/* ---- writing api.json ---- */

static const char *section_of(const char *ref)
{
	for (size_t s = 0; s < 3; s++)
		if (strstr(ref, print("#/%s/", sections[s])))
			return sections[s];
	return "paths";
}

/* Marks what this part of the document refers to, and what that refers to. */
static void mark_used(struct node *node)
{
	const char *ref = text_of(node, "$ref");
	struct node *target = ref ? resolve(node, section_of(ref)) : NULL;

	if (target && (!target->used || same(section_of(ref), "paths"))) {
		target->used = true;
		mark_used(target);
	}
	foreach (child, node)
		mark_used(child);
}

/* Parameters and responses of different files may have one name: then the file's name precedes it.
 */
static const char *component_name(const struct node *node, const char *section)
{
	const char *slash = strrchr(node->file->name, '/'),
		   *stem = slash ? slash + 1 : node->file->name;
	size_t count = 0;

	for (size_t i = 0; i < file_count; i++)
		count += get(get(files[i].root, section), node->key) != NULL;
	return count > 1 ? print("%.*s.%s", (int)strcspn(stem, "."), stem, node->key) : node->key;
}

/* A path is written where it is referred to, the rest is among the components. */
static void put_json(struct node *node, int depth)
{
	const char *ref = text_of(node, "$ref"), *between = "";

	if (ref && same(section_of(ref), "paths")) {
		put_json(resolve(node, "paths"), depth);
		return;
	}
	if (node->kind < KIND_LIST) {
		put("%s",
			node->kind == KIND_TEXT           ? quote(node->text, true)
				: node->kind == KIND_NULL ? "null"
							  : node->text);
		return;
	}
	put(node->kind == KIND_MAP ? "{" : "[");
	foreach (child, node) {
		put("%s\n%*s", between, 2 * depth + 2, "");
		if (node->kind == KIND_MAP)
			put("%s: ", quote(child->key, true));
		if (ref && same(child->key, "$ref"))
			put("\"#/components/%s/%s\"", section_of(ref),
				component_name(resolve(node, section_of(ref)), section_of(ref)));
		else
			put_json(child, depth + 1);
		between = ",";
	}
	if (node->first)
		put("\n%*s", 2 * depth, "");
	put(node->kind == KIND_MAP ? "}" : "]");
}

static void write_bundle(struct node *root)
{
	struct node *schemes = get(get(root, "components"), "securitySchemes");

	begin();
	put("{");
	mark_used(get(root, "paths"));
	foreach (child, root)
		if (!same(child->key, "components")) {
			put("\n  \"%s\": ", child->key);
			put_json(child, 1);
			put(",");
		}
	put("\n  \"components\": {");
	for (size_t s = 0; s < 3; s++) {
		const char *between = "";

		put("\n    \"%s\": {", sections[s]);
		for (struct node **node = sorted_section(sections[s]); *node; node++) {
			if (!(*node)->used)
				continue;
			put("%s\n      \"%s\": ", between, component_name(*node, sections[s]));
			put_json(*node, 3);
			between = ",";
		}
		put("\n    },");
	}
	put("\n    \"securitySchemes\": ");
	if (schemes)
		put_json(schemes, 2);
	else
		put("{}");
	put("\n  }\n}\n");
	finish("api.json");
}

/* ---- writing problems.h and problems.c ---- */

static const char *const verbs[][2] = {{"enum error", "fail"}, {"void", "fault"}, {"void", "warn"}};

static const char *prototype(const struct node *problem, int verb)
{
	const char *text = print("%s %s_%s(struct request *req%s", verbs[verb][0], verbs[verb][1],
		problem->key, verb ? ", const char *pointer" : "");

	foreach (param, get(problem, "params"))
		text = print("%s, %s%s", text, is_number_param(param) ? "int64_t " : "const char *",
			param->key);
	return print("%s)", text);
}

static void put_function(const struct node *problem, int verb)
{
	const struct node *params = get(problem, "params");
	size_t count = 0;

	put("\n%s\n{\n%s", prototype(problem, verb),
		first(params) ? "\tconst struct param params[] = {\n" : "");
	foreach (param, params) {
		put("\t\t{.name = \"%s\", .type = PARAM_%s, .%s = %s},\n", param->key,
			upper(param->text), is_number_param(param) ? "number" : "text", param->key);
		count++;
	}
	put("%s\t%sproblem_%s(req, &problem_%s%s, %s, %zu);\n}\n", count ? "\t};\n\n" : "",
		verb ? "" : "return ", verbs[verb][1], problem->key, verb ? ", pointer" : "",
		count ? "params" : "NULL", count);
}

/* What is only a warning neither fails nor is a fault. */
static int first_verb(const struct node *problem)
{
	return same(text_of(problem, "status"), "0") ? 2 : 0;
}

static void write_problems_header(struct node **problem)
{
	begin();
	put(NOTICE "#ifndef GEN_PROBLEMS_H\n#define GEN_PROBLEMS_H\n\n#include \"problem.h\"\n\n"
		   "extern const struct problem_kind *const problem_kinds[]; /* sorted by code */\n"
		   "extern const size_t problem_kind_count;\n");
	for (; *problem; problem++) {
		put("\n/* %s */\nextern const struct problem_kind problem_%s;\n",
			place_of(*problem), (*problem)->key);
		for (int verb = first_verb(*problem); verb < 3; verb++)
			put("%s;\n", prototype(*problem, verb));
	}
	put("\n#endif\n");
	finish("problems.h");
}

static void write_problems(struct node **problems, size_t count)
{
	static const char *const texts[] = {"title", "detail", "help"};

	begin();
	put(NOTICE "#include \"gen/problems.h\"\n");
	for (struct node **problem = problems; *problem; problem++) {
		const char *code = (*problem)->key;

		put("\n/* %s */\nconst struct problem_kind problem_%s = {\n", place_of(*problem),
			code);
		put("\t.code = \"%s\",\n\t.status = %s,\n", code, text_of(*problem, "status"));
		for (size_t i = 0; i < 6; i++)
			if (get(*problem, texts[i / 2]))
				put("\t.%s_%s = %s,\n", texts[i / 2], languages[i % 2],
					quote(text_of(get(*problem, texts[i / 2]),
						      languages[i % 2]),
						false));
		put("};\n");
		for (int verb = first_verb(*problem); verb < 3; verb++)
			put_function(*problem, verb);
	}
	put("\nconst struct problem_kind *const problem_kinds[] = {\n");
	for (size_t i = 0; i < count; i++)
		put("\t&problem_%s,\n", problems[i]->key);
	put("};\nconst size_t problem_kind_count = %zu;\n", count);
	finish("problems.c");
}

int main(int argc, char **argv)
{
	const char *slash, *path;
	const struct file *contract, *problems;
	struct node **schemas, **kinds;
	size_t count = 0;

	if (argc != 3) {
		fputs("usage: specgen openapi.yaml build/gen\n", stderr);
		return 2;
	}
	directory = argv[2];
	slash = strrchr(argv[1], '/');
	path = join(argv[1], "api-spec/problems.yaml");
	contract = load(slash ? slash + 1 : argv[1], argv[1]);
	if (!contract)
		die(argv[1]);
	if (contract->root)
		check_document(contract->root);
	problems = load("api-spec/problems.yaml", path);
	if (!problems)
		die(path);
	foreach (problem, problems->root)
		check_problem(problem);
	stop_on_faults();

	schemas = sorted_section("schemas");
	kinds = sorted(NULL, &count, problems->root);
	write_header(schemas);
	write_routes(schemas);
	write_bundle(contract->root);
	write_problems_header(kinds);
	write_problems(kinds, count);
	return 0;
}
