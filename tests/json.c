/*
 * JSON at the border: what must be refused as JSON, what must be understood, and texts that must
 * come back as they went in. The cases are the lines of tests/json_corpus/.
 *
 *	build/tests/json build/thidua tests/json_corpus
 */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/client.h"
#include "kit/daemon.h"
#include "kit/script.h"
#include "kit/tally.h"
#include "text.h"

#define SHOWN 200
#define AREAS 200 /* in one go */

static struct client client;

/* Appends a case's text with %HH and %{40*[} replaced. */
static void decode(const char *text, struct buffer *out)
{
	while (*text) {
		unsigned byte;
		int repeats, n = 0;

		if (sscanf(text, "%%{%d*%n", &repeats, &n) == 1 && n) {
			size_t length = 1 + strcspn(text + n + 1, "}");

			while (repeats-- > 0)
				buffer_bytes(out, text + n, length);
			text += (size_t)n + length + 1;
		} else if (*text == '%' && sscanf(text + 1, "%2x", &byte) == 1) {
			buffer_char(out, (char)byte);
			text += 3;
		} else {
			buffer_char(out, *text++);
		}
	}
	if (!buffer_string(out))
		tally_abort("out of memory");
}

static struct question post(const char *path, const char *type, const struct buffer *body)
{
	return (struct question){.method = "POST",
		.path = path,
		.token = daemon_admin_token(),
		.content_type = type,
		.body = body->data,
		.length = body->length};
}

/* A document for an operation that knows none of its members: 422 when it is JSON. */
static void test_document(const char *file, char kind, const char *name, const char *text)
{
	struct buffer body = {0};
	struct answer answer;

	decode(text, &body);
	struct question question = post("/api/v1/areas/import", "application/json", &body);

	client_send(&client, &question, &answer);
	bool understood = answer.status == 422, refused = answer.status == 400;
	bool must_refuse = kind == 'n' || kind == 'p';

	tally_check(!answer.faults.length && (understood || refused) &&
			(kind != 'y' || understood) && (!must_refuse || refused),
		"%s: %s: wanted %s, got %d %.*s %s", file, name,
		kind == 'y'           ? "422"
			: must_refuse ? "400"
				      : "422 or 400",
		answer.status, SHOWN, answer.body.data,
		answer.faults.length ? buffer_string(&answer.faults) : "");
	answer_free(&answer);
	buffer_free(&body);
}

static bool is_comment(const char *line)
{
	return strncmp(line, "# ", 2) == 0;
}

static void open_corpus(
	struct script *script, struct buffer *path, const char *folder, const char *name)
{
	buffer_printf(path, "%s/%s.txt", folder, name);
	if (!script_open(script, buffer_string(path)))
		tally_abort("%s cannot be read", path->data);
}

static void test_documents(const char *folder, const char *file)
{
	struct script script;
	struct buffer path = {0};

	open_corpus(&script, &path, folder, file);
	for (size_t i = 0; i < script.count; i++) {
		char kind[2], name[64];
		int n = 0;

		if (is_comment(script.lines[i]))
			continue;
		if (sscanf(script.lines[i], "%1[ynip] %63s%n", kind, name, &n) != 2)
			tally_abort("%s:%zu is not `KIND NAME TEXT`", path.data, i + 1);
		test_document(file, *kind, name, script.lines[i] + n + (script.lines[i][n] == ' '));
	}
	script_close(&script);
	buffer_free(&path);
}

/* What no client may send: control characters but tabs and ends of lines. */
static bool has_control(const char *text)
{
	for (; *text; text++)
		if (((unsigned char)*text < 0x20 && !strchr("\t\r\n", *text)) || *text == 0x7f ||
			(*text == '\xc2' && (unsigned char)text[1] < 0xa0))
			return true;
	return false;
}

/* The next texts from *at on that may be sent, or those that may not, each the note of an area of its own. */
static json_t *naughty_areas(const struct script *script, size_t *at, bool may)
{
	json_t *rows = json_array();

	for (; *at < script->count && json_array_size(rows) < AREAS; ++*at) {
		struct buffer text = {0};

		if (is_comment(script->lines[*at]))
			continue;
		decode(script->lines[*at], &text);
		if (has_control(text.data) != may)
			json_array_append_new(rows,
				json_pack("{s:o, s:s, s:s, s:i, s:s#}", "area",
					json_sprintf("ZZ%03zu", json_array_size(rows)), "name_vi",
					"z", "name_en", "z", "sort", 900, "note", text.data,
					(int)text.length));
		buffer_free(&text);
	}
	return rows;
}

/* Each of them is named. */
static void refuse_areas(json_t *rows)
{
	json_t *document = json_pack("{s:O}", "rows", rows);
	char *text = json_dumps(document, 0);
	struct buffer body = {.data = text, .length = strlen(text)};
	struct question question = post("/api/v1/areas/import", "application/json", &body);
	struct answer answer;

	client_send(&client, &question, &answer);
	tally_check(answer.status == 422 &&
			json_array_size(json_object_get(answer.json, "errors")) ==
				json_array_size(rows),
		"texts with control characters: %d %.*s", answer.status, SHOWN, answer.body.data);
	answer_free(&answer);
	json_decref(document);
	free(text);
}

static void import(const char *path, const char *type, const struct buffer *body, json_t **out)
{
	struct question question = post(path, type, body);
	struct answer answer;

	client_send(&client, &question, &answer);
	tally_check(answer.status == 200 && !answer.faults.length, "%s %s: %d %.*s %s", path, type,
		answer.status, 10 * SHOWN, answer.body.data,
		answer.faults.length ? buffer_string(&answer.faults) : "");
	*out = json_incref(answer.json);
	answer_free(&answer);
}

