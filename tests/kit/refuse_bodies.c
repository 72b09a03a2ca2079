/* What must be refused about bodies: their type, syntax, size, and one fault in every field. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "refusal.h"
#include "sample.h"
#include "sheet.h"
#include "tally.h"

#define JSON "application/json"

#define BAD(what, text)                                                                            \
	{                                                                                          \
		what, text, sizeof(text) - 1                                                       \
	}

static const struct {
	const char *what, *text;
	size_t length;
} bad_json[] = {
	BAD("an open object", "{\"a\": 1"),
	BAD("a trailing comma", "{\"a\": 1,}"),
	BAD("text behind the object", "{} {}"),
	BAD("a bare scalar", "17"),
	BAD("a member twice", "{\"a\": 1, \"a\": 2}"),
	BAD("an escaped NUL", "{\"a\": \"\\u0000\"}"),
	BAD("a raw NUL", "{\"a\": \"\0\"}"),
	BAD("a byte that is not UTF-8", "{\"a\": \"\xff\"}"),
	BAD("an overlong UTF-8 form", "{\"a\": \"\xc0\xaf\"}"),
	BAD("a lone surrogate", "{\"a\": \"\\ud800\"}"),
	BAD("a byte order mark", "\xef\xbb\xbf{}"),
	BAD("deep nesting", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
};

static void send_body(const struct route *route, const char *type, const char *body, size_t length,
	int status, const char *pointer, const char *what)
{
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);

	question.content_type = type;
	question.body = body;
	question.length = length;
	refuse(route, &question, status, pointer, what);
	buffer_free(&target);
}

static void test_content_types(const struct route *route)
{
	static const char *const csv[] = {"text/csv", "application/vnd.ms-excel", "text/plain"};
	static const char *const wrong[] = {NULL, "text/html", "application/xml",
		"application/jsonx", "application/json; charset=iso-8859-1",
		"application/json; charset=utf-8x", "multipart/form-data; boundary=x",
		"application/x-www-form-urlencoded"};
	struct curl_slist *gzip = curl_slist_append(NULL, "Content-Encoding: gzip");
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		send_body(route, wrong[i], "{}", 2, 415, NULL, wrong[i] ? wrong[i] : "no type");
	for (size_t i = 0; !route->csv_row && i < sizeof(csv) / sizeof(*csv); i++)
		send_body(route, csv[i], "a\n1\n", 4, 415, NULL, "CSV where none is taken");
	question.headers = gzip;
	refuse(route, &question, 415, NULL, "compressed");
	curl_slist_free_all(gzip);
	buffer_free(&target);
}

static void test_syntax(const struct route *route)
{
	for (size_t i = 0; i < sizeof(bad_json) / sizeof(*bad_json); i++)
		send_body(route, JSON, bad_json[i].text, bad_json[i].length, 400, NULL,
			bad_json[i].what);
	if (route->body_required)
		send_body(route, JSON, "", 0, 400, NULL, "an empty body");
	if (!route->csv_row)
		return;
	send_body(route, "text/csv", "a\xff\n", 3, 400, NULL, "CSV that is not UTF-8");
	send_body(route, "text/csv", "a\0\n\0", 4, 400, NULL, "CSV in UTF-16 without its mark");
	send_body(route, "text/csv", "\xff\xfe\x00\xde", 4, 400, NULL, "CSV in bad UTF-16");
	send_body(route, "text/csv", "zz_unknown\n1\n", 13, 422, NULL, "an unknown column");
	send_body(route, "text/csv", "", 0, 422, NULL, "CSV without a header");
}

/* With `sheet` in the place of the sheet. */
static void make_workbook(const char *sheet, struct buffer *out)
{
	struct sheet_part parts[SHEET_PARTS + 1];

	memcpy(parts, sheet_parts, sizeof sheet_parts);
	parts[SHEET_PARTS] = (struct sheet_part){"xl/worksheets/sheet1.xml", sheet, 0};
	sheet_pack(parts, SHEET_PARTS + 1, out);
}

static void send_workbook(
	const struct route *route, const char *sheet, int status, const char *what)
{
	struct buffer body = {0};

	make_workbook(sheet, &body);
	send_body(route, api_forms[FORM_XLSX].type, body.data, body.length, status, NULL, what);
	send_body(route, "application/vnd.ms-excel", body.data, body.length, status, NULL, what);
	send_body(route, api_forms[FORM_XLSX].type, body.data, body.length / 2, 400, NULL,
		"half a workbook");
	buffer_free(&body);
}

/* Made once, since it takes its time. */
static const struct buffer *bomb(void)
{
	static struct buffer made;
	struct buffer sheet = {0};

	if (made.length)
		return &made;
	while (sheet.length < 17 << 20)
		buffer_printf(&sheet, "%4096s", "");
	buffer_text(&sheet, "<worksheet/>");
	make_workbook(buffer_string(&sheet), &made);
	buffer_free(&sheet);
	return &made;
}

