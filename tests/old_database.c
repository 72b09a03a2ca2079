/*
 * Makes a database as a program of the first schema left it, for the tests of what a newer one does
 * with it: old_database FILE 001-initial.sql
 */
#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "db.h"

static void read_sql(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "re");
	char bytes[4096];
	size_t n;

	while (file && (n = fread(bytes, 1, sizeof bytes, file)) > 0)
		buffer_bytes(out, bytes, n);
	if (file)
		fclose(file);
}

/* The sector's top unit, one element of the catalogue, and a report of it. */
static enum error add_rows(struct db *db)
{
	struct stmt *rows[] = {
		db_query(db,
			"INSERT INTO units (unit, level, name_vi, name_key, valid_from) VALUES"
			" ('vkstc', 'supreme', 'VKSND tối cao', 'vksnd toi cao', '1960-07-26')"),
		db_query(db, "INSERT INTO unit_below (ancestor, unit) VALUES ('vkstc', 'vkstc')"),
		db_query(db,
			"INSERT INTO unit_names (unit, name_vi, name_key, valid_from) VALUES"
			" ('vkstc', 'VKSND tối cao', 'vksnd toi cao', '1960-07-26')"),
		db_query(db,
			"INSERT INTO areas (area, name_vi, name_en, name_key, sort)"
			" VALUES ('TB', 'Tin báo', 'Crime reports', 'tin bao', 1)"),
		db_query(db,
			"INSERT INTO elements (element, area, name_vi, name_key, behaviour, measure)"
			" VALUES ('tb_new', 'TB', 'Số tin mới', 'so tin moi', 'flow', 'tin')"),
		db_query(db,
			"INSERT INTO work_years (year, start_date, end_date, n_periods)"
			" VALUES (2021, '2020-12-01', '2021-11-30', 12)"),
		db_query(db,
			"INSERT INTO periods (period, year, kind, seq, start_date, end_date)"
			" VALUES ('2021-06', 2021, 'month', 7, '2021-06-01', '2021-06-30')"),
		db_query(db,
			"INSERT INTO reports (id, unit, period, scope, version, status, received_at,"
			" posted_by_unit, submitted_at, submitted_by_unit)"
			" VALUES (7, 'vkstc', '2021-06', 'own', 1, 'submitted', 1, 'vkstc', 1, 'vkstc')"),
		db_query(db,
			"INSERT INTO report_values (report, element_id, value)"
			" SELECT 7, element_id, 42 FROM elements"),
	};
	enum error error = db_begin(db);

	for (size_t i = 0; !error && i < sizeof rows / sizeof *rows; i++)
		error = db_run(rows[i]);
	return error ? error : db_commit(db);
}

int main(int argc, char **argv)
{
	struct buffer sql = {0};
	struct db *db = NULL;
	int from = 0;

	if (argc != 3)
		return EXIT_FAILURE;
	read_sql(argv[2], &sql);
	const struct migration first = {1, "001-initial", buffer_string(&sql)};
	enum error error = db_open(argv[1], DB_WRITER, &db);

	if (!error)
		error = db_migrate(db, &first, 1, &from);
	if (!error)
		error = add_rows(db);
	if (error)
		fprintf(stderr, "old_database: %s\n", db_message(db));
	db_close(db);
	buffer_free(&sql);
	return error ? EXIT_FAILURE : EXIT_SUCCESS;
}
