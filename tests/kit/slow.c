/* Clients that take their time. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/slowness.h"
#include "kit/tally.h"

/* A client that keeps its connection busy without getting anywhere. */
struct slow {
	const char *name;
	const char *opening;
	const char *drop; /* sent again and again; NULL: silent */
	long least, most; /* milliseconds until it is cut */
	long lived;
	int port;
	bool answered; /* the opening is answered */
};

static bool is_open(struct wire *wire)
{
	struct answer answer;

	return wire_next(wire, false, 100, &answer) == WIRE_SILENCE;
}

/* *out_start is before the server can know of it: whoever starves here only seems to live longer. */
static bool begin(const struct slow *slow, struct wire *wire, int64_t *out_start)
{
	*out_start = calendar_monotonic();
	if (!wire_open(wire, slow->port))
		return false;
	wire_say(wire, slow->opening);
	return !slow->answered || siege_status(wire) == 200;
}

static void *be_slow(void *context)
{
	struct slow *slow = context;
	struct wire wire;
	int64_t start;
	bool begun = begin(slow, &wire, &start);

	/* A machine so busy that the head came too late may have cut it before its answer. */
	if (!begun) {
		wire_close(&wire);
		begun = begin(slow, &wire, &start);
	}
	while (begun && is_open(&wire) && siege_since(start) < 2 * slow->most)
		if (slow->drop)
			wire_say(&wire, slow->drop);
	slow->lived = begun ? siege_since(start) : -1;
	wire_close(&wire);
	return NULL;
}

#define PIPELINED 60 /* answers of over 200 KB each */
/* Bytes of them that both kernels may hold; by themselves they take several times as much. */
#define HELD_AHEAD 1000000

/* Asks for much and takes little. The cut shows only when what the kernels hold has been read, so
 * that all is read in the end. */
