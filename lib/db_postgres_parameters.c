/* The named parameters of a statement, as the positions that the server knows. */
#include "db_postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "abcdefghijklmnopqrstuvwxyz0123456789_"

/* A name of that length among the known ones, from 1; 0 when it is new. */
static int known(const struct parameters *given, const char *name, size_t length)
{
	for (int i = 0; i < given->count; i++) {
		if (!strncmp(given->names[i], name, length) && !given->names[i][length])
			return i + 1;
	}
	return 0;
}

static int position_of(struct parameters *given, const char *name, size_t length)
{
	int position = known(given, name, length);

	if (position)
		return position;
	given->names[given->count] = strndup(name, length);
	return given->names[given->count] ? ++given->count : 0;
}

/* Text in quotes is copied as it stands. False without memory. */
static bool translate(struct parameters *given, const char *sql)
{
	char *out = given->text;
	bool quoted = false;

	while (*sql) {
		size_t length = quoted || *sql != ':' ? 0 : strspn(sql + 1, NAME);

		quoted ^= *sql == '\'';
		if (!length) {
			*out++ = *sql++;
			continue;
		}
		int position = position_of(given, sql, length + 1);

		if (!position)
			return false;
		out += snprintf(out, sizeof "$1234", "$%d", position);
		sql += length + 1;
	}
	*out = '\0';
	return true;
}

/* Room for as many as there are colons, and for "$1234" in the place of ":a". */
static bool make_room(struct parameters *given, const char *sql)
{
	size_t most = 1;

	for (const char *colon = sql; (colon = strchr(colon, ':')); colon++)
		most++;
	given->text = malloc(strlen(sql) + 4 * most + 1);
	given->names = calloc(most, sizeof *given->names);
	given->values = calloc(most, sizeof *given->values);
	given->lengths = calloc(most, sizeof *given->lengths);
	given->formats = calloc(most, sizeof *given->formats);
	given->numbers = calloc(most, sizeof *given->numbers);
	return given->text && given->names && given->values && given->lengths && given->formats &&
		given->numbers;
}

struct parameters *parameters_read(const char *sql)
{
	struct parameters *given = calloc(1, sizeof *given);

	if (!given)
		return NULL;
	if (make_room(given, sql) && translate(given, sql))
		return given;
	parameters_free(given);
	return NULL;
}

void parameters_clear(struct parameters *given)
{
	for (int i = 0; i < given->count; i++)
		given->values[i] = NULL;
	given->next = 0;
}

void parameters_free(struct parameters *given)
{
	for (int i = 0; i < given->count; i++)
		free(given->names[i]);
	free(given->names);
	free(given->text);
	free(given->values);
	free(given->lengths);
	free(given->formats);
	free(given->numbers);
	free(given);
}
