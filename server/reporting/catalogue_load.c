/*
 * Reads elements, identities and indicators into one copy, and what follows from them.
 */
#include "reporting/catalogue_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *keep(struct copy *copy, const char *text)
{
	if (!text)
		return NULL;
	size_t size = strlen(text) + 1;
	char *kept = arena_alloc(&copy->arena, size);

	return kept ? memcpy(kept, text, size) : "";
}

void copy_free(struct copy *copy)
{
	if (!copy)
		return;
	arena_free(&copy->arena);
	free(copy);
}

static size_t count_rows(struct request *req, struct stmt *q)
{
	size_t count = db_row(q) ? (size_t)column_int(q, 0) : 0;

	req_fail(req, db_done(q));
	return count;
}

static int by_id(const void *a, const void *b)
{
	const struct element_id *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static void load_elements(struct request *req, struct copy *copy)
{
	static const char *const behaviours[] = {"flow", "opening", "closing", "distinct", NULL};
	size_t room = count_rows(req, db_query(req->db, "SELECT count(*) FROM elements"));
	struct stmt *q = db_query(req->db,
		"SELECT element_id, element, name_vi, area, behaviour FROM elements"
		" ORDER BY element");
	size_t n = 0;

	copy->elements = arena_alloc(&copy->arena, room * sizeof *copy->elements);
	copy->ids = arena_alloc(&copy->arena, room * sizeof *copy->ids);
	while (!copy->arena.failed && n < room && db_row(q)) {
		copy->elements[n] = (struct element){
			.id = column_int(q, 0),
			.code = keep(copy, column_text(q, 1)),
			.name = keep(copy, column_text(q, 2)),
			.area = keep(copy, column_text(q, 3)),
			.behaviour = (enum behaviour)catalogue_word(behaviours, column_text(q, 4)),
			.computed = !strcmp(column_text(q, 3), "TK"),
		};
		copy->ids[n] = (struct element_id){copy->elements[n].id, n};
		n++;
	}
	req_fail(req, db_done(q));
	copy->catalogue.elements = copy->elements;
	copy->catalogue.element_count = n;
	if (n)
		qsort(copy->ids, n, sizeof *copy->ids, by_id);
}

/* Rows of one identity follow each other; a new kind or whole begins the next one. */
static void load_identities(struct request *req, struct copy *copy)
{
	static const char *const kinds[] = {"balance", "breakdown", "subset", "carry", NULL};
	const struct catalogue *catalogue = &copy->catalogue;
	size_t room = count_rows(req, db_query(req->db, "SELECT count(*) FROM identities"));
	struct stmt *q = db_query(req->db,
		"SELECT kind, whole, part, sign FROM identities ORDER BY kind, whole, part");
	size_t parts = 0, n = 0;

	copy->identities = arena_alloc(&copy->arena, room * sizeof *copy->identities);
	copy->parts = arena_alloc(&copy->arena, room * sizeof *copy->parts);
	while (!copy->arena.failed && parts < room && db_row(q)) {
		enum identity_kind kind =
			(enum identity_kind)catalogue_word(kinds, column_text(q, 0));
		size_t whole = catalogue_element(catalogue, column_text(q, 1));

		if (n == 0 || copy->identities[n - 1].kind != kind ||
			copy->identities[n - 1].whole != whole)
			copy->identities[n++] =
				(struct identity){kind, whole, &copy->parts[parts], 0};
		copy->parts[parts++] = (struct identity_part){
			catalogue_element(catalogue, column_text(q, 2)), (int)column_int(q, 3)};
		copy->identities[n - 1].part_count++;
	}
	req_fail(req, db_done(q));
	copy->catalogue.identities = copy->identities;
	copy->catalogue.identity_count = n;
}

static void load_indicators(struct request *req, struct copy *copy)
{
	static const char *const directions[] = {"up", "down", "zero", "info", NULL};
	const struct catalogue *catalogue = &copy->catalogue;
	size_t room = count_rows(req, db_query(req->db, "SELECT count(*) FROM indicators"));
	struct stmt *q = db_query(req->db,
		"SELECT indicator, name_vi, area, kind, numerator, denominator, direction, subset,"
		" valid_from, valid_to FROM indicators ORDER BY indicator");
	size_t n = 0;

	copy->indicators = arena_alloc(&copy->arena, room * sizeof *copy->indicators);
	while (!copy->arena.failed && n < room && db_row(q)) {
		bool ratio = !strcmp(column_text(q, 3), "ratio");

		copy->indicators[n++] = (struct indicator){
			.code = keep(copy, column_text(q, 0)),
			.name = keep(copy, column_text(q, 1)),
			.area = keep(copy, column_text(q, 2)),
			.ratio = ratio,
			.numerator = catalogue_element(catalogue, column_text(q, 4)),
			.denominator = ratio ? catalogue_element(catalogue, column_text(q, 5))
					     : NO_ELEMENT,
			.direction = (enum direction)catalogue_word(directions, column_text(q, 6)),
			.subset = column_int(q, 7) != 0,
			.valid_from = keep(copy, column_text(q, 8)),
			.valid_to = keep(copy, column_text(q, 9)),
		};
	}
	req_fail(req, db_done(q));
	copy->catalogue.indicators = copy->indicators;
	copy->catalogue.indicator_count = n;
}

/* Replaces the part of a name that stands between others or at its end: "_in" by "_in_int" makes
 * "dt_in_int_c" of "dt_in_c". The element of that name, or NO_ELEMENT. */
static size_t renamed(
	const struct catalogue *catalogue, const char *code, const char *from, const char *to)
{
	char name[128];
	const char *place = strstr(code, from);
	size_t length = strlen(from);

	while (place && place[length] != '\0' && place[length] != '_')
		place = strstr(place + 1, from);
	if (!place)
		return NO_ELEMENT;
	int size = snprintf(
		name, sizeof name, "%.*s%s%s", (int)(place - code), code, to, place + length);

	return size < (int)sizeof name ? catalogue_element(catalogue, name) : NO_ELEMENT;
}

static void derive(struct copy *copy)
{
	const struct catalogue *catalogue = &copy->catalogue;
	size_t count = catalogue->element_count;

	copy->internals = arena_alloc(&copy->arena, count * sizeof *copy->internals);
	copy->opposites = arena_alloc(&copy->arena, count * sizeof *copy->opposites);
	copy->balances = arena_alloc(&copy->arena, count * sizeof *copy->balances);
	if (copy->arena.failed)
		return;
	for (size_t i = 0; i < count; i++) {
		const char *code = copy->elements[i].code;

		copy->internals[i] = renamed(catalogue, code, "_in", "_in_int");
		if (copy->internals[i] == NO_ELEMENT)
			copy->internals[i] = renamed(catalogue, code, "_out", "_out_int");
		copy->opposites[i] = renamed(catalogue, code, "_in_int", "_out_int");
	}
	for (size_t i = 0; i < catalogue->identity_count; i++) {
		const struct identity *identity = &copy->identities[i];

		if (identity->kind == IDENTITY_BALANCE &&
			copy->elements[identity->whole].behaviour == BEHAVIOUR_DISTINCT)
			copy->balances[identity->whole] = identity;
	}
}

struct copy *copy_load(struct request *req)
{
	struct copy *copy = calloc(1, sizeof *copy);

	if (!copy) {
		req_fail(req, E_MEMORY);
		return NULL;
	}
	load_elements(req, copy);
	if (!req->failed)
		load_identities(req, copy);
	if (!req->failed)
		load_indicators(req, copy);
	if (!req->failed && !copy->arena.failed)
		derive(copy);
	if (copy->arena.failed)
		req_fail(req, E_MEMORY);
	if (!req->failed)
		return copy;
	copy_free(copy);
	return NULL;
}
