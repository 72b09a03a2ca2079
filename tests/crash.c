/*
 * kill -9 under write load (T1): what was acknowledged is there, nothing is there by half or twice,
 * the event chain holds and says of the rows what they say, and the next start is ready within two seconds.
 *
 *	build/tests/crash build/thidua RUNS [SEED]
 *
 * Eight writers post, each to sheets of its own: six post reports of one unit, two post imports of
 * four units at once. Version v of a sheet has the number v in every cell and the Idempotency-Key
 * "writer-sheet-v", so what must be found after the crash follows from how many answers came: v
 * versions, or v + 1 when one more was on its way. That one is then sent again.
 *
 * Two clerks beside them write all other things, round by round (rounds.h); what became of each of their requests is
 * held against the events of the files as the kill left them.
 */
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kit/rounds.h"
#include "kit/victim.h"

#define WRITERS        8
#define BULK_FROM      6 /* the writers from here on post imports */
#define CLERKS         2
#define UNITS          4 /* of a writer */
#define PERIODS        12
#define SHEETS         (UNITS * PERIODS)
#define RUNS_OF_ONE_DB 10 /* then a fresh one, so that verifying stays quick */

static const char *const elements[] = {"tb_req", "tb_direct", "tb_prot", "tb_rec", "gtg_rec"};
#define ELEMENTS (sizeof elements / sizeof *elements)
static const char *const periods[PERIODS] = {"2020-12", "2021-01", "2021-02", "2021-03", "2021-04",
	"2021-05", "2021-06", "2021-07", "2021-08", "2021-09", "2021-10", "2021-11"};

struct sheet {
	size_t first_unit, unit_count;
	const char *period;
	int version;  /* versions that were acknowledged */
	bool pending; /* one more was sent, and no answer came */
};

struct writer {
	size_t number;
	struct asker asker;
	struct sheet sheets[SHEETS];
	size_t sheet_count;
	char refusal[300]; /* an answer that should not have come */
	pthread_t thread;
};

static char units[WRITERS * UNITS][64];
static struct writer writers[WRITERS];
static struct clerk clerks[CLERKS];
static int64_t rounds_asked;

/* ---- what is posted ---- */

static void add_sheet(struct writer *writer, size_t first, size_t count, const char *period)
{
	writer->sheets[writer->sheet_count++] =
		(struct sheet){.first_unit = first, .unit_count = count, .period = period};
}

static void open_writers(struct asker *asker)
{
	if (ask(asker, "/api/v1/units?level=district&limit=100", NULL, NULL) != 200)
		victim_give_up("no units");
	for (size_t i = 0; i < WRITERS * UNITS; i++) {
		json_t *unit = json_array_get(json_object_get(asker->json, "items"), i);

		if (!unit)
			victim_give_up("too few units");
		snprintf(units[i], sizeof units[i], "%s",
			json_string_value(json_object_get(unit, "unit")));
	}
	for (size_t i = 0; i < WRITERS; i++) {
		struct writer *writer = &writers[i];

		writer->number = i;
		writer->sheet_count = 0;
		for (size_t j = 0; j < SHEETS; j++)
			if (i < BULK_FROM)
				add_sheet(writer, i * UNITS + j / PERIODS, 1, periods[j % PERIODS]);
			else if (j < PERIODS)
				add_sheet(writer, i * UNITS, UNITS, periods[j]);
	}
}

static void write_body(const struct sheet *sheet, int version, struct buffer *out)
{
	bool bulk = sheet->unit_count > 1;

	buffer_text(out, "{\"reason\":\"kill -9 while posting\",");
	if (!bulk)
		buffer_printf(out, "\"unit\":\"%s\",\"period\":\"%s\",", units[sheet->first_unit],
			sheet->period);
	buffer_text(out, bulk ? "\"rows\":[" : "\"values\":[");
	for (size_t i = 0; i < sheet->unit_count * ELEMENTS; i++) {
		buffer_text(out, i ? ",{" : "{");
		if (bulk)
			buffer_printf(out, "\"unit\":\"%s\",\"period\":\"%s\",",
				units[sheet->first_unit + i / ELEMENTS], sheet->period);
		buffer_printf(
			out, "\"element\":\"%s\",\"value\":%d}", elements[i % ELEMENTS], version);
	}
	buffer_text(out, "]}");
}

