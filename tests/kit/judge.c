/* The expecting side of a scenario: statuses, bodies and headers of the answer in hand. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"
#include "tally.h"

/* A JSON string of the scenario as text, its names replaced; false after reporting. */
static bool read_text(struct scene *s, const char *quoted, struct buffer *out)
{
	struct buffer raw = {0};
	bool good = scene_expand(s, quoted, EXPAND_JSON, &raw);
	json_t *json = good ? json_loads(buffer_string(&raw), JSON_DECODE_ANY, NULL) : NULL;

	if (good && !json_is_string(json))
		scene_fail(s, "not a \"text\": %s", quoted);
	good = json_is_string(json);
	buffer_text(out, good ? json_string_value(json) : "");
	if (!buffer_string(out))
		tally_abort("out of memory");
	json_decref(json);
	buffer_free(&raw);
	return good;
}

static bool judge_json(struct scene *s, const char *text, struct buffer *wanted, struct buffer *why)
{
	if (!script_json(&s->script, text, wanted)) {
		buffer_text(why, "the expectation does not end");
		return false;
	}
	json_t *want = pattern_read(buffer_string(wanted), why);
	bool good = want && s->answer.json && pattern_match(want, s->answer.json, &s->names, why);

	if (want && !s->answer.json)
		buffer_text(why, "the answer is not JSON");
	json_decref(want);
	return good;
}

static bool judge_whole(struct scene *s, const char *text, struct buffer *wanted)
{
	struct buffer pattern = {0};

	if (!read_text(s, text, wanted))
		return false;
	pattern_read_text(wanted->data, &pattern);
	bool good = pattern_match_text(buffer_string(&pattern), s->answer.body.data, &s->names);

	buffer_free(&pattern);
	return good;
}

/* The body without BOM and carriage returns, so that CSV can be written down as lines. */
static void plain_lines(const char *body, struct buffer *out)
{
	if (strncmp(body, "\xef\xbb\xbf", 3) == 0)
		body += 3;
	for (; *body; body++)
		if (*body != '\r')
			buffer_char(out, *body);
}

static bool judge_lines(
	struct scene *s, const char *word, struct buffer *wanted, struct buffer *why)
{
	struct buffer pattern = {0}, got = {0};

	if (!script_here(&s->script, word, wanted)) {
		buffer_text(why, "the expectation does not end");
		return false;
	}
	pattern_read_text(buffer_string(wanted), &pattern);
	plain_lines(s->answer.body.data, &got);
	bool good = pattern_match_text(buffer_string(&pattern), buffer_string(&got), &s->names);

	buffer_free(&pattern);
	buffer_free(&got);
	return good;
}

static bool body_contains(struct scene *s, const char *text, struct buffer *wanted)
{
	return read_text(s, text, wanted) && strstr(s->answer.body.data, wanted->data);
}

static bool judge_body(struct scene *s, const char *text, struct buffer *wanted, struct buffer *why)
{
	bool whole = strncmp(text, "text ", 5) == 0;

	if (!*text)
		return true;
	if (whole)
		text += 5 + strspn(text + 5, " \t");
	if (strncmp(text, "<<", 2) == 0)
		return judge_lines(s, text + 2, wanted, why);
	if (whole)
		return judge_whole(s, text, wanted);
	if (strncmp(text, "contains ", 9) == 0)
		return body_contains(s, text + 9, wanted);
	return judge_json(s, text, wanted, why);
}

