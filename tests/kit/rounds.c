/* Rounds of an office, and the history of what was asked. */
#include "rounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum who { HEAD, TOP, ADMIN };
enum { PERSON, CASE, REPORT, NOTHING };

/* In a path or a body stand @n the number of the request, @w that of the clerk, @p @c @r the ids that were taken, @u and
 * @v offices, @k the card, @t a token, @x points that no other request has. */
static const struct step {
	const char *path, *body;
	enum who who;
	int needs, takes;
	bool put, secret; /* a secret is answered once: not sent again */
} steps[ROUND_STEPS] = {
	{"/persons",
		"{\"full_name\": \"Nguyễn Văn An\", \"unit\": \"gialai\", \"from_date\": \"2010-03-01\"}",
		HEAD, NOTHING, PERSON, false, false},
	{"/awards", "{\"award\": \"advanced-worker\", \"year\": 2024, \"person\": @p}", HEAD,
		PERSON, CASE, false, false},
	{"/ballots",
		"{\"case_id\": @c, \"body\": \"unit\", \"state\": \"certified\", \"electorate\": 3, \"returned\": 3,"
		" \"valid\": 3, \"agree\": 3, \"disagree\": 0, \"minutes\": \"@w-@n/BB\", \"voters\":"
		" [{\"voter\": \"An\", \"mode\": \"present\"}, {\"voter\": \"Bình\", \"mode\": \"present\"},"
		" {\"voter\": \"Chi\", \"mode\": \"written\"}]}",
		HEAD, CASE, NOTHING, false, false},
	{"/ballots",
		"{\"case_id\": @c, \"body\": \"council\", \"state\": \"certified\", \"electorate\": 3, \"returned\":"
		" 3, \"valid\": 3, \"agree\": 3, \"disagree\": 0, \"minutes\": \"@w-@n/BB\", \"voters\":"
		" [{\"voter\": \"An\", \"mode\": \"present\"}, {\"voter\": \"Bình\", \"mode\": \"present\"},"
		" {\"voter\": \"Chi\", \"mode\": \"written\"}]}",
		HEAD, CASE, NOTHING, false, false},
	{"/decisions",
		"{\"authority\": \"unit_head\", \"number\": \"@w-@n/QĐ-VKS\", \"signed_on\": \"2024-12-20\", \"signer\":"
		" {\"name\": \"Trần Văn Tâm\", \"title\": \"VIỆN TRƯỞNG\"}, \"lines\": [{\"case_id\": @c}]}",
		HEAD, CASE, NOTHING, false, false},
	{"/reports",
		"{\"unit\": \"@u\", \"period\": \"2022-06\", \"reason\": \"rà soát lại số liệu\", \"values\":"
		" [{\"element\": \"tb_req\", \"value\": @n}, {\"element\": \"tb_prot\", \"value\": @n}]}",
		HEAD, NOTHING, REPORT, false, false},
	{"/reports/@r/accept", "", TOP, REPORT, NOTHING, false, false},
	{"/reports/import",
		"{\"reason\": \"rà soát lại số liệu\", \"rows\": [{\"unit\": \"@u\", \"period\": \"2022-07\","
		" \"element\": \"tb_req\", \"value\": @n}, {\"unit\": \"@v\", \"period\": \"2022-07\","
		" \"element\": \"tb_req\", \"value\": @n}]}",
		HEAD, NOTHING, NOTHING, false, false},
	{"/scorecards/@k/cells/self", "{\"rows\": [{\"code\": \"II\", \"points\": @x}]}", HEAD,
		NOTHING, NOTHING, true, false},
	{"/tokens", "{\"unit\": \"@u\", \"role\": \"clerk\", \"label\": \"@w-@n\"}", ADMIN, NOTHING,
		NOTHING, false, true},
	{"/session", "{\"token\": \"@t\"}", HEAD, NOTHING, NOTHING, false, true},
};

static char tokens[ADMIN][80], units[2 * MOST_CLERKS][64];
static int64_t card;

/* ---- Before the first round ---- */

static void need(struct asker *asker, const char *path, const char *body)
{
	int status = ask(asker, path, NULL, body);

	if (status >= 200 && status < 300)
		return;
	printf("%s: %d %.*s\n", path, status, (int)asker->reply.length, asker->reply.data);
	victim_give_up("the rounds cannot be prepared");
}

static void take_token(struct asker *asker, const char *unit, const char *role, char out[80])
{
	char body[120];

	snprintf(body, sizeof body, "{\"unit\": \"%s\", \"role\": \"%s\", \"label\": \"rounds\"}",
		unit, role);
	need(asker, "/api/v1/tokens", body);
	snprintf(out, 80, "%s", json_string_value(json_object_get(asker->json, "token")));
}