static int post(struct writer *writer, const struct sheet *sheet, int version)
{
	struct buffer body = {0};
	char key[60];

	write_body(sheet, version, &body);
	snprintf(key, sizeof key, "%zu-%zu-%d", writer->number, (size_t)(sheet - writer->sheets),
		version);
	int status = ask(&writer->asker,
		sheet->unit_count > 1 ? "/api/v1/reports/import" : "/api/v1/reports", key,
		buffer_string(&body));

	buffer_free(&body);
	return status;
}

/* Posts until the server is gone. */
static void *post_on(void *argument)
{
	struct writer *writer = argument;
	unsigned seed = (unsigned)writer->number;

	for (;;) {
		struct sheet *sheet = &writer->sheets[(size_t)rand_r(&seed) % writer->sheet_count];

		sheet->pending = true;
		int status = post(writer, sheet, sheet->version + 1);

		if (!status)
			return NULL;
		if (status != 200 && status != 201) {
			snprintf(writer->refusal, sizeof writer->refusal, "%d %.*s", status,
				(int)writer->asker.reply.length, writer->asker.reply.data);
			return NULL;
		}
		sheet->version++;
		sheet->pending = false;
		pause_ms(1);
	}
}

/* ---- what is found ---- */

#define PATIENCE 50 /* times */

/* A list has a lane with a place for so many; 503 says to come again. */
static int ask_patiently(struct asker *asker, const char *path)
{
	int status = ask(asker, path, NULL, NULL);

	for (int i = 0; i < PATIENCE && status == 503; i++) {
		pause_ms(20);
		status = ask(asker, path, NULL, NULL);
	}
	expect(status == 200, "%s: answered %d", path, status);
	return status;
}

/* The version that counts now, 0 without one; -1 when its figures are not those of that version. */
static int found_version(struct asker *asker, const char *unit, const char *period)
{
	char path[200];

	snprintf(path, sizeof path, "/api/v1/reports?unit=%s&period=%s&current=true", unit, period);
	if (ask_patiently(asker, path) != 200)
		return -1;
	json_t *item = json_array_get(json_object_get(asker->json, "items"), 0);

	if (!item)
		return 0;
	int version = (int)json_integer_value(json_object_get(item, "version"));

	snprintf(path, sizeof path, "/api/v1/reports/%lld",
		(long long)json_integer_value(json_object_get(item, "id")));
	if (ask_patiently(asker, path) != 200)
		return -1;
	json_t *values = json_object_get(asker->json, "values"), *value;
	size_t i;

	if (json_array_size(values) != ELEMENTS)
		return -1;
	json_array_foreach(values, i, value) if (json_integer_value(json_object_get(
							 value, "value")) != version) return -1;
	return version;
}

static void check_sheet(struct writer *writer, struct sheet *sheet)
{
	const char *unit = units[sheet->first_unit];
	int found = found_version(&writer->asker, unit, sheet->period);

	expect(found >= sheet->version, "%s %s: lost: version %d was acknowledged, %d is there",
		unit, sheet->period, sheet->version, found);
	expect(found <= sheet->version + sheet->pending, "%s %s: twice: %d were sent, %d are there",
		unit, sheet->period, sheet->version + sheet->pending, found);
	for (size_t i = 1; i < sheet->unit_count; i++) {
		const char *other = units[sheet->first_unit + i];
		int version = found_version(&writer->asker, other, sheet->period);

		expect(version == found, "%s %s: half an import: version %d, but %d of %s", other,
			sheet->period, version, found, unit);
	}
}

/* The post without an answer, again: stored now or then, and once. */
static void settle(struct writer *writer, struct sheet *sheet)
{
	const char *unit = units[sheet->first_unit];

	if (sheet->pending) {
		int status = post(writer, sheet, sheet->version + 1);
		bool stored = status == 200 || status == 201;

		expect(stored, "%s %s: the repeated post got %d", unit, sheet->period, status);
		sheet->version += stored;
		sheet->pending = false;
	} else {
		int status = post(writer, sheet, sheet->version);

		expect(status >= 200 && status < 300 && writer->asker.replayed,
			"%s %s: an acknowledged post is not known any more: %d", unit,
			sheet->period, status);
	}
	int found = found_version(&writer->asker, unit, sheet->period);

	expect(found == sheet->version, "%s %s: version %d was sent again, and %d is there", unit,
		sheet->period, sheet->version, found);
}

