/*
 * The annexes: rows of lists that the contract has, with the columns that a paper shows. They are asked of the handlers
 * themselves, so that a dossier never says another number than they do.
 */
#include <stdio.h>
#include <string.h>

#include "gen/api.h"
#include "reporting/catalogue.h"
#include "request/inner.h"
#include "request/operation.h"
#include "yearend/dossier.h"

#define MOST_COLUMNS     14
#define MOST_DIFFERENCES 200

struct annex {
	const char *name, *operation, *list; /* the member of the answer that has the rows */
	bool of_member;   /* asked for each member and the year, else for the cluster */
	const char *each; /* asked for each item of that list of the cluster; or NULL */
	size_t keys;      /* columns that make a row known */
	const char *columns[MOST_COLUMNS + 1];
};

static const struct annex annexes[] = {
	{"members", "get_cluster", "members", false, NULL, 1, {"unit", "name_vi", "role"}},
	{"targets", "list_evaluations", "items", false, NULL, 3,
		{"unit", "indicator", "basis", "unit_name", "area", "indicator_name", "measure",
			"comparator", "target", "numerator", "denominator", "value", "result",
			"excess"}},
	{"scores", "get_ranking", "rows", false, "list_rankings", 1,
		{"unit", "unit_name", "rank", "groups", "bonus", "deduction", "total", "note"}},
	{"proposals", "list_awards", "items", true, NULL, 1,
		{"id", "award", "award_name", "person_name", "unit_name", "nominated_by",
			"authority"}},
	{"initiatives", "list_initiatives", "items", true, NULL, 1,
		{"id", "title", "unit", "unit_name", "state"}},
	{"reporting", "list_completeness", "rates", false, NULL, 1,
		{"unit", "unit_name", "expected", "received", "on_time", "reporting_rate",
			"on_time_rate"}},
};
#define ANNEXES (sizeof annexes / sizeof *annexes)

/* Cases that are no proposals: only registered, or ended on the way. */
static bool is_no_proposal(const char *state)
{
	static const char *const states[] = {"registered", "withdrawn", "unit_failed",
		"cluster_failed", "council_failed", "returned", "rejected", "superseded"};

	for (size_t i = 0; state && i < sizeof states / sizeof *states; i++)
		if (!strcmp(states[i], state))
			return true;
	return false;
}

static const char *text_of(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));

	return text ? text : "";
}

static void take_rows(const struct annex *annex, const json_t *answer, json_t *out)
{
	const json_t *from;
	size_t i;

	json_array_foreach(json_object_get(answer, annex->list), i, from)
	{
		json_t *row = json_object();

		for (size_t k = 0; annex->columns[k]; k++)
			json_object_set(
				row, annex->columns[k], json_object_get(from, annex->columns[k]));
		if (!strcmp(annex->name, "proposals") && is_no_proposal(text_of(from, "state")))
			json_decref(row);
		else
			json_array_append_new(out, row);
	}
}

static enum error ask(struct request *req, const struct annex *annex,
	const struct inner_question *question, json_t *out)
{
	json_t *answer = NULL;

	if (!inner_answer(req, question, &answer))
		take_rows(annex, answer, out);
	json_decref(answer);
	return req->failed;
}

/* The published ones of the cluster, one after the other. */
static void ask_each(struct request *req, const struct annex *annex,
	const struct inner_question *question, json_t *out)
{
	struct inner_question list = *question, one = *question;
	json_t *answer = NULL;
	const json_t *item;
	size_t i;

	list.route = operation_route(annex->each);
	list.with[1] = (struct inner_parameter){"state", "published"};
	inner_answer(req, &list, &answer);
	json_array_foreach(json_object_get(answer, "items"), i, item)
	{
		one.with[0] = (struct inner_parameter){NULL,
			req_printf(req, "%" JSON_INTEGER_FORMAT,
				json_integer_value(json_object_get(item, "id")))};
		if (ask(req, annex, &one, out))
			break;
	}
	json_decref(answer);
}

/* The office that set the cluster up is above its members, and reads what is theirs. */
static struct caller reader_of(const struct request *req, const struct cluster *cluster)
{
	struct caller reader = {.token = req->caller.token, .role = ROLE_AUDITOR};

	snprintf(reader.unit, sizeof reader.unit, "%s", cluster->issuer);
	return reader;
}

static json_t *rows_of(struct request *req, const struct annex *annex,
	const struct cluster *cluster, const json_t *members)
{
	const struct caller reader = reader_of(req, cluster);
	struct inner_question question = {.route = operation_route(annex->operation),
		.as = &reader,
		.with = {{"cluster", cluster->code}}};
	json_t *rows = json_array();
	const json_t *member;
	size_t i;

	if (annex->each)
		ask_each(req, annex, &question, rows);
	else if (!annex->of_member)
		ask(req, annex, &question, rows);
	else
		json_array_foreach(members, i, member)
		{
			question.with[0] =
				(struct inner_parameter){"unit", text_of(member, "unit")};
			question.with[1] = (struct inner_parameter){
				"year", req_printf(req, "%lld", (long long)cluster->year)};
			if (ask(req, annex, &question, rows))
				break;
		}
	return rows;
}

