/* Finds the table in the file: a paper has a title, and its last line adds up. */
#include "csv_frame.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text.h"

#define MOST_LINES 20 /* that are looked at for the header */

static bool is_column(const struct property *property)
{
	return !(property->schema->types & (SCHEMA_OBJECT | SCHEMA_ARRAY));
}

static const struct property *column_named(const struct schema *row, const char *name)
{
	for (size_t i = 0; i < row->property_count; i++)
		if (strcasecmp(row->properties[i].name, name) == 0 &&
			is_column(&row->properties[i]))
			return &row->properties[i];
	return NULL;
}

static const struct property *column_headed(const struct schema *row, const char *key)
{
	for (size_t i = 0; i < row->property_count; i++)
		if (row->properties[i].heading_key &&
			strcmp(row->properties[i].heading_key, key) == 0)
			return &row->properties[i];
	return NULL;
}

const struct property *csv_property(const struct schema *row, const char *text, bool *failed)
{
	const struct property *found = column_named(row, text);

	if (found || !*text)
		return found;
	char *key = text_fold(text);

	if (key)
		found = column_headed(row, key);
	else
		*failed = true;
	free(key);
	return found;
}

struct look {
	size_t cells, names; /* that are not empty; of these, columns */
	enum csv_ending ending;
};

/* Reads a line with the separator that suits it. */
static struct look look_at_line(struct csv_cells *in, const struct schema *row)
{
	struct look look = {.ending = END_OF_CELL};

	csv_choose_separator(in);
	while (look.ending == END_OF_CELL && !in->stopped && !in->failed) {
		look.ending = csv_next(in, 0);
		look.cells += in->cell.length > 0;
		look.names += !in->failed && csv_property(row, in->cell.data, &in->failed);
	}
	return look;
}

/* How many lines stand above the one that names columns, most of its cells and the most columns of all
 * lines: "Kỳ báo cáo" before the period is a title. The first line need not have most, and is the header
 * as well when no line names any. */
static size_t count_titles(struct csv_cells *in, const struct schema *row)
{
	struct csv_cells copy = *in;
	size_t titles = 0, line = 0, most = 0;

	copy.cell = (struct buffer){0};
	copy.sink = NULL;
	for (enum csv_ending ending = END_OF_ROW; line < MOST_LINES && ending == END_OF_ROW;) {
		struct look look = look_at_line(&copy, row);

		if (look.names > most && (line == 0 || 2 * look.names > look.cells)) {
			titles = line;
			most = look.names;
		}
		if (look.names > 1 && look.names == look.cells)
			break;
		ending = copy.stopped || copy.failed ? END_OF_TEXT : look.ending;
		line++;
	}
	in->failed |= copy.failed;
	buffer_free(&copy.cell);
	return titles;
}

/* Each line that says something is told of, with what it begins with. */
static void tell_title(struct csv_cells *in)
{
	size_t line = in->line;
	bool told = false;
	enum csv_ending ending;

	csv_choose_separator(in);
	do {
		ending = csv_next(in, 0);
		if (!told && in->cell.length > 0)
			csv_tell(in, CSV_TITLE, line, 0, in->cell.data);
		told |= in->cell.length > 0;
	} while (ending == END_OF_CELL && !in->stopped && !in->failed);
}

void csv_find_header(struct csv_cells *in, const struct schema *row)
{
	for (size_t left = count_titles(in, row); left > 0 && !in->stopped && !in->failed; left--)
		tell_title(in);
	csv_choose_separator(in);
}

bool csv_is_sum(struct csv_cells *in)
{
	static const char *const words[] = {"tong cong", "cong", "tong so", "tong"};
	bool sum = false;

	if (!strchr("TtCc", in->cell.data[0]))
		return false;
	char *folded = text_fold(in->cell.data);

	in->failed |= !folded;
	for (size_t i = 0; folded && !sum && i < sizeof words / sizeof *words; i++) {
		size_t length = strlen(words[i]);

		sum = strncmp(folded, words[i], length) == 0 &&
			!folded[length + strspn(folded + length, " :.")];
	}
	free(folded);
	return sum;
}
