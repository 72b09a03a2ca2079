/*
 * Lists that come back: what the list of an import gives as CSV, the import takes, also as a workbook, and it changes
 * nothing.
 */
#include <string.h>

#include "daemon.h"
#include "gen/api.h"
#include "refusal.h"
#include "sheet.h"
#include "tally.h"

static int64_t count_of(const struct answer *answer, const char *name)
{
	return json_integer_value(json_object_get(answer->json, name));
}

/* The list whose rows the import takes back; NULL when it asks for more than its path. */
static const struct route *list_of(const struct route *import)
{
	for (size_t i = 0; i < api_route_count; i++) {
		const struct route *route = &api_routes[i];
		const struct schema *page = route->replies[0].schema;
		const struct property *items = route->forms & 1 << FORM_CSV && page
			? schema_property(page, "items")
			: NULL;
		bool asks = false;

		for (size_t j = 0; j < route->field_count; j++)
			asks |= route->fields[j].required;
		if (items && items->schema->items == import->csv_list)
			return asks ? NULL : route;
	}
	return NULL;
}

static void export_list(const struct route *list, const char *form, struct answer *out)
{
	struct buffer path = {0};

	buffer_printf(&path, "%s?%s", list->path, form);
	struct question question = {
		.method = "GET", .path = buffer_string(&path), .token = daemon_admin_token()};

	client_send(&refusal.client, &question, out);
	tally_check(out->status == 200, "%s: %d %s", question.path, out->status, out->body.data);
	buffer_free(&path);
}

static void import_back(
	const struct route *import, const char *what, enum form form, const struct buffer *list)
{
	struct question question = {.method = "POST",
		.path = import->path,
		.token = daemon_admin_token(),
		.content_type = api_forms[form].type,
		.body = list->data,
		.length = list->length};
	struct answer answer;

	client_send(&refusal.client, &question, &answer);
	tally_check(answer.status == 200 && !count_of(&answer, "created") &&
			!count_of(&answer, "updated") && count_of(&answer, "unchanged"),
		"%s: its own list, %s: %d %s", import->operation, what, answer.status,
		answer.body.data);
	answer_free(&answer);
}

static void import_workbook(const struct route *import, const struct buffer *list)
{
	struct buffer workbook = {0};

	sheet_of_csv(list->data, list->length, &workbook);
	import_back(import, "as a workbook of another program", FORM_XLSX, &workbook);
	buffer_free(&workbook);
}

static bool has_rows(const struct answer *list)
{
	const char *end = strchr(list->body.data, '\n');

	return end && end[1];
}

void round_trip(const struct route *import)
{
	static const struct {
		enum form form;
		const char *query;
	} ways[] = {{FORM_CSV, "format=csv&separator=comma"},
		{FORM_CSV, "format=csv&separator=semicolon"},
		{FORM_CSV, "format=csv&separator=comma&headings=vi"},
		{FORM_CSV, "format=csv&separator=semicolon&headings=vi"},
		{FORM_XLSX, "format=xlsx"}, {FORM_XLSX, "format=xlsx&headings=vi"}};
	const struct route *source = list_of(import);
	bool filled = false;

	for (size_t i = 0; source && i < sizeof ways / sizeof *ways; i++) {
		struct answer list;

		export_list(source, ways[i].query, &list);
		if (i == 0)
			filled = list.status == 200 && has_rows(&list);
		if (filled)
			import_back(import, ways[i].query, ways[i].form, &list.body);
		if (filled && i == 0)
			import_workbook(import, &list.body);
		answer_free(&list);
	}
}
