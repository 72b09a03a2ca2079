/* What a CSV, a sheet or an archive is called when it is saved: files.yaml, by operation. */
#include <string.h>

#include "model.h"

#define MOST_LETTERS 31 /* of the name of a sheet, which is called as its file */

static const struct node *names;

static bool is_file_name(const char *text)
{
	return !text[strspn(text, LETTERS DIGITS "-")] && strlen(text) <= MOST_LETTERS;
}

static bool answers_file(const char *id)
{
	for (const struct operation *op = operations; op; op = op->next)
		if (is_file(op) && same(op->id, id))
			return true;
	return false;
}

void check_files(const struct node *root)
{
	names = root;
	for (const struct operation *op = operations; op; op = op->next)
		refuse_if(is_file(op) && !get(names, op->id), op->node,
			"files.yaml lacks %s, which answers a file", op->id);
	foreach (name, names) {
		refuse_if(!answers_file(name->key), name, "no operation %s answers a file",
			name->key);
		refuse_if(!name->text || !is_file_name(name->text), name,
			"the name of a file is made of at most %d letters, digits and \"-\"",
			MOST_LETTERS);
	}
}

const char *file_of(const struct operation *op)
{
	return is_file(op) ? text_of(names, op->id) : NULL;
}