static void compare_notes(const json_t *rows, const json_t *items)
{
	json_t *row, *item;
	size_t i, k;

	json_array_foreach(rows, i, row)
	{
		const char *area = json_member_text(row, "area"), *got = "(no such area)";
		char *wanted = text_stored_form(json_member_text(row, "note"));

		json_array_foreach(items, k, item)
		{
			if (strcmp(json_member_text(item, "area"), area) == 0)
				got = json_member_text(item, "note");
		}
		tally_check(wanted && strcmp(wanted, got) == 0, "%s: `%s` came back as `%s`", area,
			wanted ? wanted : "", got);
		free(wanted);
	}
}

/* All areas on one page, in the form that `accept` asks for. */
static void read_areas(const char *accept, struct answer *answer)
{
	struct curl_slist *headers = curl_slist_append(NULL, accept);
	struct question question = {.method = "GET",
		.path = "/api/v1/areas?limit=500",
		.token = daemon_admin_token(),
		.headers = headers};

	client_send(&client, &question, answer);
	tally_check(answer->status == 200 && !answer->faults.length, "the list of areas: %d %s",
		answer->status, answer->faults.length ? buffer_string(&answer->faults) : "");
	curl_slist_free_all(headers);
}

/* As "Unicode text" has it. */
static void to_utf16(
	const struct buffer *utf8, const char *mark, const char *name, struct buffer *out)
{
	iconv_t converter = iconv_open(name, "UTF-8");
	char *from = utf8->data, *to;
	size_t left = utf8->length, room = 2 * left;

	buffer_text(out, mark);
	if (converter == (iconv_t)-1 || !buffer_grow(out, room))
		tally_abort("no conversion to %s", name);
	to = out->data + out->length;
	if (iconv(converter, &from, &left, &to, &room) == (size_t)-1)
		tally_abort("the list is not in UTF-8");
	out->length = (size_t)(to - out->data);
	iconv_close(converter);
}

/* case 06: what comes in as UTF-16 is what came in as UTF-8. */
static void test_utf16(const struct buffer *csv, json_int_t unchanged)
{
	static const char *const forms[][2] = {{"\xff\xfe", "UTF-16LE"}, {"\xfe\xff", "UTF-16BE"}};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct buffer body = {0};
		json_t *imported;

		/* Behind the BOM of UTF-8. */
		const struct buffer text = {.data = csv->data + 3, .length = csv->length - 3};
		to_utf16(&text, forms[i][0], forms[i][1], &body);
		import("/api/v1/areas/import?dry_run=true", "text/csv", &body, &imported);
		tally_check(json_integer_value(json_object_get(imported, "unchanged")) == unchanged,
			"%s does not come back as it went out", forms[i][1]);
		json_decref(imported);
		buffer_free(&body);
	}
}

/* In as JSON, out as JSON; out as CSV, and that CSV in again changes nothing. */
static void test_areas(json_t *rows)
{
	struct buffer body = {0};
	struct answer answer;
	json_t *imported, *document = json_pack("{s:O}", "rows", rows);
	char *text = document ? json_dumps(document, 0) : NULL;

	if (!text)
		tally_abort("the texts make no JSON");
	buffer_text(&body, text);
	import("/api/v1/areas/import", "application/json", &body, &imported);
	json_decref(imported);
	read_areas("Accept: application/json", &answer);
	compare_notes(rows, json_object_get(answer.json, "items"));
	answer_free(&answer);

	read_areas("Accept: text/csv", &answer);
	import("/api/v1/areas/import?dry_run=true", "text/csv", &answer.body, &imported);
	tally_check(json_integer_value(json_object_get(imported, "unchanged")) >=
			(json_int_t)json_array_size(rows),
		"CSV does not come back as it went out");
	json_t *difference;
	size_t i;

	json_array_foreach(json_object_get(imported, "diff"), i, difference)
		tally_fail("%s: `%s` came back as `%s`", json_member_text(difference, "pointer"),
			json_member_text(difference, "old"), json_member_text(difference, "new"));
	test_utf16(&answer.body, json_integer_value(json_object_get(imported, "unchanged")));
	json_decref(imported);
	answer_free(&answer);
	json_decref(document);
	free(text);
	buffer_free(&body);
}

static void test_texts(const char *folder, const char *file)
{
	struct script script;
	struct buffer path = {0};
	size_t at = 0;

	open_corpus(&script, &path, folder, file);
	json_t *bad = naughty_areas(&script, &at, false);

	if (json_array_size(bad))
		refuse_areas(bad);
	json_decref(bad);
	for (at = 0; at < script.count;) {
		json_t *rows = naughty_areas(&script, &at, true);

		test_areas(rows);
		json_decref(rows);
	}
	script_close(&script);
	buffer_free(&path);
}

int main(int argc, char **argv)
{
	static const char *const files[] = {
		"structure", "numbers", "strings", "utf8", "depth", "suite"};
	struct daemon daemon;

	if (argc != 3)
		tally_abort("usage: json SERVER FOLDER");
	curl_global_init(CURL_GLOBAL_DEFAULT);
	daemon_prepare(argv[1]);
	if (daemon_start(&daemon, "json")) {
		client_open(&client, daemon.port);
		for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
			test_documents(argv[2], files[i]);
		test_texts(argv[2], "naughty");
		test_texts(argv[2], "blns");
		client_close(&client);
		if (daemon_stop(&daemon))
			tally_pass();
	}
	daemon_clean();
	curl_global_cleanup();
	return tally_end();
}