static void open_card(struct asker *asker)
{
	static const char cluster[] =
		"{\"cluster\": \"vkstc-cum-7-2021\", \"units\": [\"gialai\"], \"sheet\": %lld}";
	char lead[80], body[160], path[80];

	need(asker, "/api/v1/score-sheets",
		"{\"year\": 2021, \"audience\": \"province\", \"name_vi\": \"Bảng chấm điểm\", \"total_max\": 20,"
		" \"bonus_cap\": 0, \"deduction_cap\": 0, \"self_due\": \"2021-12-20\"}");
	long long sheet = (long long)json_integer_value(json_object_get(asker->json, "id"));

	snprintf(path, sizeof path, "/api/v1/score-sheets/%lld/criteria/import", sheet);
	need(asker, path,
		"{\"rows\": [{\"code\": \"II\", \"kind\": \"judged\", \"name_vi\": \"Xây dựng ngành\", \"max\": 20}]}");
	snprintf(path, sizeof path, "/api/v1/score-sheets/%lld/issue", sheet);
	need(asker, path, "");
	take_token(asker, "daknong", "head", lead);
	asker->bearer = lead;
	need(asker, "/api/v1/clusters/vkstc-cum-7-2021/record-pact",
		"{\"signed_on\": \"2021-03-25\"}");
	need(asker, "/api/v1/clusters/vkstc-cum-7-2021/start", "");
	need(asker, "/api/v1/clusters/vkstc-cum-7-2021/open-scoring", "");
	snprintf(body, sizeof body, cluster, sheet);
	need(asker, "/api/v1/scorecards/open", body);
	asker->bearer = NULL;
	card = json_integer_value(
		json_object_get(json_array_get(json_object_get(asker->json, "cards"), 0), "id"));
}

void rounds_prepare(struct asker *asker)
{
	if (ask(asker, "/api/v1/units?parent=gialai&limit=50", NULL, NULL) != 200)
		victim_give_up("no units");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		snprintf(units[i], sizeof units[i], "%s",
			json_string_value(json_object_get(
				json_array_get(json_object_get(asker->json, "items"), i), "unit")));
	take_token(asker, "gialai", "head", tokens[HEAD]);
	take_token(asker, "vkstc", "head", tokens[TOP]);
	open_card(asker);
}

/* ---- A round ---- */

static void fill(const struct clerk *clerk, const char *pattern, char *out, size_t size)
{
	static const char ids[] = "pcr";
	long long points = (clerk->asked * MOST_CLERKS + clerk->number) % 20000;
	size_t used = 0;

	*out = 0;
	for (const char *c = pattern; *c && used < size; c++) {
		const char *id = *c == '@' ? strchr(ids, c[1]) : NULL;

		if (*c != '@')
			used += (size_t)snprintf(out + used, size - used, "%c", *c);
		else if (id)
			used += (size_t)snprintf(
				out + used, size - used, "%lld", (long long)clerk->ids[id - ids]);
		else if (c[1] == 'n')
			used += (size_t)snprintf(
				out + used, size - used, "%lld", (long long)clerk->asked);
		else if (c[1] == 'w')
			used += (size_t)snprintf(out + used, size - used, "%d", clerk->number);
		else if (c[1] == 'k')
			used += (size_t)snprintf(out + used, size - used, "%lld", (long long)card);
		else if (c[1] == 'x')
			used += (size_t)snprintf(out + used, size - used, "%lld.%03lld",
				points / 1000, points % 1000);
		else
			used += (size_t)snprintf(out + used, size - used, "%s",
				c[1] == 't' ? tokens[HEAD]
					    : units[2 * clerk->number + (c[1] == 'v')]);
		c += *c == '@';
	}
	if (used >= size)
		victim_give_up("a step is too long");
}

static int send_last(struct clerk *clerk, const char *bearer)
{
	clerk->asker.bearer = bearer;
	clerk->asker.id = clerk->key;
	clerk->asker.puts = clerk->put;
	return ask(&clerk->asker, clerk->path, clerk->replayable ? clerk->key : NULL, clerk->body);
}

static enum fate fate_of(struct clerk *clerk, int status)
{
	const char *code = json_string_value(json_object_get(clerk->asker.json, "code"));

	if (!status || (code && !strcmp(code, "outcome_unknown")))
		return UNKNOWN;
	if (status >= 200 && status < 300)
		return ACKNOWLEDGED;
	expect(status == 500 || status == 503 || status == 507, "%s %s: %d %.*s", clerk->path,
		clerk->body, status, (int)clerk->asker.reply.length, clerk->asker.reply.data);
	return REFUSED;
}

