/* What a CSV is called when it is saved: files.yaml, by operation. */
#include <string.h>

#include "model.h"

static const struct node *names;

static bool is_file_name(const char *text)
{
	return !text[strspn(text, LETTERS DIGITS "-")];
}

static bool answers_csv(const char *id)
{
	for (const struct operation *op = operations; op; op = op->next)
		if (op->csv_reply && same(op->id, id))
			return true;
	return false;
}

void check_files(const struct node *root)
{
	names = root;
	for (const struct operation *op = operations; op; op = op->next)
		refuse_if(op->csv_reply && !get(names, op->id), op->node,
			"files.yaml lacks %s, which answers CSV", op->id);
	foreach (name, names) {
		refuse_if(!answers_csv(name->key), name, "no operation %s answers CSV", name->key);
		refuse_if(!name->text || !is_file_name(name->text), name,
			"the name of a file is made of letters, digits and \"-\"");
	}
}

const char *file_of(const struct operation *op)
{
	return op->csv_reply ? text_of(names, op->id) : NULL;
}