static void check_all(bool settle_some)
{
	for (size_t i = 0; i < WRITERS; i++) {
		struct writer *writer = &writers[i];
		size_t chosen = (size_t)rand() % writer->sheet_count;

		expect(!writer->refusal[0], "refused: %s", writer->refusal);
		writer->refusal[0] = 0;
		for (size_t j = 0; j < writer->sheet_count; j++)
			check_sheet(writer, &writer->sheets[j]);
		for (size_t j = 0; settle_some && j < writer->sheet_count; j++)
			if (writer->sheets[j].pending || (j == chosen && writer->sheets[j].version))
				settle(writer, &writer->sheets[j]);
	}
}

/* No version beyond those that were sent, of any sheet, superseded ones too. */
static int64_t count_versions(struct asker *asker)
{
	int64_t sent = 0, stored;

	for (size_t i = 0; i < WRITERS; i++)
		for (size_t j = 0; j < writers[i].sheet_count; j++)
			sent += writers[i].sheets[j].version * (int)writers[i].sheets[j].unit_count;
	ask(asker, "/api/v1/reports?year=2021&count=true&limit=1", NULL, NULL);
	stored = json_integer_value(json_object_get(asker->json, "total"));
	expect(stored == sent, "%lld versions were sent, %lld are stored", (long long)sent,
		(long long)stored);
	return sent;
}

/* 50 to 2,000 ms, the shorter the oftener: a kill early meets the log of the last one. */
static long choose_wait(void)
{
	double part = (double)rand() / RAND_MAX;

	return 50 + (long)(1950 * part * part * part);
}

static void kill_once(void)
{
	long wait = choose_wait();

	for (size_t i = 0; i < WRITERS; i++)
		if (pthread_create(&writers[i].thread, NULL, post_on, &writers[i]))
			victim_give_up("no thread");
	rounds_start(clerks, CLERKS);
	pause_ms(wait);
	victim_kill();
	for (size_t i = 0; i < WRITERS; i++)
		pthread_join(writers[i].thread, NULL);
	rounds_join(clerks, CLERKS);
	victim_verify_copy();
	rounds_check(victim.copy, clerks, CLERKS);
	victim_start();
	check_all(true);
	for (size_t i = 0; i < CLERKS; i++)
		rounds_settle(&clerks[i]);
}

/* From a fresh database to its clean end; how many versions were stored. */
static int64_t run_on_one_database(struct asker *asker, int first, int runs)
{
	victim_new_database(first);
	victim_start();
	open_writers(asker);
	rounds_prepare(asker);
	for (int i = 0; i < CLERKS; i++)
		clerks[i] = (struct clerk){.number = i, .asker = clerks[i].asker};
	for (int i = 0; i < runs; i++)
		kill_once();
	check_all(false);
	int64_t stored = count_versions(asker);

	for (size_t i = 0; i < CLERKS; i++)
		rounds_asked += clerks[i].acknowledged;

	victim_stop();
	return stored;
}

int main(int argc, char **argv)
{
	struct asker asker = {0};
	int runs = argc > 2 ? atoi(argv[2]) : 0;
	unsigned seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : (unsigned)time(NULL);
	int64_t stored = 0;

	if (runs < 1) {
		printf("usage: crash PROGRAM RUNS [SEED]\n0 passed, 1 failed\n");
		return 1;
	}
	srand(seed);
	printf("crash: %d runs, seed %u\n", runs, seed);
	fflush(stdout);
	victim_prepare(argv[1]);
	for (int i = 0; i < runs; i += RUNS_OF_ONE_DB)
		stored += run_on_one_database(
			&asker, i, runs - i < RUNS_OF_ONE_DB ? runs - i : RUNS_OF_ONE_DB);
	ask_end(&asker);
	for (size_t i = 0; i < WRITERS; i++)
		ask_end(&writers[i].asker);
	for (size_t i = 0; i < CLERKS; i++)
		rounds_end(&clerks[i]);
	printf("crash: %lld reports, %lld other writes acknowledged\n", (long long)stored,
		(long long)rounds_asked);
	return victim_end();
}