static void test_workbooks(const struct route *route)
{
	static const char old[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on";
	static const char locked[] =
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	send_body(route, api_forms[FORM_XLSX].type, "", 0, 400, NULL, "an empty workbook");
	send_body(route, api_forms[FORM_XLSX].type, "a,b\n", 4, 400, NULL, "CSV as a workbook");
	send_body(route, "text/csv", old, sizeof old, 400, NULL, "an old workbook");
	send_body(route, api_forms[FORM_XLSX].type, locked, sizeof locked, 400, NULL,
		"with a password");
	send_workbook(route, NULL, 400, "a workbook without its sheet");
	send_workbook(route, "<worksheet>", 400, "a sheet that does not end");
	send_workbook(route, "<!DOCTYPE a [<!ENTITY b 'b'>]><worksheet>&b;</worksheet>", 400,
		"a sheet with entities");
	send_workbook(route, "<worksheet/>", 422, "a workbook without a header");
	send_body(route, api_forms[FORM_XLSX].type, bomb()->data, bomb()->length, 413, NULL,
		"a workbook that grows when unpacked");
}

static void test_size(const struct route *route)
{
	struct buffer body = {0};

	buffer_text(&body, "{\"zz\": \"");
	while (body.length < route->body_cap)
		buffer_text(
			&body, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz");
	buffer_text(&body, "\"}");
	send_body(route, JSON, buffer_string(&body), body.length, 413, NULL, "over the cap");
	if (route->csv_row) {
		buffer_truncate(&body, 0);
		buffer_text(&body, "\xff\xfe");
		while (body.length < route->body_cap)
			buffer_text(&body, "\x01\x20"); /* three bytes of UTF-8 */
		send_body(route, "text/csv", body.data, route->body_cap, 413, NULL,
			"over the cap in UTF-8");
	}
	buffer_free(&body);
}

/* Walks the sample and its schema together, puts each faulty value into its place in turn, and
 * sends the whole. */
struct body_walk {
	const struct route *route;
	json_t *body;
	json_t *parent; /* the object whose member is in turn */
	const char *member;
	bool figure; /* that member is a reported count */
	char pointer[256];
};

static void send_walk(struct body_walk *walk, const char *what)
{
	char *text = json_dumps(walk->body, JSON_COMPACT);

	if (text && strlen(text) <= walk->route->body_cap)
		send_body(walk->route, JSON, text, strlen(text), 422, walk->pointer, what);
	free(text);
}

/* A figure that is no count does not keep an operation from looking at the rest: it is named
 * together with what the rules of the resource find. */
static void send_figure(struct body_walk *walk, const char *what)
{
	struct buffer target = {0};
	struct question question = refusal_question(walk->route, &target);
	char *text = json_dumps(walk->body, JSON_COMPACT);
	struct answer answer;

	question.body = text ? text : "";
	question.length = strlen(question.body);
	bool sent = client_send(&refusal.client, &question, &answer);

	tally_check(sent && (answer.status == 422 || answer.status == 404) &&
			!answer.faults.length && points_to(&answer, walk->pointer, false),
		"%s: %s: wanted 422 at %s\n\t%s\n\t%d %s", walk->route->operation, what,
		walk->pointer, question.body, answer.status, answer.body.data);
	answer_free(&answer);
	free(text);
	buffer_free(&target);
}

static void try_value(void *context, const char *what, json_t *value)
{
	struct body_walk *walk = context;

	json_object_set(walk->parent, walk->member, value);
	if (walk->figure)
		send_figure(walk, what);
	else
		send_walk(walk, what);
}

static void walk_value(struct body_walk *walk, const struct schema *schema, json_t *value);

static void walk_member(struct body_walk *walk, const struct property *property, json_t *object)
{
	json_t *good = json_incref(json_object_get(object, property->name));

	walk->parent = object;
	walk->member = property->name;
	walk->figure = property->schema->format == FORMAT_COUNT;
	if (property->read_only) {
		try_value(walk, "read-only", json_null());
		json_object_del(object, property->name);
		return;
	}
	if (property->required) {
		json_object_del(object, property->name);
		send_walk(walk, "missing");
	}
	sample_faults(property->schema, try_value, walk);
	json_object_set(object, property->name, good);
	walk_value(walk, property->schema, good);
	json_decref(good);
}

static void walk_object(struct body_walk *walk, const struct schema *schema, json_t *object)
{
	size_t length = strlen(walk->pointer);

	for (size_t i = 0; i < schema->property_count; i++) {
		snprintf(walk->pointer + length, sizeof(walk->pointer) - length, "/%s",
			schema->properties[i].name);
		walk_member(walk, &schema->properties[i], object);
	}
	snprintf(walk->pointer + length, sizeof(walk->pointer) - length, "/zz_unknown");
	json_object_set_new(object, "zz_unknown", json_integer(1));
	send_walk(walk, "an unknown member");
	json_object_del(object, "zz_unknown");
	walk->pointer[length] = '\0';
}

static void walk_value(struct body_walk *walk, const struct schema *schema, json_t *value)
{
	size_t length = strlen(walk->pointer);

	if (json_is_object(value))
		walk_object(walk, schema, value);
	if (!json_is_array(value) || json_array_size(value) == 0)
		return;
	snprintf(walk->pointer + length, sizeof(walk->pointer) - length, "/0");
	walk_value(walk, schema->items, json_array_get(value, 0));
	walk->pointer[length] = '\0';
}

static void test_fields(const struct route *route)
{
	struct body_walk walk = {.route = route, .body = sample_value(route->body)};

	send_body(route, JSON, "[]", 2, 422, "", "an array for an object");
	walk_value(&walk, route->body, walk.body);
	json_decref(walk.body);
}

void refuse_bodies(const struct route *route)
{
	test_content_types(route);
	test_syntax(route);
	test_size(route);
	if (route->csv_row)
		test_workbooks(route);
	test_fields(route);
}
