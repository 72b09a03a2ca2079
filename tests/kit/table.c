/* Reads a line of the table, and makes requests of it. */
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"

const struct relation table_relations[TABLE_RELATIONS] = {
	{"its own", "gialai", OF_PROVINCE},
	{"of an office below", "gialai", OF_DISTRICT},
	{"as the sector's top", "vkstc", OF_PROVINCE},
	{"of the office above", "gialai.pleiku", OF_PROVINCE},
	{"of another province", "binhdinh", OF_PROVINCE},
	{"of another member; leads another year", "kontum", OF_PROVINCE},
	{"of a member of the led cluster", "daknong", OF_PROVINCE},
	{"the same for the deputy", "daklak", OF_PROVINCE},
	{"of nobody", "gialai", NOBODYS},
};

static const char *const units[] = {"gialai", "gialai.pleiku", "nowhere"};

static const struct route *route_of(const char *operation)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(api_routes[i].operation, operation))
			return &api_routes[i];
	return NULL;
}

static bool is_cell(const char *cell)
{
	return strspn(cell, "+0.34?!") == strlen(cell) &&
		(strlen(cell) == 1 || strlen(cell) == TABLE_RELATIONS);
}

bool table_read(const char *line, struct table_line *out)
{
	char operation[64];
	int at = 0;
	bool good = sscanf(line, "%63s %31s %31s %31s %31s %31s %n", operation, out->cells[0],
			    out->cells[1], out->cells[2], out->cells[3], out->cells[4], &at) == 6;

	for (size_t role = 0; role < TABLE_ROLES && good; role++)
		good = is_cell(out->cells[role]);
	out->route = good ? route_of(operation) : NULL;
	out->request = line + at;
	return out->route && *out->request == '/';
}

char table_letter(const struct table_line *line, size_t role, size_t relation)
{
	const char *cell = line->cells[role];

	return cell[cell[1] ? relation : 0];
}

/* The alternative of the object in "a|b|c". */
static void put_alternative(const char *text, size_t length, enum object object, struct buffer *out)
{
	for (int i = 0; i < (int)object; i++) {
		const char *bar = memchr(text, '|', length);

		if (!bar) {
			buffer_text(out, "999999");
			return;
		}
		length -= (size_t)(bar + 1 - text);
		text = bar + 1;
	}
	const char *bar = memchr(text, '|', length);

	buffer_bytes(out, text, bar ? (size_t)(bar - text) : length);
}

static void fill(
	const char *text, enum object object, const struct table_caller *caller, struct buffer *out)
{
	while (*text) {
		const char *end = *text == '<' ? strchr(text, '>') : NULL;
		size_t length = end ? (size_t)(end - text) : 0;

		if (!strncmp(text, "<own>", 5))
			buffer_int(out, object == NOBODYS ? 999999 : caller->number);
		else if (!strncmp(text, "<token>", 7))
			buffer_text(out, caller->token);
		else if (!strncmp(text, "<unit>", 6))
			buffer_text(out, units[object]);
		else if (length)
			put_alternative(text + 1, length - 1, object, out);
		else
			buffer_char(out, *text);
		text += length + 1;
	}
}

void table_request(const struct table_line *line, enum object object,
	const struct table_caller *caller, struct buffer *path, struct buffer *body)
{
	const char *request = line->request;
	size_t length = strcspn(request, " ");
	const char *rest = request + length + strspn(request + length, " ");
	bool rooted = !strncmp(request, "//", 2);
	char *target = strndup(request + rooted, length - rooted);

	buffer_text(path, rooted ? "" : API_BASE);
	fill(target, object, caller, path);
	fill(rest, object, caller, body);
	free(target);
}

/* A place that stands for one thing in Gia Lai and for another one in Pleiku. */
static bool is_place(const char *text)
{
	const char *end = strchr(text, '>'), *bar = strchr(text, '|');

	if (!strncmp(text, "<unit>", 6))
		return true;
	if (!end || !bar || bar > end)
		return false;
	size_t first = (size_t)(bar - text) - 1, second = strcspn(bar + 1, "|>");

	return first != second || memcmp(text + 1, bar + 1, first) != 0;
}

bool table_crossed(const struct table_line *line, struct buffer *path)
{
	const struct table_caller nobody = {.token = ""};
	size_t end = strcspn(line->request, " ?"), places = 0;

	buffer_text(path, API_BASE);
	for (size_t i = 0; i < end;) {
		size_t length = line->request[i] == '<' ? strcspn(line->request + i, ">") + 1 : 1;
		char *part = strndup(line->request + i, length);

		/* Whatever is below the first is another one's. */
		fill(part, places ? OF_DISTRICT : OF_PROVINCE, &nobody, path);
		places += *part == '<' && is_place(part);
		free(part);
		i += length;
	}
	buffer_string(path);
	return places > 1;
}
