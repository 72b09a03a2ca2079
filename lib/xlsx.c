/*
 * Opens a workbook: finds its sheets in the order of their tabs, less those that are hidden, and what their cells
 * refer to.
 */
#include "xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "xlsx_parts.h"
#include "xlsx_values.h"

/* The part that `target` names in a relation of the part `source`: "xl/workbook.xml" and
 * "worksheets/sheet1.xml" are "xl/worksheets/sheet1.xml"; one that begins with a slash stands by itself. */
static char *path_of(const char *source, const char *target)
{
	const char *end = strrchr(source, '/');
	size_t length = *target == '/' || !end ? 0 : (size_t)(end + 1 - source);
	char *path = malloc(length + strlen(target) + 1);

	if (!path)
		return NULL;
	memcpy(path, source, length);
	for (target += strspn(target, "/"); *target; target += strspn(target, "/")) {
		size_t segment = strcspn(target, "/");

		if (segment == 2 && memcmp(target, "..", 2) == 0) {
			for (length -= length > 0; length && path[length - 1] != '/'; length--)
				;
		} else if (segment != 1 || *target != '.') {
			memcpy(path + length, target, segment);
			length += segment;
			path[length] = '/';
			length += target[segment] == '/';
		}
		target += segment;
	}
	path[length] = '\0';
	return path;
}

/* "xl/workbook.xml" has its relations in "xl/_rels/workbook.xml.rels". */
static char *relations_of(const char *path)
{
	const char *end = strrchr(path, '/'), *name = end ? end + 1 : path;
	struct buffer out = {0};

	buffer_bytes(&out, path, (size_t)(name - path));
	buffer_printf(&out, "_rels/%s.rels", name);
	buffer_string(&out);
	if (out.failed)
		buffer_free(&out);
	return out.data;
}

struct relations {
	struct xlsx *book;
	const char *source;
	size_t count;
	void (*take)(struct xlsx_parse *parse, const char *type, const char **attributes);
	char *workbook; /* its path */
};

static void on_relation(struct xlsx_parse *parse, const char *name, const char **attributes)
{
	struct relations *in = parse->context;
	const char *type = xlsx_attribute(attributes, "Type");
	const char *kind = type ? strrchr(type, '/') : NULL;

	if (strcmp(name, "Relationship") != 0 || !kind || !xlsx_attribute(attributes, "Target"))
		return;
	if (in->count++ == XLSX_MOST_PARTS)
		xlsx_parts_stop(parse, XLSX_TOO_LARGE);
	else
		in->take(parse, kind + 1, attributes);
}

static void set_path(struct xlsx_parse *parse, const char **attributes, char **path)
{
	struct relations *in = parse->context;

	if (*path)
		return;
	*path = path_of(in->source, xlsx_attribute(attributes, "Target"));
	if (!*path)
		xlsx_parts_stop(parse, XLSX_MEMORY);
}

static void take_package(struct xlsx_parse *parse, const char *type, const char **attributes)
{
	struct relations *in = parse->context;

	if (strcmp(type, "officeDocument") == 0)
		set_path(parse, attributes, &in->workbook);
}

static void take_part(struct xlsx_parse *parse, const char *type, const char **attributes)
{
	struct xlsx *book = ((struct relations *)parse->context)->book;
	const char *id = xlsx_attribute(attributes, "Id");

	if (strcmp(type, "sharedStrings") == 0)
		set_path(parse, attributes, &book->texts_path);
	else if (strcmp(type, "styles") == 0)
		set_path(parse, attributes, &book->styles_path);
	else if (id && strcmp(type, "worksheet") == 0)
		for (size_t i = 0; i < book->sheet_count; i++)
			if (strcmp(book->sheets[i].relation, id) == 0)
				set_path(parse, attributes, &book->sheets[i].path);
}

static enum xlsx_fault read_relations(struct relations *in, const char *path)
{
	static const struct xlsx_handlers handlers = {.open = on_relation};