int rounds_step(struct clerk *clerk)
{
	const struct step *step = &steps[clerk->next];

	clerk->next = (clerk->next + 1) % ROUND_STEPS;
	if (step == steps)
		memset(clerk->ids, 0, sizeof clerk->ids);
	if (step->needs != NOTHING && !clerk->ids[step->needs])
		return rounds_step(clerk);
	char path[sizeof clerk->path - 8];

	if (clerk->asked == MOST_ASKED)
		victim_give_up("too many requests");
	fill(clerk, step->path, path, sizeof path);
	snprintf(clerk->path, sizeof clerk->path, "/api/v1%s", path);
	fill(clerk, step->body, clerk->body, sizeof clerk->body);
	snprintf(clerk->key, sizeof clerk->key, "rounds-%d-%lld", clerk->number,
		(long long)clerk->asked);
	clerk->put = step->put;
	clerk->replayable = !step->put && !step->secret;
	clerk->bearer = step->who == ADMIN ? NULL : tokens[step->who];
	clerk->fates[clerk->asked] = UNKNOWN;
	int status = send_last(clerk, clerk->bearer);
	enum fate fate = fate_of(clerk, status);

	if (fate == ACKNOWLEDGED && step->takes != NOTHING)
		clerk->ids[step->takes] =
			json_integer_value(json_object_get(clerk->asker.json, "id"));
	if (fate != ACKNOWLEDGED && step->needs != NOTHING)
		clerk->ids[step->needs] = 0; /* the steps after it need this one */
	clerk->acknowledged += fate == ACKNOWLEDGED;
	clerk->fates[clerk->asked++] = (unsigned char)fate;
	if (clerk->told)
		*clerk->told = clerk->acknowledged;
	return status;
}

void rounds_settle(struct clerk *clerk)
{
	if (!clerk->asked || !clerk->replayable || clerk->fates[clerk->asked - 1] == REFUSED)
		return;
	bool known = clerk->fates[clerk->asked - 1] == ACKNOWLEDGED;
	int status = send_last(clerk, clerk->bearer);

	expect(status >= 200 && status < 300 && (clerk->asker.replayed || !known),
		"%s, again: %d, %s", clerk->path, status,
		clerk->asker.replayed ? "known" : "not known");
	clerk->fates[clerk->asked - 1] = ACKNOWLEDGED;
	clerk->acknowledged += !known;
	memset(clerk->ids, 0, sizeof clerk->ids);
	clerk->next = 0;
}

static void *work_on(void *argument)
{
	struct clerk *clerk = argument;

	while (rounds_step(clerk))
		pause_ms(1);
	return NULL;
}

void rounds_start(struct clerk *clerks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (pthread_create(&clerks[i].thread, NULL, work_on, &clerks[i]))
			victim_give_up("no thread");
}

void rounds_join(struct clerk *clerks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pthread_join(clerks[i].thread, NULL);
}

/* ---- The history ---- */

static int64_t compare(struct db *db, const struct clerk *clerk, int64_t acknowledged)
{
	struct stmt *q = db_query(db,
		"SELECT DISTINCT CAST(substr(request_id, 10) AS BIGINT) FROM events"
		" WHERE request_id >= :x_from AND request_id < :x_to");
	static _Thread_local unsigned char there[MOST_ASKED];
	char from[24], to[24];
	int64_t wrong = 0;

	memset(there, 0, sizeof there);
	snprintf(from, sizeof from, "rounds-%d-", clerk->number);
	snprintf(to, sizeof to, "rounds-%d.", clerk->number); /* the next byte after '-' */
	bind_text(q, ":x_from", from);
	bind_text(q, ":x_to", to);
	while (db_row(q))
		there[column_int(q, 0)] = 1;
	if (db_done(q))
		victim_give_up(db_message(db));
	for (int64_t i = 0; i < clerk->asked; i++) {
		enum fate fate = clerk->fates[i];

		wrong += fate == ACKNOWLEDGED && acknowledged-- > 0 && !there[i];
		wrong += fate == REFUSED && there[i];
	}
	return wrong;
}

int64_t rounds_compare(
	struct db *db, const struct clerk *clerks, size_t count, const int64_t *acknowledged)
{
	int64_t wrong = 0;

	for (size_t i = 0; i < count; i++)
		wrong += compare(db, &clerks[i], acknowledged ? acknowledged[i] : INT64_MAX);
	return wrong;
}

void rounds_check(const char *database, const struct clerk *clerks, size_t count)
{
	struct db *db = NULL;

	if (db_open(database, DB_READER, &db)) {
		expect(false, "%s cannot be opened: %s", database, db_message(NULL));
		return;
	}
	int64_t wrong = rounds_compare(db, clerks, count, NULL);

	expect(wrong == 0, "%lld requests were lost, or done though refused", (long long)wrong);
	db_close(db);
}

void rounds_end(struct clerk *clerk)
{
	ask_end(&clerk->asker);
}
