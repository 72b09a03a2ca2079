/* Bends requests. */
#include "bend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "naughty.h"
#include "script.h"
#include "tally.h"

#define LINES     600
#define MOST_PATH 7000 /* bytes of a request line that the server reads */

static struct script table;
static struct table_line lines[LINES];
static size_t line_count;
static char *tokens[TABLE_ROLES][TABLE_RELATIONS];

size_t bend_lines(const char *file)
{
	if (!script_open(&table, file))
		tally_abort("%s cannot be read", file);
	for (size_t i = 0; i < table.count && line_count < LINES; i++)
		line_count += table_read(table.lines[i], &lines[line_count]);
	return line_count;
}

void bend_token(size_t role, size_t relation, char *token)
{
	tokens[role][relation] = token;
}

void bend_end(void)
{
	script_close(&table);
	for (size_t role = 0; role < TABLE_ROLES; role++)
		for (size_t i = 0; i < TABLE_RELATIONS; i++)
			free(tokens[role][i]);
}

void bend_free(struct bent *bent)
{
	buffer_free(&bent->path);
	buffer_free(&bent->body);
	curl_slist_free_all(bent->headers);
}

/* Of the lines of an operation each as likely, and of operations, too. */
static const struct table_line *choose_line(void)
{
	const struct route *route = lines[invent_number(line_count)].route;
	const struct table_line *chosen = NULL;
	size_t seen = 0;

	for (size_t i = 0; i < line_count; i++)
		if (lines[i].route == route && !invent_number(++seen))
			chosen = &lines[i];
	return chosen;
}

static const char *type_of(const struct route *route)
{
	return route->file_types ? route->file_types[0] : "application/json";
}

static bool find_permitted(const struct table_line *line, size_t *role, size_t *relation)
{
	for (*role = 0; *role < TABLE_ROLES; ++*role)
		for (*relation = 0; *relation < TABLE_RELATIONS; ++*relation)
			if (table_letter(line, *role, *relation) == '+')
				return true;
	return false;
}

/* Mostly somebody for whom the line is right; at times anybody, or nobody. */
static void choose_caller(struct bent *bent)
{
	size_t role = 0, relation = 0;
	bool any = invent_chance(15);

	for (int tries = 0; tries < 50; tries++) {
		role = invent_number(TABLE_ROLES);
		relation = invent_number(TABLE_RELATIONS);
		if (any || table_letter(bent->line, role, relation) == '+')
			break;
	}
	bent->token = tokens[role][relation];
	bent->permitted = bent->route->open || bent->route->roles & 1U << role;
	if (invent_chance(2)) {
		bent->token = NULL;
		bent->permitted = bent->route->open;
	}
	table_request(bent->line, table_relations[relation].object,
		&(struct table_caller){.token = tokens[role][relation]}, &bent->path, &bent->body);
}

bool bend_has_parameter(const struct bent *bent, const char *name)
{
	char text[80];

	snprintf(text, sizeof text, "?%s=", name);
	bool first = strstr(bent->path.data, text);

	text[0] = '&';
	return first || strstr(bent->path.data, text);
}

bool bend_add_parameter(struct bent *bent, const char *name, const struct buffer *value)
{
	char *escaped =
		curl_easy_escape(NULL, value->length ? value->data : "", (int)value->length);
	bool fits = bent->path.length + strlen(escaped) < MOST_PATH;

	if (fits)
		buffer_printf(&bent->path, "%c%s=%s", strchr(bent->path.data, '?') ? '&' : '?',
			name, escaped);
	buffer_string(&bent->path);
	curl_free(escaped);
	return fits;
}

static void bend_query(struct bent *bent)
{
	for (size_t i = 0; i < bent->route->field_count; i++) {
		const struct field *field = &bent->route->fields[i];
		struct buffer text = {0};

		if (field->place != IN_QUERY || bend_has_parameter(bent, field->name) ||
			!strcmp(field->name, "dry_run") || !invent_chance(20))
			continue;
		bool wrong =
			!field->many && invent_chance(10) && invent_wrong_parameter(field, &text);

		if (!wrong)
			invent_parameter(field, &text);
		bent->wrong |= bend_add_parameter(bent, field->name, &text) && wrong;
		buffer_free(&text);
	}
}