/* HEAD must answer as GET does, without a body; tried once for each path. */
static void judge_head(struct scene *s)
{
	const char *path = s->path.data;
	size_t length = strcspn(path, "?");

	if (strncmp(s->request.data, "GET ", 4) != 0 || s->answer.status != 200 || !s->plain ||
		names_get(&s->headed, path, length))
		return;
	names_set(&s->headed, path, length, json_true());
	struct question question = {.method = "HEAD", .path = path, .token = s->token};
	struct answer head;

	if (client_send(&s->client, &question, &head)) {
		const char *want_type = header_value(&s->answer, "Content-Type");
		const char *type = header_value(&head, "Content-Type");
		const char *want_tag = header_value(&s->answer, "ETag");
		const char *tag = header_value(&head, "ETag");

		if (head.status != 200 || head.body.length || head.faults.length ||
			strcmp(type ? type : "", want_type ? want_type : "") != 0 ||
			(want_tag && strcmp(tag ? tag : "", want_tag) != 0))
			scene_fail(s,
				"HEAD answers otherwise than GET: %d, Content-Type %s, ETag %s %s",
				head.status, type ? type : "-", tag ? tag : "-",
				head.faults.length ? buffer_string(&head.faults) : "");
		else
			tally_pass();
		answer_free(&head);
	}
}

void judge_status(struct scene *s, const char *line)
{
	int status = atoi(line);
	const char *text = line + 3 + strspn(line + 3, " \t");
	struct buffer wanted = {0}, shown = {0}, why = {0};

	if (s->state != SENT) {
		if (s->state != SKIPPED)
			scene_fail(s, "a status without a request");
		return;
	}
	s->state = JUDGED;
	bool good = judge_body(s, text, &wanted, &why) && s->answer.status == status;

	buffer_printf(&shown, "%d ", status);
	buffer_bytes(&shown, wanted.data, wanted.length);
	if (!good)
		scene_fail_answer(s, buffer_string(&shown),
			s->answer.status == status && why.length ? buffer_string(&why) : "");
	else if (s->answer.faults.length)
		scene_fail_answer(s, buffer_string(&shown), buffer_string(&s->answer.faults));
	else
		tally_pass();
	judge_head(s);
	judge_pages(s);
	judge_forms(s);
	judge_archive(s);
	judge_return(s);
	overwrite_note(s);
	buffer_free(&wanted);
	buffer_free(&shown);
	buffer_free(&why);
}

void judge_define(struct scene *s, const char *text)
{
	size_t length = strcspn(text, " ");
	const char *equals = text + length + strspn(text + length, " ");

	if (strncmp(equals, "= ", 2) == 0)
		names_set(&s->verdicts, text, length, json_string(equals + 2));
	else
		scene_fail(s, "not `answer word = STATUS ..`: %s", text);
}

void judge_word(struct scene *s, const char *line)
{
	struct buffer word = {0};
	const json_t *verdict = NULL;

	if (scene_expand(s, line, EXPAND_TEXT, &word))
		verdict = names_get(&s->verdicts, word.data, word.length);
	if (verdict)
		judge_status(s, json_string_value(verdict));
	else
		scene_fail(s, "no answer is called `%s`", buffer_string(&word));
	buffer_free(&word);
}

/* Is there an answer that lines may say more about? */
static bool answered(struct scene *s)
{
	if (s->state == IDLE || s->state == SENT)
		scene_fail(s, "this belongs behind a status");
	return s->state == JUDGED;
}

void judge_header(struct scene *s, const char *line)
{
	char name[64];
	const char *value = strchr(line, ':') + 1;
	struct buffer pattern = {0};

	if (!answered(s))
		return;
	value += strspn(value, " \t");
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(line, ":"), line);
	const char *got = header_value(&s->answer, name);
	bool good;

	pattern_read_text(value, &pattern);
	if (strcmp(value, "-") == 0)
		good = !got;
	else if (strcmp(value, "*") == 0)
		good = got;
	else
		good = got && pattern_match_text(buffer_string(&pattern), got, &s->names);
	if (good)
		tally_pass();
	else
		scene_fail(s, "wanted the header %s\n\tgot    %s: %s", line, name,
			got ? got : "(not there)");
	buffer_free(&pattern);
}

void judge_contains(struct scene *s, const char *text, bool wanted)
{
	struct buffer part = {0};

	if (!answered(s))
		return;
	if (body_contains(s, text, &part) == wanted)
		tally_pass();
	else
		scene_fail_answer(s, part.length ? part.data : text,
			wanted ? "this is not in the body" : "this must not be in the body");
	buffer_free(&part);
}