static void *read_slowly(void *context)
{
	struct slow *slow = context;
	int64_t start = calendar_monotonic();
	static _Thread_local char chunk[65536];
	size_t total = 0, got;
	int small = 8192;
	struct wire wire;

	slow->lived = -1;
	if (!wire_open(&wire, slow->port))
		return NULL;
	setsockopt(wire.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	for (int i = 0; i < PIPELINED; i++)
		wire_say(&wire, slow->opening);
	while (siege_since(start) < slow->most && (got = wire_raw(&wire, chunk, 1024)) > 0) {
		total += got;
		siege_sleep(100);
	}
	while ((got = wire_raw(&wire, chunk, sizeof chunk)) > 0)
		total += got;
	wire_close(&wire);
	if (total < HELD_AHEAD)
		slow->lived = slow->most;
	return NULL;
}

/* Is refused and told so, and sends its body all the same; milliseconds until it is cut, -1 when it was cut before. */
static long send_body(const struct slow *slow)
{
	int64_t start = calendar_monotonic();
	struct wire wire;
	long lived = -1;

	if (!wire_open(&wire, slow->port))
		return -1;
	wire_say(&wire, slow->opening);
	if (siege_status(&wire) == 404) {
		while (wire_say(&wire, slow->drop) && siege_since(start) < 2 * slow->most)
			siege_sleep(100);
		lived = siege_since(start);
	}
	wire_close(&wire);
	return lived;
}

/* Who starves between two calls is taken for somebody slower, and comes again. */
static void *send_on(void *context)
{
	struct slow *slow = context;

	slow->lived = -1;
	for (int i = 0; i < 3 && slow->lived < 0; i++)
		slow->lived = send_body(slow);
	return NULL;
}

/* Milliseconds. Who waits for slow clients waits until they are cut, which takes 3 s and more, or SLOWNESS times as long. */
#define STALL     (2500 * SLOWNESS)
#define CUT_AFTER 900 /* a third of the idle time is a second */
#define ASKED     50  /* for each second of the idle time */
#define MOST_IDLE 15

static int compare(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;

	return (left > right) - (left < right);
}

/* Whether it is answered. On a starved machine it may be cut as if it were slow itself; then it comes again. */
static bool is_served(int port)
{
	bool good, cut;

	do {
		struct wire wire;
		int64_t start = calendar_monotonic();

		siege_connect(&wire, port);
		wire_say(&wire, HEALTH);
		good = siege_status(&wire) == 200;
		cut = siege_since(start) > CUT_AFTER;
		wire_close(&wire);
	} while (!good && cut);
	return good;
}

/* Everybody else is served, as long as others are slow; the 99th percentile, in microseconds. */
static long serve_others(int port, int idle_seconds, const char *when)
{
	long times[ASKED * MOST_IDLE];
	int good = 0, asked = ASKED * (idle_seconds < MOST_IDLE ? idle_seconds : MOST_IDLE);

	for (int i = 0; i < asked; i++) {
		int64_t start = calendar_monotonic();

		good += is_served(port);
		times[i] = (long)(calendar_monotonic() - start);
		siege_sleep(20);
	}
	qsort(times, (size_t)asked, sizeof *times, compare);
	tally_check(good == asked && times[asked - 1] < STALL * 1000L,
		"%s slow clients: %d of %d, at worst %ld us", when, good, asked, times[asked - 1]);
	return times[asked * 99 / 100];
}

static void check_life(const struct slow *slow)
{
	tally_check(slow->lived >= slow->least && slow->lived <= slow->most,
		"%s: cut after %ld ms, not between %ld and %ld", slow->name, slow->lived,
		slow->least, slow->most);
}

static long longest_life(const struct slow *clients, int count)
{
	long longest = 0;

	for (int i = 0; i < count; i++)
		longest = clients[i].lived > longest ? clients[i].lived : longest;
	return longest;
}

#define SLOW_MOST 300
#define LUMP      100 /* that come at once */
#define MANY      500 /* of which the times are told */

/* The times are those of three seconds; the reaper comes by once a second in any case. */
static struct slow with_idle_time(struct slow slow, int port, int seconds)
{
	slow.port = port;
	slow.least = slow.least * seconds / 3;
	slow.most = slow.most * seconds / 3;
	return slow;
}

void siege_slow_clients(int each, int reader_count, int idle_seconds)
{
	/* A third of the idle time for headers, two thirds for a body, twice for an answer; the
	 * reaper comes by once a second. On a busy machine a head may come late, and its time counts. */
	static const struct slow kinds[] = {
		{.name = "header trickler",
			.opening = "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ",
			.drop = "a",
			.least = 900,
			.most = 6000},
		{.name = "silent from the start", .opening = "", .least = 900, .most = 6000},
		{.name = "body trickler",
			.opening = "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\n"
				   "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n",
			.drop = " ",
			.least = 900,
			.most = 7000},
		{.name = "chunk trickler",
			.opening = "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\n"
				   "Content-Type: application/json\r\n"
				   "Transfer-Encoding: chunked\r\n\r\n",
			.drop = "1\r\n \r\n",
			.least = 900,
			.most = 7000},
		{.name = "idle", .opening = HEALTH, .answered = true, .least = 2500, .most = 9000},
		{.name = "trickler of a second request",
			.opening = HEALTH,
			.drop = "a",
			.answered = true,
			.least = 3000,
			.most = 9000},
	};
	enum { KINDS = sizeof kinds / sizeof *kinds };
	static struct slow clients[KINDS * SLOW_MOST], readers[SLOW_MOST];
	/* As long as an answer may take. */
	struct slow refused = {.name = "refused, and sends on",
		.opening = "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
		.drop = " ",
		.least = 5000,
		.most = 10000};
	pthread_t threads[KINDS * SLOW_MOST], reading[SLOW_MOST], sending;
	struct daemon daemon;

	char seconds[12];

	snprintf(seconds, sizeof seconds, "%d", idle_seconds);
	setenv("THIDUA_IDLE_TIMEOUT", seconds, 1);
	if (!daemon_start(&daemon, "slow"))
		return;
	unsetenv("THIDUA_IDLE_TIMEOUT");
	long before = serve_others(daemon.port, idle_seconds, "before");

	for (int i = 0; i < KINDS * each; i++) {
		clients[i] = with_idle_time(kinds[i % KINDS], daemon.port, idle_seconds);
	}
	for (int i = 0; i < reader_count; i++)
		readers[i] = with_idle_time(
			(struct slow){.opening = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n",
				.most = 10000},
			daemon.port, idle_seconds);
	for (int i = 0; i < KINDS * each;
		i += LUMP) { /* the backlog of a listener is no matter here */
		int some = KINDS * each - i < LUMP ? KINDS * each - i : LUMP;

		siege_start(threads + i, some, be_slow, clients + i, sizeof *clients);
		siege_sleep(20);
	}
	siege_start(reading, reader_count, read_slowly, readers, sizeof *readers);
	refused = with_idle_time(refused, daemon.port, idle_seconds);
	siege_start(&sending, 1, send_on, &refused, sizeof refused);
	long during = serve_others(daemon.port, idle_seconds, "beside");

	siege_join(threads, KINDS * each);
	siege_join(reading, reader_count);
	siege_join(&sending, 1);
	for (int i = 0; i < KINDS * each; i++)
		check_life(&clients[i]);
	check_life(&refused);
	for (int i = 0; i < reader_count; i++)
		tally_check(readers[i].lived >= 0,
			"slow reader %d was not cut, or too much was sent ahead", i);
	if (KINDS * each >= MANY) {
		bool held = tally_check(during <= 2 * before && during <= 50000,
			"others wait %ld us beside slow clients, %ld before", during, before);

		printf("| T8 | %d tricklers of %d kinds, %d slow readers: other requests p99 %ld us (before %ld); cut after at most %ld ms | %s |\n",
			KINDS * each, KINDS, reader_count, during, before,
			longest_life(clients, KINDS * each), tally_verdict(held));
	}
	if (daemon_stop(&daemon))
		tally_pass();
}

/* A client that asks once more, and closes its side together with its last byte. */
static enum wire_event ask_and_leave(int port, const char *last, struct answer *out, long *out_took)
{
	struct wire wire;
	int one = 1;

	siege_connect(&wire, port);
	wire_say(&wire, HEALTH);
	siege_status(&wire);
	setsockopt(wire.fd, IPPROTO_TCP, TCP_CORK, &one, sizeof one); /* until the end */

	int64_t start = calendar_monotonic();

	wire_say(&wire, last);
	shutdown(wire.fd, SHUT_WR);

	enum wire_event event = wire_next(&wire, false, 20000, out);

	wire_close(&wire);
	*out_took = siege_since(start);
	return event;
}

#define POST_OF_TWO                                                                                \
	"POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"            \
	"Content-Length: 2\r\n\r\n"

/* What is whole is answered; for the rest of what is not nobody waits. */
void siege_half_closed(int port)
{
	static const char *const halves[] = {POST_OF_TWO "{", POST_OF_TWO, "GET /healthz HTT"};
	struct answer answer;
	long took;
	enum wire_event event = ask_and_leave(port, POST_OF_TWO "{}", &answer, &took);

	tally_check(event == WIRE_ANSWER && answer.status == 401,
		"the client's side closed behind a request: %s", wire_event_name(event));
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
		event = ask_and_leave(port, halves[i], &answer, &took);
		tally_check(event == WIRE_CLOSED && took < 6000,
			"the client's side closed inside a request: %s after %ld ms",
			wire_event_name(event), took);
	}
}
