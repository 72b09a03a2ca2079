/*
 * kill -9 under write load (T1): what was acknowledged is there, nothing is there by half or twice,
 * the event chain holds, and the next start is ready within two seconds.
 *
 *	build/tests/crash build/thidua RUNS [SEED]
 *
 * Eight writers post, each to sheets of its own: six post reports of one unit, two post imports of
 * four units at once. Version v of a sheet has the number v in every cell and the Idempotency-Key
 * "writer-sheet-v", so what must be found after the crash follows from how many answers came: v
 * versions, or v + 1 when one more was on its way. That one is then sent again.
 */
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "buffer.h"
#include "calendar.h"

#define WRITERS        8
#define BULK_FROM      6 /* the writers from here on post imports */
#define UNITS          4 /* of a writer */
#define PERIODS        12
#define SHEETS         (UNITS * PERIODS)
#define READY_IN       2000 /* milliseconds */
#define RUNS_OF_ONE_DB 10   /* then a fresh one, so that verifying stays quick */

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

struct client {
	CURL *curl;
	struct buffer reply;
	json_t *json;
	bool replayed;
};

struct writer {
	size_t number;
	struct client client;
	struct sheet sheets[SHEETS];
	size_t sheet_count;
	char refusal[300]; /* an answer that should not have come */
	pthread_t thread;
};

static const char *program;
static char folder[64], database[100], server_log[100], token[80], authorization[120];
static char units[WRITERS * UNITS][64];
static struct writer writers[WRITERS];
static pid_t server;
static int port;
static unsigned passed, failed;

static void expect(bool good, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void expect(bool good, const char *format, ...)
{
	va_list list;

	passed += good;
	failed += !good;
	if (good)
		return;
	va_start(list, format);
	vprintf(format, list);
	va_end(list);
	putchar('\n');
}

static void stop_all(const char *why)
{
	printf("%s (%s)\n0 passed, 1 failed\n", why, folder);
	if (server)
		kill(server, SIGKILL);
	exit(1);
}

/* ---- the program ---- */

static pid_t start(const char *const arguments[], const char *out, const char *log)
{
	pid_t child = fork();

	if (child < 0)
		stop_all("fork");
	if (child)
		return child;
	if (!freopen(out, "w", stdout) || !freopen(log, "w", stderr))
		_exit(127);
	execv(program, (char *const *)(uintptr_t)arguments);
	_exit(127);
}

static int run(const char *const arguments[], const char *out)
{
	char log[120];
	int status;

	snprintf(log, sizeof log, "%s/command.log", folder);
	waitpid(start(arguments, out, log), &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static bool find_port(void)
{
	char text[4096] = "";
	FILE *file = fopen(server_log, "r");
	size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;

	if (file)
		fclose(file);
	text[length] = 0;
	const char *at = strstr(text, "127.0.0.1:");

	return at && strchr(at, '\n') && sscanf(at, "127.0.0.1:%d", &port) == 1;
}

static size_t keep_body(char *data, size_t size, size_t count, void *context)
{
	buffer_bytes(context, data, size * count);
	return size * count;
}

/* The status; 0 when no answer came. The JSON stays in the client until the next call. */
static int ask(struct client *client, const char *path, const char *key, const char *body)
{
	char url[300], key_line[100];
	struct curl_slist *headers = NULL;
	struct curl_header *found;
	long status = 0;

	if (!client->curl)
		client->curl = curl_easy_init();
	curl_easy_reset(client->curl);
	snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
	snprintf(key_line, sizeof key_line, "Idempotency-Key: %s", key ? key : "");
	headers = curl_slist_append(headers, authorization);
	if (body) {
		headers = curl_slist_append(headers, "Content-Type: application/json");
		headers = curl_slist_append(headers, key_line);
		curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, body);
	}
	buffer_truncate(&client->reply, 0);
	curl_easy_setopt(client->curl, CURLOPT_URL, url);
	curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, keep_body);
	curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, &client->reply);
	curl_easy_setopt(client->curl, CURLOPT_TIMEOUT, 10L);
	curl_easy_setopt(client->curl, CURLOPT_NOSIGNAL, 1L);
	if (curl_easy_perform(client->curl) == CURLE_OK)
		curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
	client->replayed = status &&
		curl_easy_header(client->curl, "Idempotent-Replay", 0, CURLH_HEADER, -1, &found) ==
			CURLHE_OK;
	curl_slist_free_all(headers);
	json_decref(client->json);
	client->json = json_loadb(client->reply.length ? client->reply.data : "",
		client->reply.length, JSON_REJECT_DUPLICATES, NULL);
	return (int)status;
}

