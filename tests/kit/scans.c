/* Scans as large as are taken, up and down, many at once: each comes back byte by byte, and the server's
 * memory does not grow with them. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/tally.h"
#include "secret.h"

#define SCANS      10
#define SCAN_SIZE  ((size_t)10 << 20)
#define HEAD_SIZE  16
#define MOST_TRIES 20
#define PATIENCE   20000 /* milliseconds */

/* Kilobytes by which ten scans of 10 MiB may move the most that the server ever had: a third of them. It is
 * some fifteen thousand, whatever their size. */
#define MOST_GROWTH 34000

struct scan {
	int port;
	int64_t movement, document;
	char head[HEAD_SIZE]; /* its first bytes; the rest is that of all */
	const char *type;
	char sha256[2 * SECRET_HASH_SIZE + 1];
	int status;
	bool same;
};

static char *rest; /* of each scan, behind its head */

static void make_scan(struct scan *scan, int number)
{
	static const struct {
		const char *type, *magic;
		size_t length;
	} kinds[] = {{"application/pdf", "%PDF-1.7", 8}, {"image/jpeg", "\xff\xd8\xff\xe0", 4},
		{"image/png", "\x89PNG\r\n\x1a\n", 8}};
	uint8_t hash[SECRET_HASH_SIZE];
	struct sha256 digest;

	memcpy(scan->head, kinds[number % 3].magic, kinds[number % 3].length);
	scan->head[HEAD_SIZE - 1] = (char)number;
	scan->type = kinds[number % 3].type;
	sha256_start(&digest);
	sha256_add(&digest, scan->head, HEAD_SIZE);
	sha256_add(&digest, rest, SCAN_SIZE - HEAD_SIZE);
	sha256_end(&digest, hash);
	digest_hex(hash, scan->sha256);
}

/* The answer to a body in two parts; NULL when there is none. */
static json_t *post(int port, const char *path, const char *type, const char *begin,
	size_t begin_length, size_t rest_length, int *out_status)
{
	struct answer answer;
	struct wire wire;
	char head[512];
	json_t *json = NULL;

	snprintf(head, sizeof head,
		"POST /api/v1/movements%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
		"Content-Type: %s\r\nContent-Length: %zu\r\n\r\n",
		path, daemon_admin_token(), type, begin_length + rest_length);
	*out_status = 0;
	if (!wire_open(&wire, port))
		return NULL;
	if (wire_say(&wire, head) && wire_send(&wire, begin, begin_length) &&
		wire_send(&wire, rest, rest_length) &&
		wire_next(&wire, false, PATIENCE, &answer) == WIRE_ANSWER) {
		json = json_loads(answer.body, 0, NULL);
		*out_status = answer.status;
	}
	wire_close(&wire);
	return json;
}

static int64_t id_of(const json_t *json)
{
	return json_integer_value(json_object_get(json, "id"));
}

static void send_once(struct scan *scan)
{
	char path[80];

	snprintf(path, sizeof path, "/%lld/documents?name=scan", (long long)scan->movement);
	json_t *json = post(scan->port, path, scan->type, scan->head, HEAD_SIZE,
		SCAN_SIZE - HEAD_SIZE, &scan->status);
	const char *sha256 = json_string_value(json_object_get(json, "sha256"));

	scan->document = id_of(json);
	scan->same = sha256 && !strcmp(sha256, scan->sha256);
	json_decref(json);
}

/* The digest of what comes behind the head of the answer, whose end the client's last request asks for. */
static void save_once(struct scan *scan)
{
	struct buffer head = {0};
	uint8_t hash[SECRET_HASH_SIZE];
	char request[512], chunk[65536], found[2 * SECRET_HASH_SIZE + 1];
	const char *body = NULL;
	struct sha256 digest;
	struct wire wire;
	size_t got;

	snprintf(request, sizeof request,
		"GET /api/v1/documents/%lld/content HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
		"Authorization: Bearer %s\r\n\r\n",
		(long long)scan->document, daemon_admin_token());
	scan->same = false;
	sha256_start(&digest);
	if (!wire_open(&wire, scan->port))
		return;
	wire_say(&wire, request);
	while ((got = wire_raw(&wire, chunk, sizeof chunk)) > 0) {
		if (body) {
			sha256_add(&digest, chunk, got);
			continue;
		}
		buffer_bytes(&head, chunk, got);
		body = memmem(head.data, head.length, "\r\n\r\n", 4);
		if (body)
			sha256_add(&digest, body + 4, (size_t)(head.data + head.length - body - 4));
	}
	wire_close(&wire);
	sha256_end(&digest, hash);
	digest_hex(hash, found);
	scan->status = buffer_string(&head) ? atoi(head.data + strlen("HTTP/1.1 ")) : 0;
	scan->same = !strcmp(found, scan->sha256);
	buffer_free(&head);
}

