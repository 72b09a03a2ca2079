/*
 * Sequences of requests that nobody wrote, held against a model of what they should do.
 *
 *	build/tests/sequences build/thidua [SEQUENCES [SEED]]
 *
 * The model is a list in memory: the versions of the reports of an office for a month, their states and figures. Each
 * sequence gives the office a token, does a few things with its reports by chance - right ones and wrong ones, in earnest
 * and as a rehearsal, from the office, from above and from elsewhere - and takes the token away. After each step the
 * server says what the model says. The rules behind it:
 *
 *	what was refused left nothing, not even an event;
 *	what was discarded, returned or superseded counts no more;
 *	a stranger finds nothing, whichever number is guessed;
 *	a token that was revoked opens nothing, nor does what was opened with it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "kit/daemon.h"
#include "kit/invent.h"
#include "kit/scene.h"
#include "kit/tally.h"

#define SEQUENCES 2000
#define STEPS     4
#define OFFICES   10
#define MONTHS    12
#define VERSIONS  60
#define SHOWN     500

enum state { DRAFT, SUBMITTED, ACCEPTED, RETURNED, SUPERSEDED, DISCARDED };
static const char *const states[] = {
	"draft", "submitted", "accepted", "returned", "superseded", "discarded"};

struct version {
	long long id;
	int number, revision, value;
	enum state state;
	bool has_reason;
};

/* The reports of an office for a month. */
struct model {
	size_t count;
	struct version versions[VERSIONS]; /* as they were made */
};

static struct model models[OFFICES][MONTHS];
static char offices[OFFICES][60];
static size_t office_count;
static struct scene scene;
static char *above,
	*elsewhere; /* tokens: of the sector's head, of a province that is nobody's own */

/* The sequence in hand. */
static struct sequence {
	size_t number;
	size_t office;
	char month[24];
	struct model *model;
	char token[80];
	long long token_id;
	long long events;    /* the number of the last, as it should be */
	struct buffer story; /* what was done so far */
} now;

static struct answer answer;

static bool fail(const char *what)
{
	tally_fail("sequence %zu, %s of %s: %s\n%s\t%d %.*s%s", now.number, now.month,
		offices[now.office], what, buffer_string(&now.story), answer.status, SHOWN,
		answer.body.data ? answer.body.data : "",
		answer.faults.length ? answer.faults.data : "");
	return false;
}

/* Asks, and adds it to the story; the answer stays until the next. */
static int ask(const char *method, const char *token, const char *path, const char *body,
	const char *header)
{
	struct curl_slist *headers = header ? curl_slist_append(NULL, header) : NULL;
	struct question question = {.method = method,
		.path = path,
		.token = token,
		.headers = headers,
		.content_type = body ? "application/json" : NULL,
		.body = body,
		.length = body ? strlen(body) : 0};

	answer_free(&answer);
	client_send(&scene.client, &question, &answer);
	curl_slist_free_all(headers);
	buffer_printf(&now.story, "\t%s %s %s %s %s: %d\n",
		token == above               ? "above"
			: token == elsewhere ? "elsewhere"
					     : "office",
		method, path, header ? header : "", body ? body : "", answer.status);
	return answer.faults.length ? 0 : answer.status;
}

static const char *path_of(const struct version *version, const char *verb, bool dry)
{
	static char path[100];

	snprintf(path, sizeof path, API_BASE "/reports/%lld%s%s%s", version->id, *verb ? "/" : "",
		verb, dry ? "?dry_run=true" : "");
	return path;
}

/* The newest that was sent; NULL before the first. */
static struct version *newest(const struct model *model)
{
	struct version *found = NULL;

	for (size_t i = 0; i < model->count; i++) {
		const struct version *each = &model->versions[i];

		if (each->state != DRAFT && each->state != DISCARDED)
			found = (struct version *)each;
	}
	return found;
}

static struct version *draft(const struct model *model)
{
	for (size_t i = 0; i < model->count; i++)
		if (model->versions[i].state == DRAFT)
			return (struct version *)&model->versions[i];
	return NULL;
}

