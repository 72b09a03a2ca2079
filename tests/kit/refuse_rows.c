/*
 * What must be refused about imports: bodies whose rows are all at fault, with as many faults as an
 * answer keeps, with one row more, and with many more. Each row looks right to the contract and
 * names what nobody has, or days in the wrong order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refusal.h"
#include "sample.h"
#include "tally.h"

#define MOST_FAULTS  1000 /* api-spec/common.yaml: truncated */
#define MOST_GUESSES 50   /* what server/request/closest.c answers */
#define MANY_ROWS    1200
#define SHOWN        300

struct import {
	const struct route *route;
	const struct schema *rows;
	bool lawless; /* no rule of the resource can be broken, so the contract is */
};

static bool is_free_text(const struct schema *schema)
{
	return (schema->types & SCHEMA_STRING) && !schema->words && schema->max_length >= 20 &&
		(schema->format == FORMAT_NONE || schema->format >= FORMAT_LINE);
}

/* No two rows say the same, and each day is before the one of the member before. */
static json_t *faulty_row(const struct import *import, size_t index)
{
	json_t *row = sample_value(import->rows->items);
	unsigned day = 30;

	for (size_t i = 0; i < import->rows->items->property_count; i++) {
		const struct property *property = &import->rows->items->properties[i];

		if (is_free_text(property->schema))
			json_object_set_new(row, property->name, json_sprintf("Zz %zu", index));
		else if (property->schema->format == FORMAT_DATE)
			json_object_set_new(
				row, property->name, json_sprintf("2009-06-%02u", day--));
	}
	if (import->lawless)
		json_object_set_new(row, "zz_unknown", json_integer(1));
	return row;
}

static char *body_of(const struct import *import, size_t count)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(rows, faulty_row(import, i));
	json_t *body = json_pack("{s:o}", import->route->csv_member, rows);
	char *text = json_dumps(body, JSON_COMPACT);

	json_decref(body);
	return text;
}

/* Sends so many rows; *out_listed is how many faults the answer lists. */
static void send_rows(const struct import *import, size_t count, bool dry_run,
	struct answer *answer, size_t *out_listed)
{
	struct buffer target = {0};
	struct question question = refusal_question(import->route, &target);
	char *text = body_of(import, count);

	if (dry_run)
		buffer_text(&target, "?dry_run=true");
	question.path = buffer_string(&target);
	question.body = text;
	question.length = strlen(text);
	bool sent = client_send(&refusal.client, &question, answer);

	tally_check(sent && !answer->faults.length, "%s: %zu rows: %s", import->route->operation,
		count, buffer_string(&answer->faults));
	*out_listed = json_array_size(json_object_get(answer->json, "errors"));
	buffer_free(&target);
	free(text);
}

static size_t faults_of(const struct import *import, size_t count)
{
	struct answer answer;
	size_t listed;

	send_rows(import, count, true, &answer, &listed);
	answer_free(&answer);
	return listed;
}

/* How many faults come with what may have been meant: each was looked for among all names. */
static size_t guesses_in(const struct answer *answer)
{
	size_t index, guesses = 0;
	json_t *fault;

	json_array_foreach(json_object_get(answer->json, "errors"), index, fault)
	{
		guesses += json_array_size(json_object_get(fault, "closest")) > 0;
	}
	return guesses;
}

static void refuse_count(const struct import *import, size_t count, size_t faults)
{
	size_t wanted = faults < MOST_FAULTS ? faults : MOST_FAULTS, listed;
	struct answer answer;

	send_rows(import, count, false, &answer, &listed);
	bool cut = json_is_true(json_object_get(answer.json, "truncated"));

	tally_check(answer.status / 100 == 4 && listed == wanted && cut == (faults > MOST_FAULTS),
		"%s: %zu faulty rows: wanted 4xx with %zu faults%s\n\t%d with %zu: %.*s",
		import->route->operation, count, wanted, faults > wanted ? ", truncated" : "",
		answer.status, listed, SHOWN, answer.body.data);
	tally_check(guesses_in(&answer) <= MOST_GUESSES, "%s: %zu guesses in one answer",
		import->route->operation, guesses_in(&answer));
	answer_free(&answer);
}

void refuse_rows(const struct route *route)
{
	struct import import = {
		.route = route, .rows = schema_property(route->body, route->csv_member)->schema};
	size_t first = faults_of(&import, 1);

	if (!first) {
		import.lawless = true;
		first = faults_of(&import, 1);
	}
	/* The first row may stand for the others in some of its faults. */
	size_t each = faults_of(&import, 2) - first;

	tally_check(each > 0, "%s: a second row adds no fault", route->operation);
	if (!each)
		return;
	size_t fit = 1 + (MOST_FAULTS - first) / each;
	size_t counts[] = {fit, fit + 1, MANY_ROWS};

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		if (counts[i] <= import.rows->max_items)
			refuse_count(&import, counts[i], first + (counts[i] - 1) * each);
}
