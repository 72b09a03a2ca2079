/* What people read above the columns of a CSV: headings.yaml, by member, and by schema where a member
 * means something of its own. An import takes the headings that it is read by, in any case and without
 * their marks, so none may read like another column of the same rows. */
#include <string.h>

#include "model.h"
#include "text.h"

static struct node *members, *exceptions;

const char *heading_key(const struct node *heading)
{
	const char *key = text_fold(heading->text ? heading->text : "");

	if (!key)
		die("memory");
	return key;
}

static struct node *heading_in(const struct node *rows, const char *member)
{
	struct node *own = get(get(exceptions, rows->key), member);

	return own ? own : get(members, member);
}

/* The columns of `row` have the headings of `rows`: what a list writes its import takes. */
static void give_headings(struct node *row, const struct node *rows)
{
	foreach (property, get(row, "properties")) {
		struct node *heading = heading_in(rows, property->key);

		if (types_of(property) & (OBJECT | ARRAY) || property->heading)
			continue;
		refuse_if(!heading, property, "headings.yaml lacks \"%s\", which is a column",
			property->key);
		if (heading)
			heading->used = true;
		property->heading = heading;
	}
}

static void check_pair(const struct node *column, const struct node *other)
{
	const struct node *heading = column->heading, *its = other->heading;

	if (same(column->key, other->key) || !heading || !its)
		return;
	refuse_if(same(heading_key(heading), heading_key(its)) ||
			same(heading_key(heading), other->key),
		heading,
		"\"%s\" reads like the column \"%s\" beside it in %s, whose heading is \"%s\"",
		heading->text, other->key, place_of(other), its->text);
}

static void check_apart(const struct node *row, const struct node *rows)
{
	foreach (column, get(row, "properties"))
		foreach (other, get(rows, "properties")) {
			check_pair(column, other);
			check_pair(other, column);
		}
}

static void check_heading(const struct node *heading)
{
	const char *text = heading->text;

	refuse_if(!text || strpbrk(text, ",;|\t\"") || strchr("=+-@", *text) ||
			!*heading_key(heading),
		heading, "a heading is a text that needs no quotes in a CSV");
	refuse_if(!heading->used, heading, "no CSV has this column");
}

static void check_section(const struct node *section)
{
	foreach (heading, section)
		check_heading(heading);
}

void check_headings(struct node *root)
{
	if (!check_map(root, "headings.yaml", "members!map rows!map"))
		return;
	members = get(root, "members");
	exceptions = get(root, "rows");
	for (const struct operation *op = operations; op; op = op->next)
		if (op->row)
			give_headings(
				schema_of(op->row), schema_of(op->listed ? op->listed : op->row));
	for (const struct operation *op = operations; op; op = op->next)
		if (csv_row_of(op))
			give_headings(schema_of(csv_row_of(op)), schema_of(csv_row_of(op)));
	for (const struct operation *op = operations; op; op = op->next) {
		struct node *row = schema_of(op->row), *listed = schema_of(op->listed);

		check_apart(row, row);
		check_apart(row, listed);
		check_apart(schema_of(csv_row_of(op)), schema_of(csv_row_of(op)));
	}
	check_section(members);
	foreach (section, exceptions)
		check_section(section);
}