static bool counts(const struct version *version)
{
	return version && (version->state == SUBMITTED || version->state == ACCEPTED);
}

static void move(struct version *version, enum state state)
{
	version->state = state;
	version->revision++;
}

/* What was sent takes the place of what counted. */
static void supersede(const struct model *model, const struct version *by)
{
	for (size_t i = 0; i < model->count; i++) {
		const struct version *each = &model->versions[i];

		if (counts(each) && each != by)
			move((struct version *)each, SUPERSEDED);
	}
}

/* One in five is a rehearsal, which has the same answer and changes nothing. */
static bool choose_dry(void)
{
	return invent_chance(20);
}

static bool expect(bool right, const char *what)
{
	bool refused = answer.status == 409 || answer.status == 422;

	if (right ? answer.status == 200 || answer.status == 201 : refused)
		return true;
	return fail(what);
}

static const char *content(int value, bool reason, const char *more)
{
	static char body[400];

	snprintf(body, sizeof body,
		"{%s%s\"values\": [{\"element\": \"dt_new_c\", \"value\": %d}]}", more,
		reason ? "\"reason\": \"Rà soát lại số liệu\", " : "", value);
	return body;
}

static bool post(void)
{
	struct model *model = now.model;
	const struct version *sent = newest(model);
	bool is_draft = invent_chance(40), reason = invent_chance(75), dry = choose_dry();
	int value = (int)invent_number(4), base = invent_chance(30) ? 1 + (int)invent_number(3) : 0;
	char more[200], based[40] = "";

	if (base)
		snprintf(based, sizeof based, "\"base_version\": %d, ", base);
	snprintf(more, sizeof more, "\"unit\": \"%s\", \"period\": \"%s\", \"status\": \"%s\", %s",
		offices[now.office], now.month, is_draft ? "draft" : "submitted", based);
	bool fits = !base || (sent && sent->number == base);
	bool unchanged = fits && !is_draft && counts(sent) && sent->value == value;
	bool right = fits && (unchanged || (!(draft(model) && !dry) && (!sent || reason)));

	if (model->count == VERSIONS)
		return true;
	ask("POST", now.token, dry ? API_BASE "/reports?dry_run=true" : API_BASE "/reports",
		content(value, reason, more), NULL);
	if (!expect(right, "a post"))
		return false;
	if (right && unchanged != json_is_true(json_object_get(answer.json, "unchanged")))
		return fail("the same figures are no new version");
	if (!right || dry || unchanged)
		return true;
	struct version *made = &model->versions[model->count++];

	*made = (struct version){.id = json_integer_value(json_object_get(answer.json, "id")),
		.number = sent ? sent->number + 1 : 1,
		.revision = 1,
		.value = value,
		.state = is_draft ? DRAFT : SUBMITTED,
		.has_reason = reason};
	if (!is_draft)
		supersede(model, made);
	return answer.status == 201 || fail("a new version is 201");
}

static struct version *any_version(void)
{
	return now.model->count ? &now.model->versions[invent_number(now.model->count)] : NULL;
}

static bool replace(void)
{
	struct version *version = any_version();
	bool reason = invent_chance(75), dry = choose_dry();
	int value = (int)invent_number(4);

	if (!version)
		return true;
	bool right = version->state == DRAFT && (!newest(now.model) || reason);

	ask("PUT", now.token, path_of(version, "", dry), content(value, reason, ""), NULL);
	if (!expect(right, "a draft is replaced, nothing else"))
		return false;
	if (!right || dry)
		return true;
	version->revision += version->value != value || version->has_reason != reason;
	version->value = value;
	version->has_reason = reason;
	return true;
}