static void pause_ms(long milliseconds)
{
	nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000L}, NULL);
}

static void start_server(struct client *client)
{
	const char *const arguments[] = {"thidua", "serve", "--db", database, "--listen",
		"127.0.0.1:0", "--log-level", "info", NULL};
	char out[120];
	int64_t begin = calendar_monotonic();
	bool ready = false;

	snprintf(out, sizeof out, "%s/serve.out", folder);
	unlink(server_log);
	server = start(arguments, out, server_log);
	while (!ready && calendar_monotonic() - begin < 10 * READY_IN * INT64_C(1000)) {
		pause_ms(2);
		ready = find_port() && ask(client, "/readyz", NULL, NULL) == 200;
	}
	if (!ready)
		stop_all("the server does not start");
	long took = (long)((calendar_monotonic() - begin) / 1000);

	expect(took < READY_IN, "ready only after %ld ms", took);
}

static void read_line(const char *path, char *out, size_t size)
{
	FILE *file = fopen(path, "r");

	if (!file || !fgets(out, (int)size, file))
		stop_all("nothing was printed");
	out[strcspn(out, "\n")] = 0;
	fclose(file);
}

static void make_database(void)
{
	const char *const init[] = {"thidua", "init", "--db", database, NULL};
	const char *const make_token[] = {"thidua", "token", "create", "--db", database, "--unit",
		"vkstc", "--role", "admin", NULL};
	char out[120];

	snprintf(out, sizeof out, "%s/token", folder);
	if (run(init, "/dev/null") || run(make_token, out))
		stop_all("no database");
	read_line(out, token, sizeof token);
	snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", token);
}

/* Beside the running server, so that the verifier's recovery does not help it. */
static void verify_copy(void)
{
	char command[1000], copy[120];
	const char *const verify[] = {"thidua", "verify", "--db", copy, NULL};

	snprintf(copy, sizeof copy, "%s/copy.db", folder);
	snprintf(command, sizeof command,
		"rm -f %s* && cp %s %s && cp %s-wal %s-wal && cp %s.pepper %s.pepper", copy,
		database, copy, database, copy, database, copy);
	expect(system(command) == 0, "the database can not be copied");
	expect(run(verify, "/dev/null") == 0, "verify finds a fault after the kill");
}

/* ---- what is posted ---- */

static void add_sheet(struct writer *writer, size_t first, size_t count, const char *period)
{
	writer->sheets[writer->sheet_count++] =
		(struct sheet){.first_unit = first, .unit_count = count, .period = period};
}

static void open_writers(struct client *client)
{
	if (ask(client, "/api/v1/units?level=district&limit=100", NULL, NULL) != 200)
		stop_all("no units");
	for (size_t i = 0; i < WRITERS * UNITS; i++) {
		json_t *unit = json_array_get(json_object_get(client->json, "items"), i);

		if (!unit)
			stop_all("too few units");
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
	int status = ask(&writer->client,
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
				(int)writer->client.reply.length, writer->client.reply.data);
			return NULL;
		}
		sheet->version++;
		sheet->pending = false;
		pause_ms(1);
	}
}

/* ---- what is found ---- */

