/*
 * Rows of 40-value reports, written into a database of ours without the server and with SQLite
 * alone, so that none of our own layers hides in the yardstick.
 *
 *	build/bench/rows commit DB SECONDS BATCH    the bare group-commit loop: prints reports/s
 *	build/bench/rows fill DB VALUES             as many values of many offices, and a full year
 *	                                            of cluster 7
 *
 * A report of the loop is what one POST makes durable: the version before is superseded, the
 * report, its 40 values and one event are inserted; BATCH of them share one COMMIT with
 * synchronous=FULL.
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define VALUES      40
#define MOST_PLACES 8000
#define FILL_BATCH  2000

#define ELEMENTS                                                                                   \
	" FROM elements WHERE area <> 'TK' AND element NOT IN (SELECT whole FROM identities)"      \
	" AND element NOT IN (SELECT part FROM identities)"

struct rows {
	sqlite3 *db;
	sqlite3_stmt *supersede, *report, *value, *values, *event, *unit, *below;
	int64_t elements[VALUES];
	int64_t seq;
	int64_t at;
};

static void check(sqlite3 *db, int code, const char *what)
{
	if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
		return;
	fprintf(stderr, "rows: %s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

static void run(struct rows *rows, const char *sql)
{
	check(rows->db, sqlite3_exec(rows->db, sql, NULL, NULL, NULL), sql);
}

static sqlite3_stmt *prepare(struct rows *rows, const char *sql)
{
	sqlite3_stmt *stmt;

	check(rows->db,
		sqlite3_prepare_v3(rows->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL), sql);
	return stmt;
}

static void step(struct rows *rows, sqlite3_stmt *stmt)
{
	check(rows->db, sqlite3_step(stmt), sqlite3_sql(stmt));
	sqlite3_reset(stmt);
}

static int64_t number(struct rows *rows, const char *sql)
{
	sqlite3_stmt *stmt = prepare(rows, sql);
	int64_t value = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;

	sqlite3_finalize(stmt);
	return value;
}

/* One INSERT of forty rows, as the server has it. */
static sqlite3_stmt *prepare_values(struct rows *rows)
{
	char sql[2048] = "INSERT INTO report_values (report, element_id, value) VALUES ";
	size_t used = strlen(sql);

	for (int i = 0; i < VALUES; i++)
		used += (size_t)snprintf(
			sql + used, sizeof(sql) - used, "%s(?1, ?, ?)", i ? ", " : "");
	return prepare(rows, sql);
}

static void open_rows(struct rows *rows, const char *path)
{
	*rows = (struct rows){0};
	if (sqlite3_open_v2(path, &rows->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
		fprintf(stderr, "rows: %s cannot be opened\n", path);
		exit(1);
	}
	run(rows, "PRAGMA journal_mode = WAL");
	run(rows, "PRAGMA synchronous = FULL");
	run(rows, "PRAGMA foreign_keys = ON");
	run(rows, "PRAGMA cache_size = -8192");
	run(rows, "PRAGMA temp_store = MEMORY");
	rows->supersede = prepare(rows,
		"UPDATE reports SET status = 'superseded', superseded_at = ?,"
		" revision = revision + 1 WHERE id = ?");
	rows->report = prepare(rows,
		"INSERT INTO reports (unit, period, scope, version, status, received_at, reason,"
		" posted_by_unit, submitted_at, submitted_by_unit)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?1, ?6, ?1)");
	rows->value = prepare(rows,
		"INSERT INTO report_values (report, element_id, value, status)"
		" VALUES (?, ?, ?, 'actual')");
	rows->values = prepare_values(rows);
	rows->event = prepare(rows,
		"INSERT INTO events (seq, at, token, actor, role, unit, action, object,"
		" before_digest, after_digest, request_id, address, prev, hash)"
		" VALUES (?1, ?2, 1, 'vkstc/clerk#1', 'clerk', ?3, 'create_report', ?5,"
		" ?4, ?4, '0123456789abcdef', '127.0.0.1', ?4, ?4)");
	rows->unit = prepare(rows,
		"INSERT INTO units (unit, level, parent, name_vi, name_key, valid_from)"
		" VALUES (?1, 'district', 'vkstc', ?1, ?1, '2010-01-01')");
	rows->below = prepare(
		rows, "INSERT INTO unit_below (ancestor, unit) VALUES ('vkstc', ?1), (?1, ?1)");
	rows->seq = number(rows, "SELECT max(seq) FROM events");
	rows->at = 1000 * (int64_t)time(NULL);
	sqlite3_stmt *elements =
		prepare(rows, "SELECT element_id" ELEMENTS " ORDER BY element LIMIT 40");
	size_t n = 0;

	while (n < VALUES && sqlite3_step(elements) == SQLITE_ROW)
		rows->elements[n++] = sqlite3_column_int64(elements, 0);
	sqlite3_finalize(elements);
	if (n < VALUES) {
		fprintf(stderr, "rows: the catalogue has too few free elements\n");
		exit(1);
	}
}

static void close_rows(struct rows *rows)
{
	sqlite3_finalize(rows->supersede);
	sqlite3_finalize(rows->report);
	sqlite3_finalize(rows->value);
	sqlite3_finalize(rows->values);
	sqlite3_finalize(rows->event);
	sqlite3_finalize(rows->unit);
	sqlite3_finalize(rows->below);
	check(rows->db, sqlite3_close(rows->db), "close");
}

static void bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
}