	return path ? xlsx_parts_read(in->book, path, &handlers, in) : XLSX_MEMORY;
}

static bool is_set(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void add_sheet(struct xlsx_parse *parse, const char *relation)
{
	struct xlsx *book = parse->context;
	size_t count = book->sheet_count;

	if (count == XLSX_MOST_PARTS) {
		xlsx_parts_stop(parse, XLSX_TOO_LARGE);
		return;
	}
	struct xlsx_place *sheets = realloc(book->sheets, (count + 1) * sizeof *sheets);

	if (sheets) {
		book->sheets = sheets;
		sheets[count] = (struct xlsx_place){.relation = strdup(relation)};
	}
	if (!sheets || !sheets[count].relation)
		xlsx_parts_stop(parse, XLSX_MEMORY);
	else
		book->sheet_count++;
}

static void on_workbook(struct xlsx_parse *parse, const char *name, const char **attributes)
{
	struct xlsx *book = parse->context;
	const char *state = xlsx_attribute(attributes, "state");
	const char *relation = xlsx_attribute(attributes, "|id");

	if (parse->depth == 1 && strcmp(name, "workbook") != 0)
		xlsx_parts_stop(parse, XLSX_NO_WORKBOOK);
	else if (strcmp(name, "workbookPr") == 0)
		book->from_1904 = is_set(xlsx_attribute(attributes, "date1904"));
	else if (strcmp(name, "sheet") == 0 && relation && (!state || !strcmp(state, "visible")))
		add_sheet(parse, relation);
}

/* A tab may be a chart, which is no worksheet. */
static void drop_charts(struct xlsx *book)
{
	size_t kept = 0;

	for (size_t i = 0; i < book->sheet_count; i++)
		if (book->sheets[i].path)
			book->sheets[kept++] = book->sheets[i];
		else
			free(book->sheets[i].relation);
	book->sheet_count = kept;
}

static enum xlsx_fault read_workbook(struct xlsx *book, const char *path)
{
	static const struct xlsx_handlers handlers = {.open = on_workbook};
	struct relations parts = {.book = book, .source = path, .take = take_part};
	enum xlsx_fault fault = xlsx_parts_read(book, path, &handlers, book);

	if (fault)
		return fault;
	char *relations = relations_of(path);

	fault = read_relations(&parts, relations);
	free(relations);
	drop_charts(book);
	if (!fault && !book->sheet_count)
		fault = XLSX_NO_WORKBOOK;
	if (!fault)
		fault = xlsx_texts_read(book);
	return fault ? fault : xlsx_styles_read(book);
}

static enum xlsx_fault read_package(struct xlsx *book)
{
	struct relations package = {.book = book, .source = "", .take = take_package};
	enum xlsx_fault fault = read_relations(&package, "_rels/.rels");

	if (fault == XLSX_PART || (!fault && !package.workbook))
		fault = XLSX_NO_WORKBOOK;
	if (!fault)
		fault = read_workbook(book, package.workbook);
	free(package.workbook);
	return fault;
}

static enum xlsx_fault open_book(struct xlsx *book, const char *bytes, size_t length)
{
	*book = (struct xlsx){0};
	enum xlsx_fault fault = xlsx_parts_open(book, bytes, length);

	return fault ? fault : read_package(book);
}

enum xlsx_fault xlsx_open(struct xlsx *book, const char *bytes, size_t length)
{
	enum xlsx_fault fault = open_book(book, bytes, length);

	if (!xlsx_may_be_memory(fault))
		return fault;
	xlsx_close(book);
	return open_book(book, bytes, length);
}

void xlsx_close(struct xlsx *book)
{
	for (size_t i = 0; i < book->sheet_count; i++) {
		free(book->sheets[i].relation);
		free(book->sheets[i].path);
	}
	free(book->sheets);
	free(book->texts_path);
	free(book->styles_path);
	buffer_free(&book->texts);
	free(book->text_at);
	free(book->formats.of);
	free(book->styles.of);
	xlsx_parts_close(book);
	*book = (struct xlsx){0};
}
