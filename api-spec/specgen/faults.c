/* Faults of the contract, as file:line: text. They are kept sorted and without twins. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree.h"

struct fault {
	const char *path;
	int line;
	const char *text;
	struct fault *next;
};

static struct fault *faults;

static int compare(const struct fault *a, const struct fault *b)
{
	int order = strcmp(a->path, b->path);

	return order ? order : a->line != b->line ? a->line - b->line : strcmp(a->text, b->text);
}

void add_fault(const char *path, int line, const char *text)
{
	struct fault **at = &faults, *fault = allocate(sizeof(*fault));

	*fault = (struct fault){path, line, text, NULL};
	while (*at && compare(*at, fault) < 0)
		at = &(*at)->next;
	if (*at && !compare(*at, fault))
		return;
	fault->next = *at;
	*at = fault;
}

void stop_on_faults(void)
{
	for (const struct fault *fault = faults; fault; fault = fault->next)
		fprintf(stderr, "%s:%d: %s\n", fault->path, fault->line, fault->text);
	if (faults)
		exit(1);
}