static int64_t add_report(struct rows *rows, const char *unit, const char *period,
	const char *scope, int64_t version, const char *status)
{
	bind_text(rows->report, 1, unit);
	bind_text(rows->report, 2, period);
	bind_text(rows->report, 3, scope);
	sqlite3_bind_int64(rows->report, 4, version);
	bind_text(rows->report, 5, status);
	sqlite3_bind_int64(rows->report, 6, ++rows->at);
	bind_text(rows->report, 7, version > 1 ? "measuring the speed" : NULL);
	step(rows, rows->report);
	return sqlite3_last_insert_rowid(rows->db);
}

static void add_value(struct rows *rows, int64_t report, int64_t element, int64_t value)
{
	sqlite3_bind_int64(rows->value, 1, report);
	sqlite3_bind_int64(rows->value, 2, element);
	sqlite3_bind_int64(rows->value, 3, value);
	step(rows, rows->value);
}

static void add_values(struct rows *rows, int64_t report, int64_t value)
{
	sqlite3_bind_int64(rows->values, 1, report);
	for (int i = 0; i < VALUES; i++) {
		sqlite3_bind_int64(rows->values, 2 + 2 * i, rows->elements[i]);
		sqlite3_bind_int64(rows->values, 3 + 2 * i, value);
	}
	step(rows, rows->values);
}

/* An office and a period, and the newest version there. */
struct place {
	char unit[65], period[8];
	int64_t report, version;
};

static size_t read_places(struct rows *rows, struct place *places)
{
	sqlite3_stmt *stmt = prepare(rows,
		"SELECT u.unit, p.period FROM units u, periods p WHERE p.kind = 'month'"
		" AND u.level = 'district' AND u.valid_to IS NULL AND u.valid_from <= p.start_date"
		" AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.unit = u.unit"
		" AND r.period = p.period)"
		" ORDER BY p.period, u.unit LIMIT 8000");
	size_t count = 0;

	for (; count < MOST_PLACES && sqlite3_step(stmt) == SQLITE_ROW; count++) {
		struct place *place = &places[count];

		*place = (struct place){0};
		snprintf(place->unit, sizeof(place->unit), "%s",
			(const char *)sqlite3_column_text(stmt, 0));
		snprintf(place->period, sizeof(place->period), "%s",
			(const char *)sqlite3_column_text(stmt, 1));
	}
	sqlite3_finalize(stmt);
	return count;
}

