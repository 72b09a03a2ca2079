/* The asking side of a scenario: callers, names, requests, and how a failure is told. */
#include "scene.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "gen/api.h"
#include "sheet.h"
#include "tally.h"

#define BASE  "/api/v1"
#define SHOWN 1500 /* bytes of a body in a failure */

void scene_fail(struct scene *s, const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	tally_fail("\n%s:%zu: %s\n\tas %s: %.*s\n\t%s", s->script.file,
		s->state == IDLE ? s->script.at : s->line, s->title, s->who, SHOWN,
		s->state == IDLE ? "(no request)" : buffer_string(&s->request), text ? text : "");
	free(text);
}

void scene_fail_answer(struct scene *s, const char *wanted, const char *why)
{
	struct buffer log = {0};
	const char *id = header_value(&s->answer, "X-Request-Id");

	if (s->answer.status >= 500 && id)
		daemon_log(&s->daemon, id, &log);
	scene_fail(s, "wanted %.*s\n\tgot    %d %.*s%s%s%s%s", SHOWN, wanted, s->answer.status,
		SHOWN, s->answer.body.data, *why ? "\n\t" : "", why, log.length ? "\n\tlog: " : "",
		log.length ? buffer_string(&log) : "");
	buffer_free(&log);
}

static void set_text(struct scene *s, const char *name, const char *text)
{
	names_set(&s->names, name, strlen(name), json_string(text));
}

static void set_month(struct scene *s, const char *name, int64_t day, int months)
{
	char text[CALENDAR_DAY_SIZE];

	calendar_print_day(calendar_add_months(day, months), text);
	text[7] = '\0';
	set_text(s, name, text);
}

void scene_set_clock(struct scene *s)
{
	int64_t now = calendar_now();
	int64_t day = calendar_day_of(now);
	char text[CALENDAR_DAY_SIZE];
	struct buffer instant = {0};

	buffer_instant(&instant, now);
	set_text(s, "now", buffer_string(&instant));
	buffer_free(&instant);
	calendar_print_day(day + 1, text);
	set_text(s, "tomorrow", text);
	calendar_print_day(day, text);
	set_text(s, "today", text);
	names_set(&s->names, "year", 4, json_integer(atoi(text)));
	set_month(s, "last_month", day, -1);
	set_month(s, "month", day, 0);
	set_month(s, "next_month", day, 1);
}

bool scene_expand(struct scene *s, const char *text, enum expansion how, struct buffer *out)
{
	struct buffer why = {0};
	bool good = expand(&s->names, text, how, out, &why);

	if (!good)
		scene_fail(s, "%s", buffer_string(&why));
	if (!buffer_string(out))
		tally_abort("out of memory");
	buffer_free(&why);
	return good;
}

/* The token of role@unit, asked from the server by the admin when it is first used. */
static const char *token_of(struct scene *s, const char *who)
{
	const json_t *known = names_get(&s->tokens, who, strlen(who));
	const char *at = strchr(who, '@');

	if (known)
		return json_string_value(known);
	struct buffer body = {0};
	struct answer answer;

	buffer_printf(&body, "{\"unit\": \"%s\", \"role\": \"%.*s\", \"label\": \"scenario\"}",
		at + 1, (int)(at - who), who);
	struct question question = {.method = "POST",
		.path = BASE "/tokens",
		.token = daemon_admin_token(),
		.content_type = "application/json",
		.body = buffer_string(&body),
		.length = body.length};

	client_send(&s->client, &question, &answer);
	if (answer.status == 201)
		names_set(&s->tokens, who, strlen(who),
			json_string(json_member_text(answer.json, "token")));
	else
		scene_fail(s, "no token for %s: %d %s", who, answer.status, answer.body.data);
	answer_free(&answer);
	buffer_free(&body);
	return json_string_value(names_get(&s->tokens, who, strlen(who)));
}

void scene_as(struct scene *s, const char *text)
{
	struct buffer who = {0};

	if (!scene_expand(s, text, EXPAND_TEXT, &who))
		goto out;
	snprintf(s->who, sizeof(s->who), "%s", buffer_string(&who));
	free(s->token);
	s->token = NULL;
	if (strcmp(who.data, "admin") == 0)
		s->token = strdup(daemon_admin_token());
	else if (who.data[0] == '"')
		s->token = strndup(who.data + 1, strcspn(who.data + 1, "\""));
	else if (strchr(who.data, '@'))
		s->token = strdup(token_of(s, who.data) ? token_of(s, who.data) : "none");
	else if (strcmp(who.data, "nobody") != 0)
		scene_fail(s, "nobody knows who `%s` is", who.data);
out:
	buffer_free(&who);
}

void scene_with(struct scene *s, const char *text)
{
	struct buffer header = {0};

	if (scene_expand(s, text, EXPAND_TEXT, &header))
		s->headers = curl_slist_append(s->headers, buffer_string(&header));
	buffer_free(&header);
}

void scene_end_exchange(struct scene *s)
{
	if (s->state == SENT)
		scene_fail(s, "the answer was not looked at: a status is missing");
	if (s->state != IDLE)
		answer_free(&s->answer);
	s->state = IDLE;
	buffer_free(&s->request);
	buffer_free(&s->path);
	buffer_free(&s->body);
}

