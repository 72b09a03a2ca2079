/* Reads YAML into trees: plain maps, lists and scalars, without anchors, aliases or tags. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "tree.h"

#define MAX_DEPTH 40
#define MAX_FILES 200

struct file files[MAX_FILES];
size_t file_count;

struct loader {
	yaml_parser_t parser;
	yaml_event_t event;
	const struct file *file;
	const struct node *site; /* of a text that is in no file */
	bool broken;
};

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
	const char *at = text + (*text == '-');
	size_t whole = strspn(at, DIGITS);

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
	return at[-1] == '.' && *at && !at[strspn(at, DIGITS)] ? KIND_NUMBER : KIND_TEXT;
}

static bool is_old_boolean(const char *text, yaml_scalar_style_t style)
{
	return style == YAML_PLAIN_SCALAR_STYLE &&
		listed("yes Yes YES no No NO True TRUE False FALSE on On ON off Off OFF", text);
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
	append(parent, child->key, child);
}

/* The value that the current event begins, with all in it. */
static struct node *load_node(struct loader *loader, int depth)
{
	const yaml_event_t *event = &loader->event;
	yaml_event_type_t end = YAML_NO_EVENT;
	const char *why = NULL;
	struct node *node = allocate(sizeof(*node));

	node->file = loader->file;
	node->line = loader->site ? loader->site->line : (int)event->start_mark.line + 1;
	if (loader->broken)
		return node;
	if (event->type == YAML_ALIAS_EVENT || event->data.scalar.anchor || event->data.scalar.tag)
		why = "anchors, aliases and tags are not taken: use $ref";
	else if (depth > MAX_DEPTH)
		why = "nested too deeply";
	else if (event->type == YAML_SCALAR_EVENT) {
		node->text = print("%s", (const char *)event->data.scalar.value);
		node->kind = scalar_kind(node->text, event->data.scalar.style);
		refuse_if(is_old_boolean(node->text, event->data.scalar.style), node,
			"readers of YAML 1.1 take %s for true or false: write it in quotes",
			node->text);
		if (strlen(node->text) != event->data.scalar.length)
			why = "a NUL inside of text";
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		node->kind = KIND_LIST;
		end = YAML_SEQUENCE_END_EVENT;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		node->kind = KIND_MAP;
		end = YAML_MAPPING_END_EVENT;
	}
	if (why)
		give_up(loader, event->start_mark.line, why);
	advance(loader);
	while (end && event->type != end && !loader->broken)
		load_child(loader, node, depth + 1);
	if (end)
		advance(loader);
	return node;
}

/* The one document of a file, which is a map. */
static struct node *load_root(struct loader *loader)
{
	struct node *root = NULL;

	advance(loader);
	advance(loader);
	if (!loader->broken && loader->event.type == YAML_DOCUMENT_START_EVENT) {
		advance(loader);
		root = load_node(loader, 0);
		advance(loader);
	}
	if (!loader->broken && loader->event.type != YAML_STREAM_END_EVENT)
		give_up(loader, loader->event.start_mark.line, "a file holds one document");
	if (!root || root->kind != KIND_MAP)
		give_up(loader, root ? (size_t)root->line - 1 : 0, "the file holds no map");
	yaml_event_delete(&loader->event);
	yaml_parser_delete(&loader->parser);
	return loader->broken ? NULL : root;
}

const struct file *load(const char *name, const char *path)
{
	for (size_t i = 0; i < file_count; i++)
		if (same(files[i].name, name))
			return &files[i];

	errno = EMFILE;

	FILE *stream = file_count < MAX_FILES ? fopen(path, "rb") : NULL;

	if (!stream)
		return NULL;

	struct file *file = &files[file_count++];
	struct loader loader = {.file = file};

	*file = (struct file){.path = path, .name = name};
	yaml_parser_initialize(&loader.parser);
	yaml_parser_set_input_file(&loader.parser, stream);
	file->root = load_root(&loader);
	fclose(stream);
	return file;
}

struct node *made_of(const char *yaml, const struct node *site)
{
	struct loader loader = {.file = site->file, .site = site};

	yaml_parser_initialize(&loader.parser);
	yaml_parser_set_input_string(&loader.parser, (const unsigned char *)yaml, strlen(yaml));
	return load_root(&loader);
}
