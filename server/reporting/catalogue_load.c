/*
 * Reads elements, identities and indicators into one snapshot, and what follows from them; each
 * thread keeps its newest. A snapshot is replaced whole, never changed.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "arena.h"
#include "base/epoch.h"
#include "reporting/catalogue.h"

struct snapshot {
	struct catalogue catalogue; /* first: what is handed out */
	struct element *elements;
	struct identity *identities;
	struct identity_part *parts;
	struct indicator *indicators;
	struct element_id *ids; /* sorted by id */
	size_t *internals;      /* of each element */
	size_t *opposites;
	const struct identity **balances;
	struct arena arena; /* all of the above, and their texts */
};

static const char *keep(struct snapshot *snapshot, const char *text)
{
	if (!text)
		return NULL;
	size_t size = strlen(text) + 1;
	char *kept = arena_alloc(&snapshot->arena, size);

	return kept ? memcpy(kept, text, size) : "";
}

static void snapshot_free(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	arena_free(&snapshot->arena);
	free(snapshot);
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

static void load_elements(struct request *req, struct snapshot *snapshot)
{
	static const char *const behaviours[] = {"flow", "opening", "closing", "distinct", NULL};
	size_t room = count_rows(req, db_query(req->db, "SELECT count(*) FROM elements"));
	struct stmt *q = db_query(req->db,
		"SELECT element_id, element, name_vi, area, behaviour, " FORM_PLACE(
			"elements") " FROM elements ORDER BY element");
	size_t n = 0;

	snapshot->elements = arena_alloc(&snapshot->arena, room * sizeof *snapshot->elements);
	snapshot->ids = arena_alloc(&snapshot->arena, room * sizeof *snapshot->ids);
	while (!snapshot->arena.failed && n < room && db_row(q)) {
		snapshot->elements[n] = (struct element){
			.id = column_int(q, 0),
			.code = keep(snapshot, column_text(q, 1)),
			.name = keep(snapshot, column_text(q, 2)),
			.area = keep(snapshot, column_text(q, 3)),
			.behaviour = (enum behaviour)catalogue_word(behaviours, column_text(q, 4)),
			.place = column_int(q, 5),
			.computed = !strcmp(column_text(q, 3), COMPUTED_AREA),
		};
		snapshot->ids[n] = (struct element_id){snapshot->elements[n].id, n};
		n++;
	}
	req_fail(req, db_done(q));
	snapshot->catalogue.elements = snapshot->elements;
	snapshot->catalogue.element_count = n;
	snapshot->catalogue.ids = snapshot->ids;
	if (n)
		qsort(snapshot->ids, n, sizeof *snapshot->ids, by_id);
}

/* Rows of one identity follow each other; a new kind or whole begins the next one. */
static void load_identities(struct request *req, struct snapshot *snapshot)
{
	static const char *const kinds[] = {"balance", "breakdown", "subset", "carry", NULL};
	const struct catalogue *catalogue = &snapshot->catalogue;
	size_t room = count_rows(req, db_query(req->db, "SELECT count(*) FROM identities"));
	struct stmt *q = db_query(req->db,
		"SELECT kind, whole, part, sign FROM identities ORDER BY kind, whole, part");
	size_t parts = 0, n = 0;

	snapshot->identities = arena_alloc(&snapshot->arena, room * sizeof *snapshot->identities);
	snapshot->parts = arena_alloc(&snapshot->arena, room * sizeof *snapshot->parts);
	while (!snapshot->arena.failed && parts < room && db_row(q)) {
		enum identity_kind kind =
			(enum identity_kind)catalogue_word(kinds, column_text(q, 0));
		size_t whole = catalogue_element(catalogue, column_text(q, 1));

		if (n == 0 || snapshot->identities[n - 1].kind != kind ||
			snapshot->identities[n - 1].whole != whole)
			snapshot->identities[n++] =
				(struct identity){kind, whole, &snapshot->parts[parts], 0};
		snapshot->parts[parts++] = (struct identity_part){
			catalogue_element(catalogue, column_text(q, 2)), (int)column_int(q, 3)};
		snapshot->identities[n - 1].part_count++;
	}
	req_fail(req, db_done(q));
	snapshot->catalogue.identities = snapshot->identities;
	snapshot->catalogue.identity_count = n;
}

static void load_indicators(struct request *req, struct snapshot *snapshot)
{
	static const char *const directions[] = {"up", "down", "zero", "info", NULL};
	const struct catalogue *catalogue = &snapshot->catalogue;
	size_t room = count_rows(req, db_query(req->db, "SELECT count(*) FROM indicators"));
	struct stmt *q = db_query(req->db,
		"SELECT indicator, name_vi, area, kind, numerator, denominator, direction, subset,"
		" valid_from, valid_to, measure, name_en FROM indicators ORDER BY indicator");
	size_t n = 0;

	snapshot->indicators = arena_alloc(&snapshot->arena, room * sizeof *snapshot->indicators);
	while (!snapshot->arena.failed && n < room && db_row(q)) {
		bool ratio = !strcmp(column_text(q, 3), "ratio");

		snapshot->indicators[n++] = (struct indicator){
			.code = keep(snapshot, column_text(q, 0)),
			.name = keep(snapshot, column_text(q, 1)),
			.area = keep(snapshot, column_text(q, 2)),
			.measure = keep(snapshot, column_text(q, 10)),
			.name_en = keep(snapshot, column_text(q, 11)),
			.ratio = ratio,
			.numerator = catalogue_element(catalogue, column_text(q, 4)),
			.denominator = ratio ? catalogue_element(catalogue, column_text(q, 5))
					     : NO_ELEMENT,
			.direction = (enum direction)catalogue_word(directions, column_text(q, 6)),
			.subset = column_int(q, 7) != 0,
			.valid_from = keep(snapshot, column_text(q, 8)),
			.valid_to = keep(snapshot, column_text(q, 9)),
		};
	}
	req_fail(req, db_done(q));
	snapshot->catalogue.indicators = snapshot->indicators;
	snapshot->catalogue.indicator_count = n;
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

static void derive(struct snapshot *snapshot)
{
	const struct catalogue *catalogue = &snapshot->catalogue;
	size_t count = catalogue->element_count;

	snapshot->internals = arena_alloc(&snapshot->arena, count * sizeof *snapshot->internals);
	snapshot->opposites = arena_alloc(&snapshot->arena, count * sizeof *snapshot->opposites);
	snapshot->balances = arena_alloc(&snapshot->arena, count * sizeof *snapshot->balances);
	if (snapshot->arena.failed)
		return;
	snapshot->catalogue.internals = snapshot->internals;
	snapshot->catalogue.opposites = snapshot->opposites;
	snapshot->catalogue.balances = snapshot->balances;
	for (size_t i = 0; i < count; i++) {
		const char *code = snapshot->elements[i].code;

		snapshot->internals[i] = renamed(catalogue, code, "_in", "_in_int");
		if (snapshot->internals[i] == NO_ELEMENT)
			snapshot->internals[i] = renamed(catalogue, code, "_out", "_out_int");
		snapshot->opposites[i] = renamed(catalogue, code, "_in_int", "_out_int");
	}
	for (size_t i = 0; i < catalogue->identity_count; i++) {
		const struct identity *identity = &snapshot->identities[i];

		if (identity->kind == IDENTITY_BALANCE &&
			snapshot->elements[identity->whole].behaviour == BEHAVIOUR_DISTINCT)
			snapshot->balances[identity->whole] = identity;
	}
}

static struct snapshot *snapshot_load(struct request *req)
{
	struct snapshot *snapshot = calloc(1, sizeof *snapshot);

	if (!snapshot) {
		req_fail(req, E_MEMORY);
		return NULL;
	}
	load_elements(req, snapshot);
	if (!req->failed)
		load_identities(req, snapshot);
	if (!req->failed)
		load_indicators(req, snapshot);
	if (!req->failed && !snapshot->arena.failed)
		derive(snapshot);
	if (snapshot->arena.failed)
		req_fail(req, E_MEMORY);
	if (!req->failed)
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

/*
 * A reader's snapshot may be older than the epoch that it sees: the one kept of it would be
 * stale for good. So it counts as confirmed only when it was loaded by a request that began
 * after another one had already seen that epoch; until then it serves one request.
 */
struct cache {
	struct db *db;
	struct snapshot *snapshot;
	int64_t epoch, touched;
	bool confirmed;
};

static _Thread_local struct cache cache;

/* So that a thread that ends takes its snapshot along, whoever started it. */
static tss_t owned;
static bool owned_ready;
static pthread_once_t owned_once = PTHREAD_ONCE_INIT;

static void free_owned(void *snapshot)
{
	snapshot_free(snapshot);
}

static void make_owned(void)
{
	owned_ready = tss_create(&owned, free_owned) == thrd_success;
}

static void replace_snapshot(struct cache new)
{
	pthread_once(&owned_once, make_owned);
	snapshot_free(cache.snapshot);
	cache = new;
	if (owned_ready)
		(void)tss_set(owned, new.snapshot);
}

/* The epoch moves behind the commit, so a snapshot taken between the two has rows of elements that
 * the copy lacks. Elements are never removed: the newest one tells. */
static bool holds_all(struct request *req, const struct catalogue *catalogue)
{
	struct stmt *q = db_query(req->db, "SELECT max(element_id) FROM elements");
	int64_t newest = db_row(q) ? column_int(q, 0) : 0;

	req_fail(req, db_done(q));
	return !newest || catalogue_element_by_id(catalogue, newest) != NO_ELEMENT;
}

const struct catalogue *catalogue_of(struct request *req)
{
	if (req->failed)
		return NULL;
	bool changed = req->changed & CHANGED(EPOCH_CATALOGUE);

	if (req->catalogue && !changed)
		return req->catalogue;
	int64_t epoch = epoch_now(EPOCH_CATALOGUE), touched = epoch_touched(EPOCH_CATALOGUE);
	bool seen = cache.snapshot && cache.db == req->db && cache.epoch == epoch &&
		cache.touched == touched && !changed;

	if (seen && cache.confirmed && holds_all(req, &cache.snapshot->catalogue)) {
		req->catalogue = req->failed ? NULL : &cache.snapshot->catalogue;
		return req->catalogue;
	}
	struct snapshot *snapshot = snapshot_load(req);

	if (!snapshot)
		return NULL;
	replace_snapshot((struct cache){req->db, snapshot, epoch, touched, seen});
	req->catalogue = &snapshot->catalogue;
	return req->catalogue;
}