/* Where the machine is busy the server says so, and a client tries again: what was stored meanwhile, though
 * nobody was told, is no second document. */
static void insist(struct scan *scan, void (*once)(struct scan *scan))
{
	for (int tries = 0; tries < MOST_TRIES; tries++) {
		once(scan);
		if (scan->status != 503)
			return;
		siege_sleep(200);
	}
}

static void *send_scan(void *context)
{
	insist(context, send_once);
	return NULL;
}

static void *save_scan(void *context)
{
	insist(context, save_once);
	return NULL;
}

static int64_t draft_movement(int port)
{
	static const char body[] =
		"{\"name\":\"Scans\",\"form\":\"regular\",\"level\":\"sector\",\"start_date\":"
		"\"2021-01-01\",\"end_date\":\"2021-06-30\",\"objectives\":\"-\",\"criteria\":\"-\"}";
	int status;
	json_t *json = post(port, "", "application/json", body, strlen(body), 0, &status);
	int64_t id = id_of(json);

	tally_check(status == 201, "no movement: %d", status);
	json_decref(json);
	return id;
}

/* Kilobytes: the most that the process ever had. */
static long most_memory(pid_t pid)
{
	char path[40], line[200];
	long found = 0;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof line, file))
		if (!strncmp(line, "VmHWM:", 6))
			found = strtol(line + 6, NULL, 10);
	if (file)
		fclose(file);
	return found;
}

static void run_all(struct scan *scans, void *(*run)(void *), const char *what)
{
	pthread_t threads[SCANS];
	int good = 0;

	siege_start(threads, SCANS, run, scans, sizeof *scans);
	siege_join(threads, SCANS);
	for (int i = 0; i < SCANS; i++)
		good += scans[i].status / 100 == 2 && scans[i].same;
	tally_check(good == SCANS, "scans %s: %d of %d are whole; the first: %d", what, good, SCANS,
		scans[0].status);
}

static void move_scans(const struct daemon *daemon)
{
	static struct scan scans[SCANS];
	int64_t movement = draft_movement(daemon->port);

	for (int i = 0; i < SCANS; i++) {
		scans[i] = (struct scan){.port = daemon->port, .movement = movement};
		make_scan(&scans[i], i);
	}
	send_scan(&scans[0]); /* what the engine's cache takes is taken once */
	save_scan(&scans[0]);
	scans[0].head[HEAD_SIZE - 2] = 1;
	make_scan(&scans[0], 0);

	long before = most_memory(daemon->pid);

	run_all(scans, send_scan, "sent");
	run_all(scans, save_scan, "saved");

	long growth = most_memory(daemon->pid) - before;

#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__ /* which keep what was freed */
	tally_check(
		before > 0 && growth < MOST_GROWTH, "scans took %ld KiB above %ld", growth, before);
#else
	(void)growth;
#endif
}

/* Whoever may not attach is told so before the scan is sent. */
static void refuse_strangers(int port)
{
	struct wire wire;

	siege_connect(&wire, port);
	wire_say(&wire,
		"POST /api/v1/movements/1/documents?name=scan HTTP/1.1\r\nHost: x\r\n"
		"Content-Type: image/png\r\nContent-Length: 10000000\r\n\r\n");
	int status = siege_status(&wire);

	tally_check(status == 401, "a scan of nobody: %d", status);
	wire_close(&wire);
}

void siege_scans(void)
{
	struct daemon daemon;

	rest = malloc(SCAN_SIZE);
	if (!rest)
		tally_abort("out of memory");
	secret_random(rest, SCAN_SIZE);
	if (daemon_start(&daemon, "scans")) {
		refuse_strangers(daemon.port);
		move_scans(&daemon);
		if (daemon_stop(&daemon))
			tally_pass();
	}
	free(rest);
}