/* A step by a verb: right from that state, by that caller; some come with an If-Match, of which half are outdated. */
static bool step(
	const char *verb, const char *token, const char *body, enum state from, enum state to)
{
	struct version *version = any_version();
	bool dry = choose_dry(), matches = invent_chance(20), outdated = invent_chance(50);
	char header[40];

	if (!version)
		return true;
	snprintf(header, sizeof header, "If-Match: \"%d\"",
		outdated ? version->revision + 1 : version->revision);
	int status = ask("POST", token, path_of(version, verb, dry), body, matches ? header : NULL);

	if (matches && outdated)
		return status == 412 || fail("an outdated If-Match");
	if (!expect(version->state == from, verb))
		return false;
	if (version->state != from || dry)
		return true;
	move(version, to);
	if (to == SUBMITTED)
		supersede(now.model, version);
	return true;
}

/* Who sent it does not judge it; for who has nothing to do with it there is none. */
static bool trespass(void)
{
	static const char *const verbs[] = {"accept", "submit", "discard", "return"};
	const struct version *version = any_version();

	if (!version)
		return true;
	if (invent_chance(30))
		return ask("POST", now.token, path_of(version, "accept", false), NULL, NULL) ==
			403 ||
			fail("its own report");
	const char *verb = verbs[invent_number(4)];
	const char *body = !strcmp(verb, "return") ? "{\"reason\": \"Số liệu chưa khớp\"}" : NULL;

	if (ask("POST", elsewhere, path_of(version, verb, false), body, NULL) != 404)
		return fail("a stranger's step");
	return ask("GET", elsewhere, path_of(version, "", false), NULL, NULL) == 404 ||
		fail("a stranger reads");
}

static bool act(void)
{
	static const char reason[] = "{\"reason\": \"Số liệu chưa khớp\"}";

	switch (invent_number(10)) {
	case 0:
	case 1:
	case 2:
		return post();
	case 3:
		return replace();
	case 4:
	case 5:
		return step("submit", now.token, NULL, DRAFT, SUBMITTED);
	case 6:
		return step("discard", now.token, NULL, DRAFT, DISCARDED);
	case 7:
		return step("accept", above, NULL, SUBMITTED, ACCEPTED);
	case 8:
		return step("return", above, reason, SUBMITTED, RETURNED);
	default:
		return trespass();
	}
}

static bool is_as_modelled(const struct version *version)
{
	char tag[16];
	const json_t *value;

	snprintf(tag, sizeof tag, "\"%d\"", version->revision);
	if (ask("GET", now.token, path_of(version, "", false), NULL, NULL) != 200)
		return fail("a report is not there");
	value = json_object_get(json_array_get(json_object_get(answer.json, "values"), 0), "value");
	if (strcmp(json_member_text(answer.json, "status"), states[version->state]) != 0 ||
		json_integer_value(json_object_get(answer.json, "version")) != version->number ||
		json_integer_value(value) != version->value)
		return fail("state, version or figure");
	return !strcmp(header_value(&answer, "ETag"), tag) || fail("revision");
}

/* One counts, or none does. */
static bool current_is_as_modelled(void)
{
	char path[200];
	const struct version *sent = newest(now.model);
	long long wanted = counts(sent) ? sent->id : 0;

	snprintf(path, sizeof path, API_BASE "/reports?unit=%s&period=%s&current=true",
		offices[now.office], now.month);
	ask("GET", now.token, path, NULL, NULL);
	const json_t *items = json_object_get(answer.json, "items");

	if (json_array_size(items) != (wanted ? 1 : 0))
		return fail("how many count");
	return !wanted ||
		json_integer_value(json_object_get(json_array_get(items, 0), "id")) == wanted ||
		fail("which one counts");
}

static long long event_head(void)
{
	struct question question = {
		.method = "GET", .path = API_BASE "/events/head", .token = daemon_admin_token()};
	struct answer head;

	client_send(&scene.client, &question, &head);
	long long seq = json_integer_value(json_object_get(head.json, "seq"));

	answer_free(&head);
	return seq;
}

