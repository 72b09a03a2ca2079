/* Clients that take their time. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/siege.h"
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

static void *be_slow(void *context)
{
	struct slow *slow = context;
	/* Before the server can know of it: whoever starves here only seems to live longer. */
	int64_t start = calendar_monotonic();
	struct wire wire;

	slow->lived = -1;
	if (!wire_open(&wire, slow->port))
		return NULL;
	wire_say(&wire, slow->opening);
	if (!slow->answered || siege_status(&wire) == 200) {
		while (is_open(&wire) && siege_since(start) < 20000)
			if (slow->drop)
				wire_say(&wire, slow->drop);
		slow->lived = siege_since(start);
	}
	wire_close(&wire);
	return NULL;
}

#define PIPELINED 60 /* answers of over 200 KB each: more than the buffers of both kernels hold */

/* Asks for much and takes little. The cut shows only when what the kernels hold has been read, so
 * that all is read in the end: less than everything must have come. */
static void *read_slowly(void *context)
{
	struct slow *slow = context;
	int64_t start = calendar_monotonic();
	static _Thread_local char chunk[65536];
	size_t total = 0, got;
	struct wire wire;

	slow->lived = -1;
	if (!wire_open(&wire, slow->port))
		return NULL;
	for (int i = 0; i < PIPELINED; i++)
		wire_say(&wire, slow->opening);
	while (siege_since(start) < slow->most && (got = wire_raw(&wire, chunk, 1024)) > 0) {
		total += got;
		siege_sleep(100);
	}
	while ((got = wire_raw(&wire, chunk, sizeof chunk)) > 0)
		total += got;
	wire_close(&wire);
	if (total < (size_t)PIPELINED * 200000)
		slow->lived = slow->most;
	return NULL;
}

/* Is refused and told so, and sends its body all the same. */
static void *send_on(void *context)
{
	struct slow *slow = context;
	int64_t start = calendar_monotonic();
	struct wire wire;

	slow->lived = -1;
	if (!wire_open(&wire, slow->port))
		return NULL;
	wire_say(&wire, slow->opening);
	if (siege_status(&wire) == 404) {
		while (wire_say(&wire, slow->drop) && siege_since(start) < 20000)
			siege_sleep(100);
		slow->lived = siege_since(start);
	}
	wire_close(&wire);
	return NULL;
}

/* Milliseconds. Who waits for slow clients waits until they are cut, which takes 3 s and more. */
#define STALL 2500

/* While others are slow, everybody else is served. */
static void serve_others(int port)
{
	long worst = 0;
	int good = 0;

	for (int i = 0; i < 150; i++) {
		struct wire wire;
		int64_t start = calendar_monotonic();

		siege_connect(&wire, port);
		wire_say(&wire, HEALTH);
		good += siege_status(&wire) == 200;
		wire_close(&wire);
		if (siege_since(start) > worst)
			worst = siege_since(start);
		siege_sleep(20);
	}
	tally_check(good == 150 && worst < STALL, "beside slow clients: %d of 150, at worst %ld ms",
		good, worst);
}

static void check_life(const struct slow *slow)
{
	tally_check(slow->lived >= slow->least && slow->lived <= slow->most,
		"%s: cut after %ld ms, not between %ld and %ld", slow->name, slow->lived,
		slow->least, slow->most);
}

#define SLOW_EACH 20

void siege_slow_clients(void)
{
	/* A third of the idle time for headers, two thirds for a body, twice for an answer; the
	 * reaper comes by once a second. */
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
			.least = 1900,
			.most = 7000},
		{.name = "chunk trickler",
			.opening = "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\n"
				   "Content-Type: application/json\r\n"
				   "Transfer-Encoding: chunked\r\n\r\n",
			.drop = "1\r\n \r\n",
			.least = 1900,
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
	static struct slow clients[KINDS * SLOW_EACH], readers[4];
	/* As long as an answer may take. */
	static struct slow refused = {.name = "refused, and sends on",
		.opening = "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
		.drop = " ",
		.least = 5000,
		.most = 10000};
	pthread_t threads[KINDS * SLOW_EACH], reading[4], sending;
	struct daemon daemon;

	setenv("THIDUA_IDLE_TIMEOUT", "3", 1);
	if (!daemon_start(&daemon, "slow"))
		return;
	unsetenv("THIDUA_IDLE_TIMEOUT");
	for (int i = 0; i < KINDS * SLOW_EACH; i++) {
		clients[i] = kinds[i % KINDS];
		clients[i].port = daemon.port;
	}
	for (int i = 0; i < 4; i++)
		readers[i] =
			(struct slow){.opening = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n",
				.most = 10000,
				.port = daemon.port};
	siege_start(threads, KINDS * SLOW_EACH, be_slow, clients, sizeof *clients);
	siege_start(reading, 4, read_slowly, readers, sizeof *readers);
	refused.port = daemon.port;
	siege_start(&sending, 1, send_on, &refused, sizeof refused);
	serve_others(daemon.port);
	siege_join(threads, KINDS * SLOW_EACH);
	siege_join(reading, 4);
	siege_join(&sending, 1);
	for (int i = 0; i < KINDS * SLOW_EACH; i++)
		check_life(&clients[i]);
	check_life(&refused);
	for (int i = 0; i < 4; i++)
		tally_check(readers[i].lived >= 0, "slow reader %d was not cut", i);
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
