/*
 * From an older program to this one, back and again, on a large database while offices write (T25): nothing that was
 * acknowledged is lost on the way up; the older program refuses what the newer one has made, says so and changes nothing;
 * back on the copy from before the step all is there that was acknowledged before it, and the next way up works as well.
 *
 *	build/tests/upgrade OLD NEW VALUES ROWS		ROWS is build/bench/rows, which fills the database
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "calendar.h"
#include "kit/content.h"
#include "kit/rounds.h"

#define CLERKS 4
#define WHILE  3000 /* milliseconds of work under each program */

static struct clerk clerks[CLERKS];
static int64_t before[CLERKS]; /* acknowledged before the first way up */
static char refusal[300];
static long took;

/* Offices work; the server gets SIGTERM in the middle of it. */
static void work(const char *program)
{
	int64_t start = calendar_monotonic();

	victim.program = program;
	victim_start();
	took = (long)((calendar_monotonic() - start) / 1000);
	for (size_t i = 0; i < CLERKS; i++)
		rounds_settle(&clerks[i]);
	rounds_start(clerks, CLERKS);
	pause_ms(WHILE);
	victim_stop();
	rounds_join(clerks, CLERKS);
}

static int64_t acknowledged(void)
{
	int64_t sum = 0;

	for (size_t i = 0; i < CLERKS; i++)
		sum += clerks[i].acknowledged;
	return sum;
}

static void make_large(const char *old, const char *values, const char *rows)
{
	static struct asker asker;
	char command[400];

	victim.program = old;
	victim_new_database(0);
	snprintf(command, sizeof command, "%s fill %s %s", rows, victim.database, values);
	if (system(command))
		victim_give_up("no values");
	victim_start();
	rounds_prepare(&asker);
	ask_end(&asker);
	victim_stop();
	for (int i = 0; i < CLERKS; i++)
		clerks[i] = (struct clerk){.number = i};
}

/* The first line of its log that is a fault. */
static void read_refusal(void)
{
	char path[140], line[400];

	snprintf(path, sizeof path, "%s/command.log", victim.folder);
	FILE *file = fopen(path, "re");

	while (file && fgets(line, sizeof line, file))
		if (strstr(line, "use a newer program"))
			snprintf(refusal, sizeof refusal, "%.*s", (int)strcspn(line, "\n"), line);
	if (file)
		fclose(file);
}

static void refuse(const char *old)
{
	const char *const serve[] = {
		"thidua", "serve", "--db", victim.database, "--listen", "127.0.0.1:0", NULL};
	struct content found = content_of(victim.database);

	victim.program = old;
	expect(victim_run(serve, "/dev/null") == EX_CONFIG,
		"the older program serves the newer database");
	read_refusal();
	expect(*refusal, "the older program does not say why");
	struct content left = content_of(victim.database);

	expect(content_is_same(&found, &left), "the older program changed the newer database");
}

static void go_back(const char *old)
{
	char pattern[140];
	glob_t copies;

	snprintf(pattern, sizeof pattern, "%s.before-???", victim.database);
	if (glob(pattern, 0, NULL, &copies) || copies.gl_pathc != 1)
		victim_give_up("there is not one copy from before the step");
	const char *const restore[] = {
		"thidua", "restore", "--db", victim.database, copies.gl_pathv[0], NULL};

	victim.program = old;
	expect(victim_run(restore, "/dev/null") == 0, "the copy is not restored");
	globfree(&copies);
}

static int64_t lost_of(const int64_t *acknowledged_then)
{
	struct db *db = NULL;

	if (db_open(victim.database, DB_READER, &db))
		victim_give_up(db_message(NULL));
	int64_t lost = rounds_compare(db, clerks, CLERKS, acknowledged_then);

	db_close(db);
	return lost;
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		printf("usage: upgrade OLD NEW VALUES ROWS\n0 passed, 1 failed\n");
		return 1;
	}
	const char *old = argv[1], *new = argv[2];

	victim.unhurried = true;
	victim_prepare(old);
	make_large(old, argv[3], argv[4]);
	work(old);
	for (size_t i = 0; i < CLERKS; i++)
		before[i] = clerks[i].acknowledged;
	work(new);
	long up = took;
	int64_t lost = lost_of(NULL), all = acknowledged();

	refuse(old);
	go_back(old);
	int64_t lost_before = lost_of(before);

	expect(lost == 0 && lost_before == 0, "%lld lost on the way up, %lld back", (long long)lost,
		(long long)lost_before);
	/* What came after the copy is lost, as the manual says: new clerks. */
	for (int i = 0; i < CLERKS; i++)
		clerks[i] = (struct clerk){.number = CLERKS + i, .asker = clerks[i].asker};
	work(old);
	work(new);
	int64_t lost_again = lost_of(NULL);

	expect(lost_again == 0, "%lld lost on the second way up", (long long)lost_again);
	printf("| T25 | a database of %s values, older program, this one, older, this one: %lld and %lld writes acknowledged, %lld lost;"
	       " ready after the step in %ld ms; the older one refuses: %s | %s |\n",
		argv[3], (long long)all, (long long)acknowledged(),
		(long long)(lost + lost_before + lost_again), up, refusal,
		lost + lost_before + lost_again || !*refusal ? "MISSED" : "held");
	for (size_t i = 0; i < CLERKS; i++)
		rounds_end(&clerks[i]);
	return victim_end();
}