static void post(struct rows *rows, struct place *place)
{
	static const char digest[32] = "a digest has thirty-two bytes..";
	char object[32];

	if (place->report) {
		sqlite3_bind_int64(rows->supersede, 1, rows->at);
		sqlite3_bind_int64(rows->supersede, 2, place->report);
		step(rows, rows->supersede);
	}
	place->report =
		add_report(rows, place->unit, place->period, "own", ++place->version, "submitted");
	add_values(rows, place->report, place->version);
	snprintf(object, sizeof(object), "/reports/%lld", (long long)place->report);
	sqlite3_bind_int64(rows->event, 1, ++rows->seq);
	sqlite3_bind_int64(rows->event, 2, rows->at);
	bind_text(rows->event, 3, place->unit);
	sqlite3_bind_blob(rows->event, 4, digest, sizeof(digest), SQLITE_STATIC);
	bind_text(rows->event, 5, object);
	step(rows, rows->event);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void commit_loop(struct rows *rows, double seconds, int batch)
{
	struct place *places = calloc(MOST_PLACES, sizeof(*places));
	size_t count = places ? read_places(rows, places) : 0, done = 0;
	double start = now();

	if (!count) {
		fprintf(stderr, "rows: no office has room for a report\n");
		exit(1);
	}
	while (now() - start < seconds) {
		run(rows, "BEGIN IMMEDIATE");
		for (int i = 0; i < batch; i++)
			post(rows, &places[done++ % count]);
		run(rows, "COMMIT");
	}
	printf("%.0f\n", (double)done / (now() - start));
	free(places);
}

static void add_unit(struct rows *rows, const char *unit)
{
	bind_text(rows->unit, 1, unit);
	step(rows, rows->unit);
	bind_text(rows->below, 1, unit);
	step(rows, rows->below);
}

static size_t read_months(struct rows *rows, const char *sql, char months[][8], size_t most)
{
	sqlite3_stmt *stmt = prepare(rows, sql);
	size_t count = 0;

	while (count < most && sqlite3_step(stmt) == SQLITE_ROW)
		snprintf(months[count++], 8, "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return count;
}

/* Offices of their own, each with every month of the catalogue, until there are enough values. */
static void fill_offices(struct rows *rows, int64_t reports)
{
	char months[200][8], unit[32] = "";
	size_t count = read_months(rows,
		"SELECT period FROM periods WHERE kind = 'month' ORDER BY period", months, 200);

	for (int64_t i = 0; i < reports; i++) {
		if (i % FILL_BATCH == 0)
			run(rows, i ? "COMMIT; BEGIN" : "BEGIN");
		if ((size_t)i % count == 0) {
			snprintf(
				unit, sizeof(unit), "bench.u%lld", (long long)i / (long long)count);
			add_unit(rows, unit);
		}
		add_values(rows,
			add_report(rows, unit, months[(size_t)i % count], "own", 1, "accepted"),
			i % 1000);
	}
	if (reports)
		run(rows, "COMMIT");
}

/* Every element of every member in every month of 2021: what an evaluation has to read. */
static void fill_cluster(struct rows *rows)
{
	sqlite3_stmt *members =
		prepare(rows, "SELECT unit FROM memberships WHERE cluster = 'vkstc-cum-7-2021'");
	sqlite3_stmt *elements =
		prepare(rows, "SELECT element_id FROM elements WHERE area <> 'TK'");
	char months[14][8];
	size_t count = read_months(rows,
		"SELECT period FROM periods WHERE kind = 'month' AND year = 2021 ORDER BY period",
		months, 14);

	run(rows, "BEGIN");
	while (sqlite3_step(members) == SQLITE_ROW)
		for (size_t i = 0; i < count; i++) {
			int64_t report =
				add_report(rows, (const char *)sqlite3_column_text(members, 0),
					months[i], "two_level", 1, "accepted");

			while (sqlite3_step(elements) == SQLITE_ROW)
				add_value(rows, report, sqlite3_column_int64(elements, 0), 10);
			sqlite3_reset(elements);
		}
	sqlite3_finalize(members);
	sqlite3_finalize(elements);
	run(rows, "COMMIT");
}

int main(int argc, char **argv)
{
	struct rows rows;

	if (argc == 5 && strcmp(argv[1], "commit") == 0) {
		open_rows(&rows, argv[2]);
		commit_loop(&rows, strtod(argv[3], NULL), (int)strtol(argv[4], NULL, 10));
	} else if (argc == 4 && strcmp(argv[1], "fill") == 0) {
		open_rows(&rows, argv[2]);
		run(&rows, "PRAGMA synchronous = OFF");
		fill_cluster(&rows);
		fill_offices(&rows, strtoll(argv[3], NULL, 10) / VALUES);
	} else {
		fprintf(stderr, "usage: rows commit DB SECONDS BATCH | rows fill DB VALUES\n");
		return 64;
	}
	close_rows(&rows);
	return 0;
}
