/*
 * The promises that every answer makes, whatever was asked: it can be traced, sniffed by nobody,
 * cached only with an ETag, parsed as what it says it is, and a refusal is a problem in the
 * language that was asked for.
 */
#include <string.h>
#include <strings.h>

#include "client.h"
#include "coverage.h"
#include "naughty.h"
#include "sentence.h"

static void fault(struct answer *answer, const char *text)
{
	buffer_text(&answer->faults, text);
	buffer_char(&answer->faults, '\n');
}

static void want(struct answer *answer, bool good, const char *text)
{
	if (!good)
		fault(answer, text);
}

static bool starts_with(const char *text, const char *start)
{
	return text && strncasecmp(text, start, strlen(start)) == 0;
}

static void check_headers(struct answer *answer)
{
	const char *id = header_value(answer, "X-Request-Id");
	const char *sniff = header_value(answer, "X-Content-Type-Options");
	const char *cache = header_value(answer, "Cache-Control");
	const char *allow = header_value(answer, "Allow");

	want(answer, id && strlen(id) >= 8 && strlen(id) <= 64, "X-Request-Id is absent or odd");
	want(answer, sniff && strcmp(sniff, "nosniff") == 0,
		"X-Content-Type-Options is not nosniff");
	want(answer, (cache && strstr(cache, "no-store")) || header_value(answer, "ETag"),
		"neither Cache-Control: no-store nor ETag");
	if (answer->status == 405)
		want(answer, allow && *allow, "405 without Allow");
	if (answer->status == 401)
		want(answer, starts_with(header_value(answer, "WWW-Authenticate"), "Bearer"),
			"401 without WWW-Authenticate: Bearer");
	if (answer->status == 429 || answer->status == 503 || answer->status == 507)
		want(answer, header_value(answer, "Retry-After"),
			"a refusal for now without Retry-After");
}

static void check_body(struct answer *answer)
{
	const char *type = header_value(answer, "Content-Type");

	if (answer->body.length == 0) {
		want(answer, answer->status == 204 || answer->status == 304, "no body");
		return;
	}
	want(answer, answer->status != 204 && answer->status != 304, "a body where none belongs");
	want(answer, type, "a body without Content-Type");
	if (!starts_with(type, "application/json") &&
		!starts_with(type, "application/problem+json"))
		return;
	json_error_t error;

	answer->json =
		json_loadb(answer->body.data, answer->body.length, JSON_REJECT_DUPLICATES, &error);
	if (!answer->json)
		buffer_printf(&answer->faults, "the JSON does not parse: %s\n", error.text);
}

/* The languages are vi (also without a wish) and en; NULL: a wish for both is not judged here. */
static const char *wish_of(const struct question *question)
{
	const char *wish = "vi";

	for (const struct curl_slist *h = question->headers; h; h = h->next)
		if (starts_with(h->data, "Accept-Language: "))
			wish = h->data + strlen("Accept-Language: ");
	if (strpbrk(wish, ",;*"))
		return NULL;
	return starts_with(wish, "en") ? "en" : "vi";
}

static void check_language(const struct question *question, struct answer *answer)
{
	const char *wish = wish_of(question);
	const char *language = header_value(answer, "Content-Language");

	if (!wish)
		return;
	want(answer, language, "a problem without Content-Language");
	if (language)
		want(answer, starts_with(language, wish), "a problem in the wrong language");
}

static void check_sentence(const struct question *question, struct answer *answer,
	const json_t *said, const char *member)
{
	const char *wish = wish_of(question), *sentence = json_member_text(said, member);
	const char *stranger =
		wish && !strcmp(wish, "vi") ? sentence_fault_unquoted(sentence) : NULL;

	if (!stranger || naughty_says(sentence, stranger))
		return;
	buffer_printf(&answer->faults, "\"%s\" in a Vietnamese sentence: %s\n", stranger, sentence);
}

static void check_findings(
	const struct question *question, struct answer *answer, const char *member)
{
	size_t i;
	json_t *finding;

	json_array_foreach(json_object_get(answer->json, member), i, finding)
	{
		const char *code = json_member_text(finding, "code");

		want(answer, *code && *json_member_text(finding, "detail"),
			"a finding without code or detail");
		want(answer, json_is_string(json_object_get(finding, "pointer")),
			"a finding without pointer");
		check_sentence(question, answer, finding, "detail");
		coverage_problem(code);
	}
}

static void check_problem(const struct question *question, struct answer *answer)
{
	const char *code = json_member_text(answer->json, "code");
	const char *type = json_member_text(answer->json, "type");
	const char *id = header_value(answer, "X-Request-Id");

	want(answer, starts_with(header_value(answer, "Content-Type"), "application/problem+json"),
		"a refusal that is not application/problem+json");
	want(answer,
		*code && *json_member_text(answer->json, "title") &&
			*json_member_text(answer->json, "detail"),
		"a problem without code, title or detail");
	want(answer,
		starts_with(type, "/problems/") && strcmp(type + strlen("/problems/"), code) == 0,
		"the type of a problem is not /problems/ and its code");
	want(answer, json_integer_value(json_object_get(answer->json, "status")) == answer->status,
		"the status of a problem is not that of its answer");
	want(answer, id && strcmp(json_member_text(answer->json, "request_id"), id) == 0,
		"the request_id of a problem is not that of the header");
	check_language(question, answer);
	check_sentence(question, answer, answer->json, "title");
	check_sentence(question, answer, answer->json, "detail");
	coverage_problem(code);
}

static bool asks_for_text(const struct question *question)
{
	for (const struct curl_slist *h = question->headers; h; h = h->next)
		if (starts_with(h->data, "Accept: ") &&
			(strstr(h->data, "text/plain") || strstr(h->data, "text/*")))
			return true;
	return false;
}

/* Lines for a person: the last has the id under which the log knows the request. */
static void check_problem_text(const struct question *question, struct answer *answer)
{
	const char *id = header_value(answer, "X-Request-Id"), *text = buffer_string(&answer->body);
	size_t length = id ? strlen(id) : 0;

	want(answer, asks_for_text(question), "a problem in text that nobody asked for");
	want(answer,
		text && id && answer->body.length > length + 1 &&
			!strncmp(text + answer->body.length - length - 1, id, length) &&
			text[answer->body.length - 1] == '\n',
		"the last line of a problem has not its request id");
	check_language(question, answer);
}

void check_answer(const struct question *question, struct answer *answer)
{
	check_headers(answer);
	if (strcmp(question->method, "HEAD") == 0)
		return;
	check_body(answer);
	if (answer->status >= 400 &&
		starts_with(header_value(answer, "Content-Type"), "text/plain"))
		check_problem_text(question, answer);
	else if (answer->status >= 400)
		check_problem(question, answer);
	check_findings(question, answer, "errors");
	check_findings(question, answer, "warnings");
}
