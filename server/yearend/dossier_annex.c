/*
 * The annexes: rows of lists that the contract has, with the columns that a paper shows. They are asked of the handlers
 * themselves, so that a dossier never says another number than they do.
 */
#include "yearend/dossier_annex.h"

#include <stdio.h>
#include <string.h>

#include "gen/api.h"
#include "gen/words.h"
#include "request/operation.h"

/* In the values of parameters: what is asked for depends on the cluster. */
#define CLUSTER   "%cluster"
#define MEMBER    "%member" /* the list is asked for each of them */
#define YEAR      "%year"
#define NEXT_YEAR "%next"
#define PERIOD    "%period" /* the year's */

static bool is_one_of(const json_t *row, const char *member, const char *const *words)
{
	const char *text = annex_text(row, member);

	while (*words && strcmp(*words, text) != 0)
		words++;
	return *words != NULL;
}

/* Cases that are no proposals were only registered, or ended on the way. */
static bool is_proposal(const json_t *row)
{
	static const char *const states[] = {"registered", "withdrawn", "unit_failed",
		"cluster_failed", "council_failed", "returned", "rejected", "superseded", NULL};

	return !is_one_of(row, "state", states);
}

static bool is_shared(const json_t *row)
{
	static const char *const states[] = {"draft", NULL};

	return !is_one_of(row, "state", states);
}

static bool is_recognised(const json_t *row)
{
	static const char *const states[] = {"recognised", "replicated", NULL};

	return is_one_of(row, "state", states);
}

/* Protests, recommendations and requests, issued or accepted, are the elements that are called so; those that were reported. */
static bool is_demand(const json_t *row)
{
	const char *name = annex_text(row, "name");

	return json_is_integer(json_object_get(row, "cumulative")) &&
		(strstr(name, "kháng nghị") || strstr(name, "kiến nghị") ||
			strstr(name, "yêu cầu"));
}

const struct annex annexes[] = {
	{"members", "get_cluster", "members", .with = {{NULL, CLUSTER}}, .keys = 1,
		.columns = {"unit", "name_vi", "role"}},
	{"targets", "list_evaluations", "items", .with = {{"cluster", CLUSTER}}, .keys = 3,
		.columns = {"unit", "indicator", "basis", "unit_name", "area", "indicator_name",
			"measure", "comparator", "target", "numerator", "denominator", "value",
			"result", "excess"}},
	{"scores", "get_ranking", "rows", .each = "list_rankings", .with = {{"cluster", CLUSTER}},
		.keys = 1,
		.columns = {"unit", "unit_name", "rank", "groups", "bonus", "deduction", "total",
			"note"}},
	{"proposals", "list_awards", "items", .with = {{"cluster", CLUSTER}},
		.belongs = is_proposal, .keys = 1,
		.columns = {"id", "award", "award_name", "person_name", "unit_name", "nominated_by",
			"authority"}},
	{"initiatives", "list_initiatives", "items", .with = {{"unit", MEMBER}, {"year", YEAR}},
		.keys = 1, .columns = {"id", "title", "unit", "unit_name", "state"}},
	{"contributions", "sum_contributions", "units", .without = "missing",
		.with = {{"cluster", CLUSTER}, {"year", YEAR}}, .keys = 1,
		.columns = {"unit", "unit_name", "activities", "money", "days_of_pay", "things"}},
	{"reporting", "list_completeness", "rates", .with = {{"cluster", CLUSTER}}, .keys = 1,
		.columns = {"unit", "unit_name", "expected", "received", "on_time",
			"reporting_rate", "on_time_rate"}},
	{"mottos", "list_mottos", "items", .with = {{"in_force_for", CLUSTER}}, .keys = 1,
		.columns = {"id", "text"}},
	{"rights", "list_figures", "items",
		.with = {{"cluster", CLUSTER}, {"period", PERIOD}, {"rollup", "cluster"}},
		.belongs = is_demand, .keys = 1,
		.columns = {"element", "area", "name", "cumulative", "units_reported",
			"units_expected"}},
	{"activities", "list_activities", NULL, .counted = &words_activity_kind,
		.with = {{"cluster", CLUSTER}}, .keys = 1, .columns = {"kind", "count"}},
	{"movements", "list_movements", "items", .with = {{"participant", MEMBER}, {"year", YEAR}},
		.keys = 1,
		.columns = {"id", "name", "level", "unit_name", "start_date", "end_date", "state"}},
	{"practices", "list_practices", "items", .with = {{"cluster", CLUSTER}},
		.belongs = is_shared, .keys = 1,
		.columns = {"id", "title", "unit", "unit_name", "area", "state", "replicated"}},
	{"exemplars", "list_exemplars", "items", .with = {{"cluster", CLUSTER}},
		.belongs = is_recognised, .keys = 1,
		.columns = {"id", "title", "unit", "unit_name", "full_name", "state"}},
	{"tasks", "list_tasks", "items", .with = {{"cluster", CLUSTER}, {"year", NEXT_YEAR}},
		.keys = 1, .columns = {"id", "kind", "text", "due_on", "indicator", "state"}},
};
const size_t annex_count = sizeof annexes / sizeof *annexes;

