/* The server of victim.h and its one kind of client. */
#include "victim.h"

#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "calendar.h"

struct victim victim;
static unsigned passed, failed;

void expect(bool good, const char *format, ...)
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

void victim_give_up(const char *why)
{
	printf("%s (%s)\n%u passed, %u failed\n", why, victim.folder, passed, failed + 1);
	if (victim.pid)
		kill(victim.pid, SIGKILL);
	exit(1);
}

static pid_t start(const char *const arguments[], const char *out, const char *log)
{
	fflush(stdout);
	pid_t child = fork();

	if (child < 0)
		victim_give_up("fork");
	if (child)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!freopen(out, "w", stdout) || !freopen(log, "w", stderr))
		_exit(127);
	execv(victim.program, (char *const *)(uintptr_t)arguments);
	_exit(127);
}

int victim_run(const char *const arguments[], const char *out)
{
	char log[120];
	int status;

	snprintf(log, sizeof log, "%s/command.log", victim.folder);
	waitpid(start(arguments, out, log), &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int verify(const char *database)
{
	const char *const arguments[] = {"thidua", "verify", "--db", database, NULL};

	return victim_run(arguments, "/dev/null");
}

void victim_prepare(const char *program)
{
	setvbuf(stdout, NULL, _IOLBF, 0); /* whoever ends it early has read what was wrong */
	victim.program = program;
	strcpy(victim.folder, "/tmp/thidua-crash-XXXXXX");
	if (!mkdtemp(victim.folder))
		victim_give_up("mkdtemp");
	snprintf(victim.log, sizeof victim.log, "%s/serve.log", victim.folder);
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* Thousands of kills would fill the disk with what nobody looks at: a database stays only when something was wrong. */
static void drop_database(void)
{
	char command[200];

	snprintf(command, sizeof command, "rm -rf %s*", victim.database);
	if (!failed && *victim.database && system(command))
		victim_give_up("the database before stays");
}

void victim_new_database(int number)
{
	const char *const init[] = {"thidua", "init", "--db", victim.database, NULL};
	const char *const token[] = {"thidua", "token", "create", "--db", victim.database, "--unit",
		"vkstc", "--role", "admin", NULL};
	char out[120], text[80] = "";

	drop_database();
	snprintf(victim.database, sizeof victim.database, "%s/%d.db", victim.folder, number);
	snprintf(out, sizeof out, "%s/token", victim.folder);
	if (victim_run(init, "/dev/null") || victim_run(token, out))
		victim_give_up("no database");
	FILE *file = fopen(out, "r");

	if (!file || !fgets(text, sizeof text, file))
		victim_give_up("no token");
	fclose(file);
	text[strcspn(text, "\n")] = 0;
	snprintf(victim.authorization, sizeof victim.authorization, "Authorization: Bearer %s",
		text);
}

static bool find_port(void)
{
	char text[4096] = "";
	FILE *file = fopen(victim.log, "r");
	size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;

	if (file)
		fclose(file);
	text[length] = 0;
	const char *at = strstr(text, "127.0.0.1:");

	return at && strchr(at, '\n') && sscanf(at, "127.0.0.1:%d", &victim.port) == 1;
}

void victim_copy_database(const char *from)
{
	char command[1000];

	snprintf(command, sizeof command,
		"to=%s; from=%s; rm -rf $to $to-wal $to-shm $to.pepper $to.backups &&"
		" cp $from $to && cp $from.pepper $to.pepper",
		victim.database, from);
	if (system(command))
		victim_give_up("the database cannot be copied");
}

bool victim_try(void)
{
	const char *const arguments[] = {"thidua", "serve", "--db", victim.database, "--listen",
		"127.0.0.1:0", "--log-level", "info", NULL};
	static struct asker asker;
	char out[120];
	int64_t begin = calendar_monotonic();

	snprintf(out, sizeof out, "%s/serve.out", victim.folder);
	unlink(victim.log);
	victim.pid = start(arguments, out, victim.log);
	int64_t patience = (victim.unhurried ? 30 : 10) * VICTIM_READY_IN * INT64_C(1000);

	while (calendar_monotonic() - begin < patience) {
		pause_ms(2);
		if (find_port() && ask(&asker, "/readyz", NULL, NULL) == 200)
			return true;
		siginfo_t ended = {0};

		if (waitid(P_PID, (id_t)victim.pid, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
			ended.si_pid)
			return false;
	}
	return false;
}

void victim_start(void)
{
	int64_t begin = calendar_monotonic();

	if (!victim_try())
		victim_give_up("the server does not start");
	long took = (long)((calendar_monotonic() - begin) / 1000);

	expect(victim.unhurried || took < VICTIM_READY_IN, "ready only after %ld ms", took);
}

int victim_wait(long milliseconds)
{
	int status;

	for (long waited = 0; waitpid(victim.pid, &status, WNOHANG) != victim.pid; waited += 5) {
		if (waited > milliseconds)
			return -1;
		pause_ms(5);
	}
	victim.pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void victim_kill(void)
{
	int status;

	kill(victim.pid, SIGKILL);
	waitpid(victim.pid, &status, 0);
	victim.pid = 0;
	expect(WIFSIGNALED(status), "the server had ended by itself: status %#x", status);
}

void victim_stop(void)
{
	int status;

	kill(victim.pid, SIGTERM);
	waitpid(victim.pid, &status, 0);
	victim.pid = 0;
	expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "SIGTERM: status %#x", status);
	expect(verify(victim.database) == 0, "verify finds a fault at the end");
}

void victim_verify_copy(void)
{
	char command[1000];

	snprintf(victim.copy, sizeof victim.copy, "%s/copy.db", victim.folder);
	snprintf(command, sizeof command,
		"rm -f %s* && for end in '' -wal .pepper; do cp %s$end %s$end || exit 1; done",
		victim.copy, victim.database, victim.copy);
	expect(system(command) == 0, "the database cannot be copied");
	expect(verify(victim.copy) == 0, "verify finds a fault after the kill");
}

static size_t keep_body(char *data, size_t size, size_t count, void *context)
{
	buffer_bytes(context, data, size * count);
	return size * count;
}

static struct curl_slist *headers_of(const struct asker *asker, const char *key, const char *body)
{
	struct curl_slist *headers = curl_slist_append(NULL, "X-Thidua: 1");
	char line[160];

	/* As a page of its own does it, which is how one signs in. */
	snprintf(line, sizeof line, "Origin: http://127.0.0.1:%d", victim.port);
	headers = curl_slist_append(headers, line);
	snprintf(line, sizeof line, "Authorization: Bearer %s", asker->bearer);
	headers = curl_slist_append(headers, asker->bearer ? line : victim.authorization);
	snprintf(line, sizeof line, "X-Request-Id: %s", asker->id);
	if (asker->id)
		headers = curl_slist_append(headers, line);
	if (body && *body)
		headers = curl_slist_append(headers, "Content-Type: application/json");
	snprintf(line, sizeof line, "Idempotency-Key: %s", key ? key : "");
	return key ? curl_slist_append(headers, line) : headers;
}

int ask(struct asker *asker, const char *path, const char *key, const char *body)
{
	struct curl_slist *headers = headers_of(asker, key, body);
	struct curl_header *found;
	char url[300];
	long status = 0;

	if (!asker->curl)
		asker->curl = curl_easy_init();
	curl_easy_reset(asker->curl);
	snprintf(url, sizeof url, "http://127.0.0.1:%d%s", victim.port, path);
	curl_easy_setopt(asker->curl, CURLOPT_URL, url);
	curl_easy_setopt(asker->curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(asker->curl, CURLOPT_WRITEFUNCTION, keep_body);
	curl_easy_setopt(asker->curl, CURLOPT_WRITEDATA, &asker->reply);
	curl_easy_setopt(asker->curl, CURLOPT_TIMEOUT, asker->seconds ? asker->seconds : 10L);
	curl_easy_setopt(asker->curl, CURLOPT_NOSIGNAL, 1L);
	if (body)
		curl_easy_setopt(asker->curl, CURLOPT_POSTFIELDS, body);
	if (asker->puts)
		curl_easy_setopt(asker->curl, CURLOPT_CUSTOMREQUEST, "PUT");
	buffer_truncate(&asker->reply, 0);
	if (curl_easy_perform(asker->curl) == CURLE_OK)
		curl_easy_getinfo(asker->curl, CURLINFO_RESPONSE_CODE, &status);
	asker->replayed = status &&
		curl_easy_header(asker->curl, "Idempotent-Replay", 0, CURLH_HEADER, -1, &found) ==
			CURLHE_OK;
	curl_slist_free_all(headers);
	json_decref(asker->json);
	asker->json = json_loadb(asker->reply.length ? asker->reply.data : "", asker->reply.length,
		JSON_REJECT_DUPLICATES, NULL);
	return (int)status;
}

void ask_end(struct asker *asker)
{
	curl_easy_cleanup(asker->curl);
	buffer_free(&asker->reply);
	json_decref(asker->json);
	*asker = (struct asker){0};
}

void pause_ms(long milliseconds)
{
	nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000L}, NULL);
}

int victim_end(void)
{
	char command[100];

	snprintf(command, sizeof command, "rm -rf %s", victim.folder);
	if (failed || system(command))
		printf("%s stays\n", victim.folder);
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