/* The version that counts now, 0 without one; -1 when its figures are not those of that version. */
static int found_version(struct client *client, const char *unit, const char *period)
{
	char path[200];

	snprintf(path, sizeof path, "/api/v1/reports?unit=%s&period=%s&current=true", unit, period);
	if (ask(client, path, NULL, NULL) != 200)
		return -1;
	json_t *item = json_array_get(json_object_get(client->json, "items"), 0);

	if (!item)
		return 0;
	int version = (int)json_integer_value(json_object_get(item, "version"));

	snprintf(path, sizeof path, "/api/v1/reports/%lld",
		(long long)json_integer_value(json_object_get(item, "id")));
	if (ask(client, path, NULL, NULL) != 200)
		return -1;
	json_t *values = json_object_get(client->json, "values"), *value;
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
	int found = found_version(&writer->client, unit, sheet->period);

	expect(found >= sheet->version, "%s %s: lost: version %d was acknowledged, %d is there",
		unit, sheet->period, sheet->version, found);
	expect(found <= sheet->version + sheet->pending, "%s %s: twice: %d were sent, %d are there",
		unit, sheet->period, sheet->version + sheet->pending, found);
	for (size_t i = 1; i < sheet->unit_count; i++) {
		const char *other = units[sheet->first_unit + i];
		int version = found_version(&writer->client, other, sheet->period);

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

		expect(status == 200 || status == 201, "%s %s: the repeated post got %d", unit,
			sheet->period, status);
		sheet->version++;
		sheet->pending = false;
	} else {
		int status = post(writer, sheet, sheet->version);

		expect(status >= 200 && status < 300 && writer->client.replayed,
			"%s %s: an acknowledged post is not known any more: %d", unit,
			sheet->period, status);
	}
	int found = found_version(&writer->client, unit, sheet->period);

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
static int count_versions(struct client *client)
{
	int64_t sent = 0, stored;

	for (size_t i = 0; i < WRITERS; i++)
		for (size_t j = 0; j < writers[i].sheet_count; j++)
			sent += writers[i].sheets[j].version * (int)writers[i].sheets[j].unit_count;
	ask(client, "/api/v1/reports?count=true&limit=1", NULL, NULL);
	stored = json_integer_value(json_object_get(client->json, "total"));
	expect(stored == sent, "%lld versions were sent, %lld are stored", (long long)sent,
		(long long)stored);
	return (int)sent;
}

static void stop_server(void)
{
	const char *const verify[] = {"thidua", "verify", "--db", database, NULL};
	int status;

	kill(server, SIGTERM);
	waitpid(server, &status, 0);
	server = 0;
	expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "SIGTERM: status %#x", status);
	expect(run(verify, "/dev/null") == 0, "verify finds a fault at the end");
}

static void kill_once(struct client *client, int run_number)
{
	long wait = 50 + rand() % 1951;
	int status;

	for (size_t i = 0; i < WRITERS; i++)
		pthread_create(&writers[i].thread, NULL, post_on, &writers[i]);
	pause_ms(wait);
	kill(server, SIGKILL);
	waitpid(server, &status, 0);
	expect(WIFSIGNALED(status), "run %d: the server ended by itself: %#x", run_number, status);
	for (size_t i = 0; i < WRITERS; i++)
		pthread_join(writers[i].thread, NULL);
	verify_copy();
	start_server(client);
	check_all(true);
}

static void remove_files(void)
{
	char command[100];

	snprintf(command, sizeof command, "rm -rf %s", folder);
	if (system(command))
		printf("%s stays\n", folder);
}

int main(int argc, char **argv)
{
	struct client client = {0};
	int runs = argc > 2 ? atoi(argv[2]) : 0;
	unsigned seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : (unsigned)time(NULL);
	int posted = 0;

	if (runs < 1) {
		printf("usage: crash PROGRAM RUNS [SEED]\n0 passed, 1 failed\n");
		return 1;
	}
	program = argv[1];
	srand(seed);
	printf("crash: %d runs, seed %u\n", runs, seed);
	fflush(stdout);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	strcpy(folder, "/tmp/thidua-crash-XXXXXX");
	if (!mkdtemp(folder))
		stop_all("mkdtemp");
	snprintf(server_log, sizeof server_log, "%s/serve.log", folder);
	for (int i = 0; i < runs; i++) {
		if (i % RUNS_OF_ONE_DB == 0) {
			snprintf(database, sizeof database, "%s/%d.db", folder, i);
			make_database();
			start_server(&client);
			open_writers(&client);
		}
		kill_once(&client, i);
		if (i % RUNS_OF_ONE_DB == RUNS_OF_ONE_DB - 1 || i == runs - 1) {
			check_all(false);
			posted += count_versions(&client);
			stop_server();
		}
	}
	printf("crash: %d reports\n", posted);
	if (!failed)
		remove_files();
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