/* A segment of the path becomes another one: it may lead elsewhere. */
static void bend_path(struct bent *bent)
{
	struct buffer path = {0}, text = {0};
	size_t end = strcspn(bent->path.data, "?"), start = end;

	while (start > 0 && bent->path.data[start - 1] != '/')
		start--;
	invent_text(&text);
	char *escaped = curl_easy_escape(NULL, text.length ? text.data : "", (int)text.length);

	if (strlen(escaped) > MOST_PATH / 2)
		escaped[MOST_PATH / 2 / 9 * 9] = '\0';
	buffer_bytes(&path, bent->path.data, start);
	buffer_printf(&path, "%s%s", escaped, bent->path.data + end);
	curl_free(escaped);
	buffer_free(&text);
	buffer_free(&bent->path);
	bent->path = path;
	buffer_string(&bent->path);
	bent->uncertain = true;
	bent->permitted = bent->permitted && bent->route->open;
}

/* What libcurl sends as one header line. */
static void add_header(struct bent *bent, const char *name)
{
	struct buffer line = {0};

	buffer_printf(&line, "%s: ", name);
	size_t start = line.length;

	invent_text(&line);
	buffer_string(&line);
	for (char *at = line.data + start; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			*at = '?';
	bent->headers = curl_slist_append(bent->headers, line.data);
	buffer_free(&line);
}

static void bend_headers(struct bent *bent)
{
	static const char *const free_lines[] = {
		"X-Request-Id", "User-Agent", "Referer", "X-Forwarded-For", "Cookie"};
	static const char *const judged_lines[] = {
		"If-Match", "If-None-Match", "Idempotency-Key", "Accept"};
	static const char *const good_lines[] = {"Accept: text/csv", "Accept: text/html",
		"Accept: */*;q=0.1, application/json;q=0", "Accept: application/json",
		"Accept: */*", "If-Match: \"1\"", "If-Match: *", "If-None-Match: \"1\"",
		"If-None-Match: W/\"2\", \"3\"", "Idempotency-Key: generated"};

	if (invent_chance(20))
		add_header(bent, free_lines[invent_number(5)]);
	if (invent_chance(30))
		bent->headers = curl_slist_append(bent->headers, good_lines[invent_number(10)]);
	if (!invent_chance(10))
		return;
	add_header(bent, judged_lines[invent_number(4)]);
	bent->uncertain = true;
}

/* The rows as a table: cells that CSV has no form for are left empty. */
static void become_csv(struct bent *bent, const json_t *body)
{
	const struct schema *row = bent->route->csv_row;
	json_t *rows = json_object_get(body, bent->route->csv_member), *item;
	size_t i, k;

	buffer_truncate(&bent->body, 0);
	for (k = 0; k < row->property_count; k++)
		buffer_printf(&bent->body, "%s%s", k ? "," : "", row->properties[k].name);
	json_array_foreach(rows, i, item)
	{
		buffer_text(&bent->body, "\r\n");
		for (k = 0; k < row->property_count; k++) {
			json_t *cell = json_object_get(item, row->properties[k].name);
			char *text = json_is_string(cell) || json_is_null(cell)
				? NULL
				: json_dumps(cell, JSON_ENCODE_ANY);

			buffer_text(&bent->body, k ? "," : "");
			if (json_is_string(cell))
				buffer_csv(&bent->body, json_string_value(cell),
					json_string_length(cell));
			else if (text)
				buffer_csv(&bent->body, text, strlen(text));
			free(text);
		}
	}
	buffer_string(&bent->body);
	bent->content_type = "text/csv";
	bent->uncertain = true;
}

/* Up to five of them, which say the same. */
static void repeat_rows(json_t *rows)
{
	for (size_t more = invent_number(5); json_array_size(rows) && more > 0; more--)
		json_array_append_new(rows, json_deep_copy(json_array_get(rows, 0)));
}

static void bend_body(struct bent *bent)
{
	size_t way = invent_number(10);
	json_t *body = way < 2 ? invent_value(bent->route->body)
			       : json_loads(bent->body.length ? bent->body.data : "{}", 0, NULL);

	if (way >= 2 && way < 5)
		invent_texts(bent->route->body, body);
	if (bent->route->csv_member)
		repeat_rows(json_object_get(body, bent->route->csv_member));
	if (way >= 5 && way < 8)
		invent_faults(bent->route->body, body, &bent->faults);
	if (bent->route->csv_row && invent_chance(25)) {
		become_csv(bent, body);
		bent->faults.count = 0;
	} else {
		char *text = json_dumps(body, JSON_COMPACT);

		buffer_truncate(&bent->body, 0);
		buffer_text(&bent->body, text);
		free(text);
	}
	bent->wrong = bent->faults.count > 0;
	if (bent->body.length > bent->route->body_cap)
		bent->uncertain = true;
	buffer_string(&bent->body);
	json_decref(body);
}

/* What takes a caller's own rights away is only rehearsed, and one copy of the database is enough. */
static bool must_be_dry(const struct route *route)
{
	return strstr(route->path, "/tokens") || strstr(route->path, "/users") ||
		strstr(route->path, "/backups");
}

void bend(struct bent *bent)
{
	bent->line = choose_line();
	bent->route = bent->line->route;
	choose_caller(bent);
	buffer_string(&bent->path);
	buffer_string(&bent->body);
	bent->content_type =
		bent->route->file_types ? bent->route->file_types[0] : "application/json";
	if (bent->route->dry_run_offset != NO_OFFSET) {
		bent->dry = must_be_dry(bent->route) || invent_chance(70);
		struct buffer word = {0};

		buffer_text(&word, bent->dry ? "true" : "false");
		bend_add_parameter(bent, "dry_run", &word);
		buffer_free(&word);
	}
	if (bent->route->body && !bent->route->open && invent_chance(85))
		bend_body(bent);
	if (invent_chance(60))
		bend_query(bent);
	/* Names in sentences are odd ones by now, and no sentence is judged when both languages are wished for. */
	bent->headers = curl_slist_append(NULL, "Accept-Language: vi, en;q=0.5");
	if (invent_chance(50))
		bend_headers(bent);
	if (strchr(bent->route->path, '{') && invent_chance(8))
		bend_path(bent);
}

bool bend_right(struct bent *bent, size_t line)
{
	size_t role, relation;

	*bent = (struct bent){.number = line, .line = &lines[line], .permitted = true};
	bent->route = bent->line->route;
	bent->dry = bent->route->dry_run_offset != NO_OFFSET;
	if ((!bent->dry && bent->route->method != METHOD_GET) ||
		!find_permitted(bent->line, &role, &relation))
		return false;
	bent->token = bent->route->open ? NULL : tokens[role][relation];
	table_request(bent->line, table_relations[relation].object,
		&(struct table_caller){.token = tokens[role][relation]}, &bent->path, &bent->body);
	if (bent->dry)
		buffer_text(&bent->path,
			strchr(buffer_string(&bent->path), '?') ? "&dry_run=true"
								: "?dry_run=true");
	buffer_string(&bent->path);
	bent->content_type = type_of(bent->route);
	bent->headers = curl_slist_append(NULL, "Accept-Language: vi, en;q=0.5");
	return true;
}

#define AT_THE_TOP 2 /* of table_relations */

bool bend_crossed(struct bent *bent, size_t line)
{
	size_t role = 0;
	struct buffer path = {0};

	if (!bend_right(bent, line) || !table_crossed(bent->line, &path)) {
		buffer_free(&path);
		return false;
	}
	while (!(bent->route->roles & 1U << role))
		role++;
	bent->token = tokens[role][AT_THE_TOP];
	if (bent->dry)
		buffer_text(&path, "?dry_run=true");
	buffer_string(&path);
	buffer_free(&bent->path);
	bent->path = path;
	return true;
}