/* What stands behind the path. Leaves the content type in `type`. */
static bool read_body(struct scene *s, const char *text, char type[100])
{
	struct buffer raw = {0};
	enum expansion how = EXPAND_TEXT;
	bool good = true;

	bool named = sscanf(text, "%99[a-z]/%*s", type) == 1 && strchr(text, '/');

	if (named || strncmp(text, "xlsx ", 5) == 0) {
		snprintf(type, 100, "%.*s", (int)strcspn(text, " \t"), text);
		text += strlen(type);
		text += strspn(text, " \t");
	} else {
		snprintf(type, 100, "application/json");
	}
	if (strncmp(text, "<<", 2) == 0) {
		good = script_here(&s->script, text + 2, &raw);
	} else {
		how = EXPAND_JSON;
		if (*text == '{' || *text == '[')
			good = script_json(&s->script, text, &raw);
		else
			buffer_text(&raw, text);
	}
	if (!good)
		scene_fail(s, "the body does not end");
	good = good && scene_expand(s, buffer_string(&raw), how, &s->body);
	buffer_free(&raw);
	return good;
}

/* A plain write is rehearsed: its dry run answers as the write does then, but 200 for 201 and
 * without Location, and what it did is undone or the write would meet it. */
static bool can_rehearse(const struct scene *s, const struct question *question)
{
	return strcmp(question->method, "GET") != 0 && strcmp(question->method, "HEAD") != 0 &&
		strcmp(question->method, "OPTIONS") != 0 && s->plain && s->token &&
		!strstr(question->path, "dry_run=");
}

static void judge_rehearsal(struct scene *s, const struct answer *dry)
{
	const struct answer *wet = &s->answer;
	int wanted = wet->status == 201 ? 200 : wet->status;

	if (dry->status != wanted || header_value(dry, "Location") || dry->faults.length ||
		strcmp(json_member_text(dry->json, "code"), json_member_text(wet->json, "code")))
		scene_fail(s, "its dry run answers otherwise: %d %.*s%s\n\tthan it: %d %.*s",
			dry->status, SHOWN, dry->body.data,
			dry->faults.length ? dry->faults.data : "", wet->status, SHOWN,
			wet->body.data);
	else
		tally_pass();
}

static bool rehearse(struct scene *s, struct question question, struct answer *out)
{
	struct buffer path = {0};

	if (!can_rehearse(s, &question))
		return false;
	buffer_printf(
		&path, "%s%cdry_run=true", question.path, strchr(question.path, '?') ? '&' : '?');
	question.path = buffer_string(&path);
	client_send(&s->client, &question, out);
	if (out->status == 200)
		dare_rehearsal(s, &question);
	buffer_free(&path);
	return true;
}

static void send_request(struct scene *s, const char *method, const char *type)
{
	struct question question = {.method = method,
		.path = buffer_string(&s->path),
		.token = s->token,
		.headers = s->headers};
	struct answer dry = {0};
	struct buffer workbook = {0};

	if (type) {
		question.content_type = type;
		question.body = buffer_string(&s->body);
		question.length = s->body.length;
	}
	if (type && strcmp(type, "xlsx") == 0) {
		sheet_of_csv(question.body, question.length, &workbook);
		question.content_type = api_forms[FORM_XLSX].type;
		question.body = workbook.data;
		question.length = workbook.length;
	}
	s->state = SENT;
	s->plain = !s->headers;
	bool rehearsed = rehearse(s, question, &dry);

	client_send(&s->client, &question, &s->answer);
	if (rehearsed)
		judge_rehearsal(s, &dry);
	answer_free(&dry);
	buffer_free(&workbook);
}

void scene_request(struct scene *s, const char *line)
{
	char method[16] = "", type[100] = "";
	const char *path = line + strcspn(line, " ") + 1;
	char *written = strndup(path, strcspn(path, " \t"));
	const char *rest = path + strcspn(path, " \t");

	scene_end_exchange(s);
	s->line = s->script.at;
	s->state = SKIPPED;
	if (!written)
		tally_abort("out of memory");
	rest += strspn(rest, " \t");
	snprintf(method, sizeof(method), "%.*s", (int)strcspn(line, " "), line);
	if (strncmp(written, "//", 2) != 0)
		buffer_text(&s->path, BASE);
	buffer_printf(&s->request, "%s %s", method, written);
	bool good =
		scene_expand(s, written + (strncmp(written, "//", 2) == 0), EXPAND_PATH, &s->path);
	bool has_body = *rest != '\0';

	good = good && (!has_body || read_body(s, rest, type));
	buffer_free(&s->request);
	buffer_printf(&s->request, "%s %s %s", method, good ? buffer_string(&s->path) : written,
		s->body.length ? buffer_string(&s->body) : "");
	if (good)
		send_request(s, method, has_body ? type : NULL);
	curl_slist_free_all(s->headers);
	s->headers = NULL;
	free(written);
}

void scene_close(struct scene *s)
{
	script_close(&s->script);
	names_free(&s->names);
	names_free(&s->tokens);
	names_free(&s->verdicts);
	names_free(&s->headed);
	names_free(&s->walked);
	names_free(&s->asked);
	curl_slist_free_all(s->headers);
	free(s->token);
}