json_t *dossier_gather(struct request *req, const struct cluster *cluster)
{
	json_t *all = json_object();

	for (size_t i = 0; i < ANNEXES && !req->failed; i++)
		json_object_set_new(all, annexes[i].name,
			rows_of(req, &annexes[i], cluster, json_object_get(all, "members")));
	return all;
}

bool dossier_has_figures(const json_t *all, const char *unit)
{
	const json_t *row;
	size_t i;

	/* What the server counts itself is there whatever the unit reported. */
	json_array_foreach(
		json_object_get(all, "targets"), i, row) if (!strcmp(text_of(row, "unit"), unit) &&
		strcmp(text_of(row, "area"), COMPUTED_AREA) != 0 &&
		json_is_integer(json_object_get(row, "numerator"))) return true;
	return false;
}

struct reported dossier_reported(const json_t *all)
{
	const json_t *members = json_object_get(all, "members"), *member;
	struct reported reported = {.expected = (int64_t)json_array_size(members)};
	size_t i;

	json_array_foreach(members, i, member) reported.units +=
		dossier_has_figures(all, text_of(member, "unit"));
	return reported;
}

static int64_t results_of(const json_t *all, const char *unit, const char *result)
{
	const json_t *row;
	int64_t count = 0;
	size_t i;

	json_array_foreach(json_object_get(all, "targets"), i, row) count +=
		!strcmp(text_of(row, "unit"), unit) &&
		(!strcmp(text_of(row, "result"), result) ||
			(!strcmp(result, "no_data") &&
				!strcmp(text_of(row, "result"), "in_progress")));
	return count;
}

json_t *dossier_summary(const json_t *all)
{
	static const char *const results[] = {
		"exceeded", "met", "not_met", "no_data", "not_applicable"};
	json_t *summary = json_array();
	const json_t *member;
	size_t i;

	json_array_foreach(json_object_get(all, "members"), i, member)
	{
		const char *unit = text_of(member, "unit");
		json_t *row = json_pack(
			"{s:s, s:s}", "unit", unit, "unit_name", text_of(member, "name_vi"));

		for (size_t k = 0; k < sizeof results / sizeof *results; k++)
			json_object_set_new(
				row, results[k], json_integer(results_of(all, unit, results[k])));
		json_array_append_new(summary, row);
	}
	return summary;
}

/* ---- What moved ---- */

/* "gialai/DT-03/sector" */
static const char *key_of(struct request *req, const struct annex *annex, const json_t *row)
{
	const char *key = "";

	for (size_t i = 0; i < annex->keys; i++) {
		const json_t *part = json_object_get(row, annex->columns[i]);
		const char *text = json_string_value(part);

		if (!text)
			text = req_printf(req, "%" JSON_INTEGER_FORMAT, json_integer_value(part));
		key = req_printf(req, "%s%s%s", key, *key ? "/" : "", text);
	}
	return key;
}

static json_t *by_key(struct request *req, const struct annex *annex, const json_t *all)
{
	json_t *rows = json_object(), *row;
	size_t i;

	json_array_foreach(json_object_get(all, annex->name), i, row)
		json_object_set(rows, key_of(req, annex, row), row);
	return rows;
}

static void note(json_t *out, const struct annex *annex, const char *key, const char *column,
	json_t *before, json_t *after)
{
	if (json_array_size(out) < MOST_DIFFERENCES)
		json_array_append_new(out,
			json_pack("{s:s, s:s, s:s?, s:O?, s:O?}", "annex", annex->name, "key", key,
				"column", column, "old", before, "new", after));
}

static void compare(const struct annex *annex, json_t *before, json_t *after, json_t *out)
{
	const char *key;
	json_t *row;

	json_object_foreach(before, key, row)
	{
		const json_t *now = json_object_get(after, key);

		if (!now)
			note(out, annex, key, NULL, row, NULL);
		for (size_t i = annex->keys; now && annex->columns[i]; i++) {
			json_t *old = json_object_get(row, annex->columns[i]);
			json_t *new = json_object_get(now, annex->columns[i]);

			if (!json_equal(old, new))
				note(out, annex, key, annex->columns[i], old, new);
		}
	}
	json_object_foreach(after, key, row) if (!json_object_get(before, key))
		note(out, annex, key, NULL, NULL, row);
}

json_t *dossier_differences(struct request *req, const json_t *frozen, const json_t *now)
{
	json_t *out = json_array();

	for (size_t i = 0; i < ANNEXES; i++) {
		json_t *before = by_key(req, &annexes[i], frozen);
		json_t *after = by_key(req, &annexes[i], now);

		compare(&annexes[i], before, after, out);
		json_decref(before);
		json_decref(after);
	}
	return out;
}
