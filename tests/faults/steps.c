/*
 * Steps of the schema, killed or failed at the n-th write and sync (T24): the database is on the old step or on the new one,
 * with the rows of that, and the next try ends on the new one. For each step there is a database of the one before, with
 * what the demonstration put into its tables; the whole way from each to the newest is taken, too.
 *
 *	build/faults/steps build/faults/thidua STRIDE [SEED]
 *	build/faults/steps FILE TO      its own child: takes the database to that step
 */
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/embed.h"
#include "kit/content.h"
#include "kit/disk.h"
#include "kit/victim.h"
#include "secret.h"

static struct disk *disk;
static char demo[120];
static int stride;
static unsigned seed;

static int migrate(const char *path, int to)
{
	struct db *db = NULL;
	int from = 0;
	enum error error = db_open(path, DB_WRITER, &db);

	if (!error)
		error = db_migrate(db, embed_migrations, (size_t)to, &from);
	db_close(db);
	return error ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int migrate_in_child(const char *path, int to)
{
	char number[12];
	int status;
	pid_t child = fork();

	if (child < 0)
		victim_give_up("fork");
	snprintf(number, sizeof number, "%d", to);
	if (!child) {
		execl("/proc/self/exe", "steps", path, number, NULL);
		_exit(127);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- Databases by hand ---- */

static sqlite3 *open_raw(const char *path)
{
	sqlite3 *handle = NULL;

	if (sqlite3_open(path, &handle) != SQLITE_OK)
		victim_give_up(path);
	return handle;
}

static void exec(sqlite3 *handle, const char *sql)
{
	if (sqlite3_exec(handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		victim_give_up(sqlite3_errmsg(handle));
}

/* The first column of the first row; freed with sqlite3_free(). */
static char *text_of(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *q = NULL;
	char *text = NULL;

	if (sqlite3_prepare_v2(handle, sql, -1, &q, NULL) != SQLITE_OK)
		victim_give_up(sqlite3_errmsg(handle));
	if (sqlite3_step(q) == SQLITE_ROW && sqlite3_column_type(q, 0) != SQLITE_NULL)
		text = sqlite3_mprintf("%s", sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	return text;
}

/* The columns that a table has had since; a table that a view stands for now is called all_.. */
static char *copy_of(sqlite3 *handle, const char *table)
{
	char *sql = sqlite3_mprintf(
		"SELECT name FROM demo.sqlite_schema WHERE type = 'table' AND name IN"
		" (%Q, 'all_' || %Q) ORDER BY name DESC",
		table, table);
	char *now = text_of(handle, sql), *copy = NULL;

	sqlite3_free(sql);
	if (!now)
		return NULL;
	sql = sqlite3_mprintf("SELECT group_concat(o.name) FROM pragma_table_info(%Q, 'main') o"
			      " JOIN pragma_table_info(%Q, 'demo') n ON n.name = o.name",
		table, now);
	char *columns = text_of(handle, sql);

	sqlite3_free(sql);
	if (columns)
		copy = sqlite3_mprintf(
			"DELETE FROM main.%s; INSERT INTO main.%s (%s) SELECT %s FROM demo.%s",
			table, table, columns, columns, now);
	sqlite3_free(columns);
	sqlite3_free(now);
	return copy;
}

static void make_database(const char *path, int step)
{
	db_remove(path);
	if (migrate(path, step) != EXIT_SUCCESS)
		victim_give_up(db_message(NULL));
	sqlite3 *handle = open_raw(path);
	sqlite3_stmt *q = NULL;
	char *attach = sqlite3_mprintf("ATTACH %Q AS demo; BEGIN", demo);

	exec(handle, attach);
	sqlite3_free(attach);
	sqlite3_prepare_v2(handle,
		"SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE"
		" 'sqlite_%'",
		-1, &q, NULL);
	while (sqlite3_step(q) == SQLITE_ROW) {
		char *copy = copy_of(handle, (const char *)sqlite3_column_text(q, 0));

		if (copy)
			exec(handle, copy);
		sqlite3_free(copy);
	}
	sqlite3_finalize(q);
	exec(handle, "COMMIT");
	sqlite3_close(handle);
}

/* ---- One step, broken ---- */

static void copy_file(const char *from, const char *to)
{
	char command[500];

	snprintf(command, sizeof command, "rm -f %s* && cp %s %s", to, from, to);
	if (system(command))
		victim_give_up("no copy");
}

static void check_copy_before(const char *trial, int step, const struct content *old)
{
	char path[160];
	struct content kept;

	snprintf(path, sizeof path, "%s.before-%03d", trial, step + 1);
	kept = content_of(path);
	expect(content_is_same(&kept, old), "step %d: the copy from before it is another one",
		step + 1);
}

struct trial {
	char from[120], path[120];
	int step;
	struct content old, new;
};

static void break_step(const struct trial *trial, enum disk_call call, int64_t n, int error)
{
	copy_file(trial->from, trial->path);
	disk_break(disk, call, DISK_ANY, n, n, error);
	int status = migrate_in_child(trial->path, trial->step + 1);

	disk_mend(disk);
	struct content found = content_of(trial->path);

	expect(status == (error ? EXIT_FAILURE : 128 + SIGKILL) ||
			content_is_same(&found, &trial->new),
		"step %d, call %lld of kind %d: the child left with %d", trial->step + 1,
		(long long)n, (int)call, status);
	expect(content_is_same(&found, &trial->old) || content_is_same(&found, &trial->new),
		"step %d, call %lld of kind %d: neither the old nor the new database, but one of step %d",
		trial->step + 1, (long long)n, (int)call, found.step);
	expect(migrate_in_child(trial->path, trial->step + 1) == 0,
		"step %d, call %lld: no second try", trial->step + 1, (long long)n);
	found = content_of(trial->path);
	expect(content_is_same(&found, &trial->new),
		"step %d, call %lld: another end at the second try", trial->step + 1, (long long)n);
}

static int64_t count_calls(const struct trial *trial, enum disk_call call)
{
	copy_file(trial->from, trial->path);
	disk_break(disk, call, DISK_ANY, INT64_MAX, INT64_MAX, EIO);
	expect(migrate_in_child(trial->path, trial->step + 1) == 0, "step %d fails by itself",
		trial->step + 1);
	disk_mend(disk);
	return disk->asked;
}

static int64_t try_step(int step)
{
	static const enum disk_call calls[] = {DISK_WRITE, DISK_SYNC};
	struct trial trial = {.step = step};
	int64_t places = 0;

	snprintf(trial.from, sizeof trial.from, "%s/%d.db", victim.folder, step);
	snprintf(trial.path, sizeof trial.path, "%s/step.db", victim.folder);
	make_database(trial.from, step);
	trial.old = content_of(trial.from);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		int64_t count = count_calls(&trial, calls[i]);

		trial.new = content_of(trial.path);
		check_copy_before(trial.path, step, &trial.old);
		for (int64_t n = 1 + (int64_t)(seed++ % (unsigned)stride); n <= count;
			n += stride, places++)
			break_step(&trial, calls[i], n, places % 2 ? EIO : 0);
	}
	return places;
}

/* To the newest in one go. */
static void go_all_the_way(int step)
{
	char path[120];
	struct db *db = NULL;
	int version = 0;

	snprintf(path, sizeof path, "%s/%d.db", victim.folder, step);
	expect(migrate_in_child(path, (int)embed_migration_count) == 0,
		"step %d: no way to the newest", step);
	expect(db_look(path, DB_WRITER, embed_migrations, embed_migration_count, &db, &version) ==
				OK &&
			version == (int)embed_migration_count,
		"step %d: %s", step, db_message(NULL));
	db_close(db);
}

/* By the server, which seals it; verify finds nothing at its end. */
static void serve_oldest(void)
{
	char command[400];

	snprintf(victim.database, sizeof victim.database, "%s/oldest.db", victim.folder);
	make_database(victim.database, 1);
	snprintf(command, sizeof command, "cp %s.pepper %s.pepper", demo, victim.database);
	if (system(command))
		victim_give_up("no pepper");
	victim_start();
	victim_stop();
}

static void refuse_newer(void)
{
	const char *const verify[] = {"thidua", "verify", "--db", victim.database, NULL};
	const char *const serve[] = {
		"thidua", "serve", "--db", victim.database, "--listen", "127.0.0.1:0", NULL};
	sqlite3 *handle = open_raw(victim.database);
	char sql[40];

	snprintf(sql, sizeof sql, "PRAGMA user_version = %d", (int)embed_migration_count + 1);
	exec(handle, sql);
	sqlite3_close(handle);
	struct content before = content_of(victim.database);

	expect(victim_run(verify, "/dev/null") == EX_CONFIG, "a newer database is verified");
	expect(victim_run(serve, "/dev/null") == EX_CONFIG, "a newer database is served");
	struct content after = content_of(victim.database);

	expect(content_is_same(&before, &after), "a newer database was touched");
}

static void prepare(const char *program)
{
	char page[120];
	const char *const tell[] = {"thidua", "demo", "--db", demo, NULL};

	victim.unhurried = true;
	victim_prepare(program);
	snprintf(page, sizeof page, "%s/page", victim.folder);
	snprintf(demo, sizeof demo, "%s/demo.db", victim.folder);
	disk = disk_share(page);
	if (!disk || !secret_start() || victim_run(tell, "/dev/null"))
		victim_give_up("no demonstration");
	/* Older programs did not seal, which is the last that this one has done. */
	sqlite3 *handle = open_raw(demo);

	exec(handle, "DROP TRIGGER events_kept; DELETE FROM events WHERE action = 'seal'");
	sqlite3_close(handle);
}

int main(int argc, char **argv)
{
	int64_t places = 0;

	if (argc == 3 && strstr(argv[1], ".db"))
		return migrate(argv[1], atoi(argv[2]));
	stride = argc > 2 ? atoi(argv[2]) : 0;
	seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : (unsigned)time(NULL);
	if (stride < 1) {
		printf("usage: steps PROGRAM STRIDE [SEED]\n0 passed, 1 failed\n");
		return 1;
	}
	printf("steps: every %d., seed %u\n", stride, seed);
	prepare(argv[1]);
	for (int step = 1; step < (int)embed_migration_count; step++) {
		places += try_step(step);
		go_all_the_way(step);
	}
	serve_oldest();
	refuse_newer();
	printf("steps: broken at %lld places\n", (long long)places);
	return victim_end();
}