const char *annex_text(const json_t *row, const char *member)
{
	const char *text = json_string_value(json_object_get(row, member));

	return text ? text : "";
}

/* What several members take part in is there once. */
static bool has_row(const struct annex *annex, const json_t *rows, const json_t *sought)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) if (annex->keys == 1 &&
		json_equal(json_object_get(row, annex->columns[0]),
			json_object_get(sought, annex->columns[0]))) return true;
	return false;
}

static void take_rows(
	const struct annex *annex, const json_t *answer, const char *list, json_t *out)
{
	const json_t *from;
	size_t i;

	json_array_foreach(json_object_get(answer, list), i, from)
	{
		if ((annex->belongs && !annex->belongs(from)) || has_row(annex, out, from))
			continue;
		json_t *row = json_object();

		for (size_t k = 0; annex->columns[k]; k++) {
			json_t *value = json_object_get(from, annex->columns[k]);

			json_object_set_new(
				row, annex->columns[k], value ? json_incref(value) : json_null());
		}
		json_array_append_new(out, row);
	}
}

static enum error ask(struct request *req, const struct annex *annex,
	const struct inner_question *question, json_t *out)
{
	json_t *answer = NULL;

	if (!inner_answer(req, question, &answer)) {
		take_rows(annex, answer, annex->list, out);
		if (annex->without)
			take_rows(annex, answer, annex->without, out);
	}
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

/* How many there are of each kind, without reading them. */
static void count_kinds(struct request *req, const struct annex *annex,
	const struct inner_question *question, json_t *out)
{
	struct inner_question one = *question;

	one.with[2] = (struct inner_parameter){"limit", "1"};
	one.with[3] = (struct inner_parameter){"count", "true"};
	for (size_t i = 0; i < annex->counted->count && !req->failed; i++) {
		const char *kind = annex->counted->words[i].word;
		json_t *answer = NULL;

		one.with[1] = (struct inner_parameter){"kind", kind};
		if (!inner_answer(req, &one, &answer))
			json_array_append_new(out,
				json_pack("{s:s, s:O}", "kind", kind, "count",
					json_object_get(answer, "total")));
		json_decref(answer);
	}
}

/* The office that set the cluster up is above its members, and reads what is theirs. */
static struct caller reader_of(const struct request *req, const struct cluster *cluster)
{
	struct caller reader = {.token = req->caller.token, .role = ROLE_AUDITOR};

	snprintf(reader.unit, sizeof reader.unit, "%s", cluster->issuer);
	return reader;
}

static const char *said(
	struct request *req, const struct cluster *cluster, const char *member, const char *text)
{
	if (!strcmp(text, CLUSTER))
		return cluster->code;
	if (!strcmp(text, MEMBER))
		return member;
	if (!strcmp(text, YEAR))
		return req_printf(req, "%lld", (long long)cluster->year);
	if (!strcmp(text, NEXT_YEAR))
		return req_printf(req, "%lld", (long long)cluster->year + 1);
	if (!strcmp(text, PERIOD))
		return req_printf(req, "%lld-Y", (long long)cluster->year);
	return text;
}

static enum error ask_all(struct request *req, const struct annex *annex,
	const struct cluster *cluster, const char *member, json_t *rows)
{
	const struct caller reader = reader_of(req, cluster);
	struct inner_question question = {
		.route = operation_route(annex->operation), .as = &reader};

	for (size_t i = 0; i < ANNEX_PARAMETERS && annex->with[i].text; i++)
		question.with[i] = (struct inner_parameter){
			annex->with[i].name, said(req, cluster, member, annex->with[i].text)};
	if (annex->each)
		ask_each(req, annex, &question, rows);
	else if (annex->counted)
		count_kinds(req, annex, &question, rows);
	else
		ask(req, annex, &question, rows);
	return req->failed;
}

static json_t *rows_of(struct request *req, const struct annex *annex,
	const struct cluster *cluster, const json_t *members)
{
	json_t *rows = json_array();
	const json_t *member;
	size_t i;

	if (strcmp(annex->with[0].text, MEMBER) != 0)
		ask_all(req, annex, cluster, NULL, rows);
	else
		json_array_foreach(
			members, i, member) if (ask_all(req, annex, cluster,
							annex_text(member, "unit"), rows)) break;
	return rows;
}

json_t *dossier_gather(struct request *req, const struct cluster *cluster, const char *only)
{
	json_t *all = json_object();

	for (size_t i = 0; i < annex_count && !req->failed; i++)
		if (!only || i == 0 || !strcmp(annexes[i].name, only))
			json_object_set_new(all, annexes[i].name,
				rows_of(req, &annexes[i], cluster,
					json_object_get(all, annexes[0].name)));
	return all;
}
