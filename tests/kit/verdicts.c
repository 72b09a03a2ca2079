/*
 * Eligibility and nomination say the same. At the end of a scenario with cases, each award is asked
 * for some of its persons and units, and every case's own question again: what GET /eligibility lets
 * through is nominated (by a dry run), and what it stops is refused.
 */
#include "verdicts.h"

#include <stdio.h>
#include <string.h>

#include "daemon.h"
#include "tally.h"

#define EACH_KIND  "4"
#define MOST_TRIES 20

struct question_of {
	const char *award, *occasion;
	long long year, person; /* 0: the unit's */
	const char *unit;
};

struct verdicts {
	struct client *client;
	char *token; /* of the sector's head, who nominates for all */
};

static struct answer ask(struct verdicts *v, const char *method, const char *path, const char *body)
{
	struct question question = {.method = method,
		.path = path,
		.token = v->token ? v->token : daemon_admin_token(),
		.content_type = body ? "application/json" : NULL,
		.body = body,
		.length = body ? strlen(body) : 0};
	struct answer answer;

	client_send(v->client, &question, &answer);
	/* A machine that has no time says so, and decides nothing. */
	for (int i = 0; answer.status == 503 && i < MOST_TRIES; i++) {
		answer_free(&answer);
		client_send(v->client, &question, &answer);
	}
	tally_check(!answer.faults.length, "%s %s: %s", method, path,
		answer.faults.length ? answer.faults.data : "");
	return answer;
}

static void make_token(struct verdicts *v)
{
	struct answer answer = ask(v, "POST", "/api/v1/tokens",
		"{\"unit\": \"vkstc\", \"role\": \"head\", \"label\": \"verdicts\"}");

	v->token = strdup(json_member_text(answer.json, "token"));
	answer_free(&answer);
}

/* The verdict as it concerns the nomination. */
static bool lets_through(const struct answer *answer)
{
	return answer->status == 200 &&
		strcmp(json_member_text(answer->json, "stops"), "nomination") != 0;
}

static bool is_eligible(struct verdicts *v, const struct question_of *q)
{
	char path[400];

	if (q->person)
		snprintf(path, sizeof path,
			"/api/v1/eligibility?award=%s&year=%lld&occasion=%s&person=%lld", q->award,
			q->year, q->occasion, q->person);
	else
		snprintf(path, sizeof path,
			"/api/v1/eligibility?award=%s&year=%lld&occasion=%s&unit=%s", q->award,
			q->year, q->occasion, q->unit);
	struct answer answer = ask(v, "GET", path, NULL);
	bool eligible = lets_through(&answer);

	answer_free(&answer);
	return eligible;
}

static bool nominates_case(struct verdicts *v, long long id)
{
	char path[100];

	snprintf(path, sizeof path, "/api/v1/awards/%lld/nominate?dry_run=true", id);
	struct answer answer = ask(v, "POST", path, "{}");
	bool nominated = answer.status == 200;

	answer_free(&answer);
	return nominated;
}

/* The number of the case when nothing but its registration stands in the way; 0 otherwise. */
static long long registered_case(const struct answer *answer)
{
	const json_t *errors = json_object_get(answer->json, "errors");
	const json_t *only = json_array_size(errors) == 1 ? json_array_get(errors, 0) : NULL;

	if (strcmp(json_member_text(only, "code"), "case_exists") != 0 ||
		strcmp(json_member_text(only, "state"), "registered") != 0)
		return 0;
	return json_integer_value(json_object_get(only, "case_id"));
}

static bool is_nominated(struct verdicts *v, const struct question_of *q)
{
	json_t *body = json_pack("{s:s, s:I, s:s}", "award", q->award, "year", (json_int_t)q->year,
		"occasion", q->occasion);

	if (q->person)
		json_object_set_new(body, "person", json_integer(q->person));
	else
		json_object_set_new(body, "unit", json_string(q->unit));
	char *text = json_dumps(body, 0);
	struct answer answer = ask(v, "POST", "/api/v1/awards?dry_run=true", text);
	long long registered = registered_case(&answer);
	bool nominated = answer.status == 200;

	answer_free(&answer);
	free(text);
	json_decref(body);
	return registered ? nominates_case(v, registered) : nominated;
}

static void compare(struct verdicts *v, const struct question_of *q)
{
	bool eligible = is_eligible(v, q), nominated = is_nominated(v, q);

	tally_check(eligible == nominated,
		"%s of %lld (%s) for %s %lld: eligibility says %s, nomination %s", q->award,
		q->year, q->occasion, q->unit ? q->unit : "person", q->person,
		eligible ? "yes" : "no", nominated ? "yes" : "no");
}

/* The items of a list, at most 500; the caller decrefs. */
static json_t *items_of(struct verdicts *v, const char *path)
{
	struct answer answer = ask(v, "GET", path, NULL);
	json_t *items = json_incref(json_object_get(answer.json, "items"));

	answer_free(&answer);
	return items;
}

/* What the cases ask for already; what a movement brings needs its number. */
static void compare_cases(struct verdicts *v, const json_t *cases)
{
	size_t i;
	json_t *item;

	json_array_foreach(cases, i, item)
	{
		const char *occasion = json_member_text(item, "occasion");
		struct question_of q = {json_member_text(item, "award"), occasion,
			json_integer_value(json_object_get(item, "year")),
			json_integer_value(json_object_get(item, "person")),
			json_string_value(json_object_get(item, "unit"))};

		if (strcmp(occasion, "movement") != 0)
			compare(v, &q);
	}
}

static void compare_award(
	struct verdicts *v, const char *award, const json_t *persons, const json_t *units)
{
	static const long long years[] = {2021, 2024, 2026};
	static const char *const occasions[] = {"annual-merit", "sudden"};
	size_t i;
	json_t *item;

	for (size_t y = 0; y < sizeof years / sizeof *years; y++)
		for (size_t o = 0; o < sizeof occasions / sizeof *occasions; o++) {
			struct question_of q = {award, occasions[o], years[y], 0, NULL};

			json_array_foreach(persons, i, item)
			{
				q.person = json_integer_value(json_object_get(item, "id"));
				compare(v, &q);
			}
			q.person = 0;
			json_array_foreach(units, i, item)
			{
				q.unit = json_member_text(item, "unit");
				compare(v, &q);
			}
		}
}

void verdicts_agree(struct client *client)
{
	struct verdicts v = {.client = client};
	json_t *cases = items_of(&v, "/api/v1/awards?limit=100");
	size_t i;
	json_t *item;

	if (json_array_size(cases)) {
		make_token(&v);
		json_t *awards = items_of(&v, "/api/v1/award-types?limit=500");
		json_t *persons = items_of(&v, "/api/v1/persons?limit=" EACH_KIND);
		json_t *units = items_of(&v, "/api/v1/units?q=gia%20lai&limit=" EACH_KIND);

		compare_cases(&v, cases);
		json_array_foreach(awards, i, item)
			compare_award(&v, json_member_text(item, "award"), persons, units);
		json_decref(awards);
		json_decref(persons);
		json_decref(units);
		free(v.token);
	}
	json_decref(cases);
}
