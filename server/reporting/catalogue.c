/* Finding things in the catalogue. */
#include "reporting/catalogue.h"

#include <stdlib.h>
#include <string.h>

int catalogue_word(const char *const *words, const char *word)
{
	int i = 0;

	while (words[i] && strcmp(words[i], word) != 0)
		i++;
	return i;
}

static int compare_element(const void *code, const void *element)
{
	return strcmp(code, ((const struct element *)element)->code);
}

size_t catalogue_element(const struct catalogue *catalogue, const char *code)
{
	const struct element *found = bsearch(code, catalogue->elements, catalogue->element_count,
		sizeof *catalogue->elements, compare_element);

	return found ? (size_t)(found - catalogue->elements) : NO_ELEMENT;
}

static int compare_id(const void *id, const void *entry)
{
	int64_t wanted = *(const int64_t *)id, found = ((const struct element_id *)entry)->id;

	return (wanted > found) - (wanted < found);
}

size_t catalogue_element_by_id(const struct catalogue *catalogue, int64_t id)
{
	const struct element_id *ids = catalogue->ids, *found;
	int64_t place = catalogue->element_count ? id - ids[0].id : 0;

	/* Numbers have few gaps: most stand where they would without any. */
	if (place >= 0 && (size_t)place < catalogue->element_count && ids[place].id == id)
		return ids[place].element;
	found = bsearch(&id, ids, catalogue->element_count, sizeof *ids, compare_id);
	return found ? found->element : NO_ELEMENT;
}

static int compare_indicator(const void *code, const void *indicator)
{
	return strcmp(code, ((const struct indicator *)indicator)->code);
}

const struct indicator *catalogue_indicator(const struct catalogue *catalogue, const char *code)
{
	return bsearch(code, catalogue->indicators, catalogue->indicator_count,
		sizeof *catalogue->indicators, compare_indicator);
}

const struct identity *catalogue_balance(const struct catalogue *catalogue, size_t element)
{
	return catalogue->balances[element];
}

size_t catalogue_internal(const struct catalogue *catalogue, size_t element)
{
	return catalogue->internals[element];
}

size_t catalogue_opposite(const struct catalogue *catalogue, size_t element)
{
	return element == NO_ELEMENT ? NO_ELEMENT : catalogue->opposites[element];
}