/* What the model did not change left no event; what it did left one. */
static bool act_and_compare(void)
{
	static struct model before;

	before = *now.model;
	if (!act())
		return false;
	now.events += memcmp(&before, now.model, sizeof before) != 0;
	if (event_head() != now.events)
		return fail("events");
	const struct version *version = any_version();

	return (!version || is_as_modelled(version)) && current_is_as_modelled();
}

static bool give_token(void)
{
	char body[200];

	snprintf(body, sizeof body, "{\"unit\": \"%s\", \"role\": \"head\", \"label\": \"%zu\"}",
		offices[now.office], now.number);
	if (ask("POST", daemon_admin_token(), API_BASE "/tokens", body, NULL) != 201)
		return fail("no token");
	snprintf(now.token, sizeof now.token, "%s", json_member_text(answer.json, "token"));
	now.token_id = json_integer_value(json_object_get(answer.json, "id"));
	return true;
}

static bool take_token(void)
{
	char path[100], body[120], cookie[120] = "";

	snprintf(body, sizeof body, "{\"token\": \"%s\"}", now.token);
	if (ask("POST", NULL, API_BASE "/session", body, NULL) != 201)
		return fail("no session");
	const char *given = header_value(&answer, "Set-Cookie");

	if (given)
		snprintf(cookie, sizeof cookie, "%.*s", (int)strcspn(given, ";"), given);
	if (ask("GET", cookie, API_BASE "/me", NULL, NULL) != 200)
		return fail("the session is not open");
	snprintf(path, sizeof path, API_BASE "/tokens/%lld", now.token_id);
	if (ask("DELETE", daemon_admin_token(), path, NULL, NULL) / 100 != 2)
		return fail("a token is not revoked");
	if (ask("GET", now.token, API_BASE "/me", NULL, NULL) != 401 ||
		ask("POST", now.token, API_BASE "/session", body, NULL) != 401)
		return fail("a revoked token opens");
	return ask("GET", cookie, API_BASE "/me", NULL, NULL) == 401 ||
		fail("a session outlives its token");
}

static void run_sequence(size_t number)
{
	size_t month = invent_number(MONTHS);
	bool good;

	now.number = number;
	now.office = invent_number(office_count);
	now.model = &models[now.office][month];
	snprintf(now.month, sizeof now.month, "%zu-%02zu", 2020 + month / 12, 1 + month % 12);
	good = give_token();
	now.events = event_head();
	for (int i = 0; good && i < STEPS; i++)
		good = act_and_compare();
	if (good && take_token())
		tally_pass();
	buffer_free(&now.story);
}

static void find_offices(void)
{
	json_t *unit;
	size_t i;

	ask("GET", daemon_admin_token(), API_BASE "/units?level=district&limit=500", NULL, NULL);
	json_array_foreach(json_object_get(answer.json, "items"), i, unit)
	{
		if (office_count < OFFICES)
			snprintf(offices[office_count++], sizeof offices[0], "%s",
				json_member_text(unit, "unit"));
	}
	tally_check(office_count == OFFICES, "%zu district offices", office_count);
}

static char *token_of(const char *who)
{
	scene_as(&scene, who);
	return strdup(scene.token);
}

int main(int argc, char **argv)
{
	if (argc < 2 || argc > 4)
		tally_abort("usage: sequences SERVER [SEQUENCES [SEED]]");
	size_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : SEQUENCES;

	invent_seed(argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	daemon_prepare(argv[1]);
	snprintf(scene.who, sizeof scene.who, "nobody");
	if (daemon_start(&scene.daemon, "sequences")) {
		client_open(&scene.client, scene.daemon.port);
		above = token_of("head@vkstc");
		elsewhere = token_of("head@binhdinh");
		find_offices();
		for (size_t i = 0; i < count && office_count; i++)
			run_sequence(i);
		client_close(&scene.client);
		daemon_stop(&scene.daemon);
	}
	answer_free(&answer);
	buffer_free(&now.story);
	scene_close(&scene);
	free(above);
	free(elsewhere);
	daemon_clean();
	curl_global_cleanup();
	return tally_end();
}
