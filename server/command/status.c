/*
 * thidua status: how is the server, in ten lines for a person, or for cron: the exit status is 1 when something
 * wants a person, and a line that begins with `!` says what. It reads the database beside a running server,
 * never locks it, and asks the server for what only that knows. With --ready it says nothing and leaves with 0 when the
 * server takes work: for whoever supervises it.
 */
#include "command/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sysexits.h>

#include "backup/backup.h"
#include "base/config.h"
#include "buffer.h"
#include "calendar.h"
#include "command/running.h"
#include "gen/api.h"
#include "request/journal.h"

#define HOUR (3600 * INT64_C(1000)) /* milliseconds */

static bool is_calm = true;

/* A line of its own: something wants a person. */
static void want(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void want(const char *format, ...)
{
	va_list arguments;

	is_calm = false;
	printf("! ");
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
}

static void print_instant(const char *before, int64_t at, const char *after)
{
	struct buffer text = {0};

	buffer_instant(&text, at);
	printf("%s%s%s", before, text.failed ? "?" : buffer_string(&text), after);
	buffer_free(&text);
}

static void show_slow(const struct buffer *metrics)
{
	char operation[64];
	int64_t count = 0;
	size_t at = 0;
	bool any = false;

	printf("slow operations, over 0.5 s:");
	while (running_next_slow(metrics, &at, operation, &count)) {
		any = true;
		printf(" %s %lld", operation, (long long)count);
	}
	printf("%s\n", any ? "" : " none");
}

static void show_refused(const struct buffer *metrics)
{
	int64_t at = 1000 * running_metric(metrics, "thidua_write_refused_timestamp_seconds");

	printf("writes refused for want of space: %lld\n",
		(long long)running_metric(metrics, "thidua_problems_total{code=\"disk_full\"}"));
	if (at > calendar_now() - 24 * HOUR)
		want("writes were refused within the last day: the disk was full");
}

static void show_server(const struct config *config)
{
	struct buffer metrics = {0};

	if (running_metrics(config->listen, &metrics)) {
		printf("thidua %s on %s", API_VERSION, config->listen);
		print_instant(", runs since ",
			1000 * running_metric(&metrics, "process_start_time_seconds"), "\n");
		show_slow(&metrics);
		show_refused(&metrics);
		printf("backups that failed: %lld\n",
			(long long)running_metric(&metrics, "thidua_backup_failures_total"));
	} else {
		want("no server answers on %s", config->listen);
	}
	buffer_free(&metrics);
}

static int64_t mebibytes(const char *path, const char *ending)
{
	char name[4096];
	struct stat found;

	snprintf(name, sizeof name, "%s%s", path, ending);
	return stat(name, &found) == 0 ? (int64_t)found.st_size >> 20 : 0;
}

static void show_files(const struct config *config)
{
	struct statvfs found;
	int64_t left = statvfs(config->db, &found) == 0
		? (int64_t)((uint64_t)found.f_bavail * found.f_frsize >> 20)
		: 0;

	printf("database %s: %lld MiB, its log %lld MiB\n", config->db,
		(long long)mebibytes(config->db, ""), (long long)mebibytes(config->db, "-wal"));
	printf("disk: %lld MiB free\n", (long long)left);
	if (left < 2 * config->min_free_mib)
		want("the disk is nearly full: with less than %lld MiB writes are refused",
			(long long)config->min_free_mib);
}

static void show_age(const struct config *config, const struct backup *newest)
{
	int64_t age = (calendar_now() - newest->manifest.at) / HOUR;

	printf("last backup: %s", newest->file);
	print_instant(" of ", newest->manifest.at, "");
	printf(", %lld hours old, %lld MiB\n", (long long)age, (long long)(newest->bytes >> 20));
	if (config->backup_age && age >= config->backup_age)
		want("the last backup is older than %lld hours", (long long)config->backup_age);
}

static void show_backups(const struct config *config)
{
	struct backup *list = NULL;
	size_t count = 0;

	backup_list(config->backup_to, &list, &count);
	if (count) {
		show_age(config, &list[0]);
	} else {
		printf("last backup: none in %s\n", config->backup_to);
		if (config->backup_age)
			want("there is no backup");
	}
	free(list);
}

static void show_chain(const struct config *config)
{
	struct journal_head head = {0};
	int64_t count = 0, bad = 0;
	char hash[2 * SECRET_HASH_SIZE + 1];
	struct db *db = NULL;

	if (db_open(config->db, DB_READER, &db) || journal_newest(db, &head) ||
		journal_verify(db, &count, &bad)) {
		want("%s", db_message(db));
	} else {
		digest_hex(head.hash, hash);
		printf("chain: %lld events, head %lld:%s\n", (long long)count, (long long)head.seq,
			hash);
		if (bad)
			want("the chain of events breaks at %lld", (long long)bad);
	}
	db_close(db);
}

int command_status(int argc, char **argv)
{
	struct config config;

	if (!config_read("status", argc, argv, &config))
		return EX_USAGE;
	if (config.ready)
		return running_is_ready(config.listen) ? EX_OK : EXIT_FAILURE;
	show_server(&config);
	show_files(&config);
	show_backups(&config);
	show_chain(&config);
	return is_calm ? EX_OK : EXIT_FAILURE;
}
