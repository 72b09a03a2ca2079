/*
 * One copy of the catalogue for each thread, and finding things in it. A copy is replaced whole,
 * never changed.
 */
#include "reporting/catalogue.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "base/server.h"
#include "reporting/catalogue_load.h"

/*
 * A reader's snapshot may be older than the epoch that it sees: the copy loaded from it would be
 * stale for good. So a copy counts as confirmed only when it was loaded by a request that began
 * after another one had already seen that epoch; until then it serves one request.
 */
struct cache {
	struct db *db;
	struct copy *copy;
	int64_t epoch;
	bool confirmed;
};

static _Thread_local struct cache cache;

/* So that a thread that ends takes its copy along, whoever started it. */
static tss_t owned;
static bool owned_ready;
static pthread_once_t owned_once = PTHREAD_ONCE_INIT;

static void free_owned(void *copy)
{
	copy_free(copy);
}

static void make_owned(void)
{
	owned_ready = tss_create(&owned, free_owned) == thrd_success;
}

static void replace_copy(struct cache new)
{
	pthread_once(&owned_once, make_owned);
	copy_free(cache.copy);
	cache = new;
	if (owned_ready)
		(void)tss_set(owned, new.copy);
}

const struct catalogue *catalogue_of(struct request *req)
{
	if (req->failed)
		return NULL;
	if (req->catalogue && !req->catalogue_changed)
		return req->catalogue;
	int64_t epoch = atomic_load(&server.catalogue_epoch);
	bool seen = cache.copy && cache.db == req->db && cache.epoch == epoch &&
		!req->catalogue_changed;

	if (seen && cache.confirmed) {
		req->catalogue = &cache.copy->catalogue;
		return req->catalogue;
	}
	struct copy *copy = copy_load(req);

	if (!copy)
		return NULL;
	replace_copy((struct cache){req->db, copy, epoch, seen});
	req->catalogue = &copy->catalogue;
	return req->catalogue;
}

void catalogue_forget(struct db *db)
{
	if (cache.db == db)
		replace_copy((struct cache){0});
}

int catalogue_word(const char *const *words, const char *word)
{
	int i = 0;

	while (words[i] && strcmp(words[i], word) != 0)
		i++;
	return i;
}

static const struct copy *copy_of(const struct catalogue *catalogue)
{
	return (const struct copy *)catalogue;
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
	const struct copy *copy = copy_of(catalogue);
	const struct element_id *found =
		bsearch(&id, copy->ids, catalogue->element_count, sizeof *copy->ids, compare_id);

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
	return copy_of(catalogue)->balances[element];
}

size_t catalogue_internal(const struct catalogue *catalogue, size_t element)
{
	return copy_of(catalogue)->internals[element];
}

size_t catalogue_opposite(const struct catalogue *catalogue, size_t element)
{
	return element == NO_ELEMENT ? NO_ELEMENT : copy_of(catalogue)->opposites[element];
}
