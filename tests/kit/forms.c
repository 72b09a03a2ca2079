/*
 * The forms of an answer: what can be a CSV can be an XLSX with the same rows and as many cells that are not
 * empty, and `format` goes before Accept. Tried with whatever table a scenario reads, until it had a row.
 */
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "scene.h"
#include "tally.h"
#include "unzip.h"

#define SHEET "xl/worksheets/sheet1.xml"

static bool tried[512]; /* by route: with a row */

struct table {
	size_t rows, cells; /* without the header; those that are not empty */
};

/* Other than `form`, so that it shows which of the two is obeyed. */
static enum form other_than(const struct route *route, enum form form)
{
	enum form other = FORM_COUNT;

	while (--other > 0 && (other == form || !(route->forms & 1u << other)))
		;
	return other;
}

static bool ask(struct scene *s, const struct route *route, const struct buffer *list,
	enum form form, struct answer *out)
{
	struct buffer path = {0}, accept = {0};

	buffer_printf(&path, "%.*sformat=%s", (int)list->length, list->data, api_forms[form].word);
	buffer_printf(&accept, "Accept: %s", api_forms[other_than(route, form)].type);
	struct curl_slist *headers = curl_slist_append(NULL, buffer_string(&accept));
	struct question question = {.method = "GET",
		.path = buffer_string(&path),
		.token = s->token,
		.headers = headers};
	const char *wanted = api_forms[form].type;
	bool good = client_send(&s->client, &question, out) && out->status == 200;
	const char *type = good ? header_value(out, "Content-Type") : NULL;

	good = good && type && !strncmp(type, wanted, strlen(wanted));
	if (!good)
		scene_fail(s, "%s with %s: %d, Content-Type %s", question.path, accept.data,
			out->status, type ? type : "-");
	buffer_free(&path);
	buffer_free(&accept);
	curl_slist_free_all(headers);
	return good;
}

/* The line that begins here; returns where the next one does. */
static const char *count_line(const char *at, struct table *out)
{
	bool quoted = false, filled = false;

	for (; *at && (quoted || *at != '\n'); at++) {
		quoted ^= *at == '"';
		if (quoted || !strchr(",\r", *at)) {
			out->cells += !filled;
			filled = true;
		} else if (*at == ',') {
			filled = false;
		}
	}
	out->rows++;
	return at + (*at == '\n');
}

static struct table count_csv(const char *text)
{
	struct table heading = {0}, table = {0};

	for (text = count_line(text, &heading); *text;)
		text = count_line(text, &table);
	return table;
}

static bool count_sheet(const struct answer *answer, struct table *out)
{
	char *sheet = unzip_part(answer->body.data, answer->body.length, SHEET);
	const char *rows = sheet ? strstr(sheet, "<row r=\"2\"") : NULL;

	if (rows)
		*out = (struct table){unzip_count(rows, "<row "),
			unzip_count(rows, "<v>") + unzip_count(rows, "<is>")};
	bool read = sheet != NULL;

	free(sheet);
	return read;
}

/* A table that is no list is a template: it is locked, and what is typed in is checked. */
static bool is_locked(const struct answer *answer)
{
	char *sheet = unzip_part(answer->body.data, answer->body.length, SHEET);
	bool locked = sheet && strstr(sheet, "<sheetProtection sheet=\"1\"") &&
		strstr(sheet, "<dataValidation type=\"whole\"") && !strstr(sheet, "<autoFilter");

	free(sheet);
	return locked;
}

static bool is_template(const struct route *route)
{
	const char *last = strrchr(route->path, '/');

	return !strcmp(last, "/template");
}

static void compare(struct scene *s, const struct route *route, const struct answer *csv,
	const struct answer *xlsx)
{
	struct table lines = count_csv(csv->body.data), rows = {0};

	if (!count_sheet(xlsx, &rows) || lines.rows != rows.rows || lines.cells != rows.cells)
		scene_fail(s, "%s: %zu rows and %zu cells as CSV, %zu and %zu as XLSX",
			route->operation, lines.rows, lines.cells, rows.rows, rows.cells);
	else if (is_template(route) != is_locked(xlsx))
		scene_fail(s, "%s: a template is locked, and nothing else", route->operation);
	else
		tally_pass();
	tried[route - api_routes] |= rows.rows > 0;
}

static bool has_forms(const struct route *route)
{
	return route->forms & 1 << FORM_CSV;
}

static const struct route *table_at(const char *path, size_t length)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (has_forms(&api_routes[i]) && path_fits(api_routes[i].path, path, length))
			return &api_routes[i];
	return NULL;
}

void judge_forms(struct scene *s)
{
	const struct route *route = table_at(s->path.data, strcspn(s->path.data, "?"));
	struct buffer list = {0};
	struct answer json = {0}, csv = {0}, xlsx = {0};

	if (!route || tried[route - api_routes] || strncmp(s->request.data, "GET ", 4) != 0 ||
		s->answer.status != 200 || !s->plain)
		return;
	list_path(s, &list);
	bool good = !(route->forms & 1 << FORM_JSON) || ask(s, route, &list, FORM_JSON, &json);

	good = good && ask(s, route, &list, FORM_CSV, &csv) &&
		ask(s, route, &list, FORM_XLSX, &xlsx);
	if (good)
		compare(s, route, &csv, &xlsx);
	answer_free(&json);
	answer_free(&csv);
	answer_free(&xlsx);
	buffer_free(&list);
}

void forms_judge(void)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (has_forms(&api_routes[i]))
			tally_check(
				tried[i], "no scenario has a row of %s", api_routes[i].operation);
}
