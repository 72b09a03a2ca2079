/* Refusals that come while the body is still on its way: a client that sends all of it before it reads must find the
 * answer, not a reset that took the answer with it. */
#include <stdio.h>
#include <string.h>

#include "kit/siege.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define LUMP     65536
#define MEBIBYTE 1048576L
#define LUMPS    32
#define PAUSE    2 /* milliseconds, in which the answer and the end of the connection come */

#define LENGTH   "Content-Length: 2097152\r\n\r\n" /* of all lumps */
#define JSON     "Content-Type: application/json\r\n"
#define TO(path) "POST " path " HTTP/1.1\r\nHost: x\r\n"

static const struct early {
	const char *name, *head;
	bool chunked;
	int status;
} refusals[] = {
	{"no such path", TO("/x") LENGTH, false, 404},
	{"a body over the cap", TO("/api/v1/tokens") JSON LENGTH, false, 413},
	{"a file without a token",
		TO("/api/v1/movements/1/documents?name=a.pdf") "Content-Type: application/pdf\r\n" LENGTH,
		false, 401},
	{"another media type", TO("/api/v1/tokens") "Content-Type: text/html\r\n" LENGTH, false,
		415},
	{"two Hosts", TO("/api/v1/tokens") "Host: y\r\n" JSON LENGTH, false, 400},
	{"chunks over the cap", TO("/api/v1/tokens") JSON "Transfer-Encoding: chunked\r\n\r\n",
		true, 413},
	{"chunks to nowhere", TO("/x") "Transfer-Encoding: chunked\r\n\r\n", true, 404},
};

/* False when the server does not take all of it. */
static bool send_slowly(struct wire *wire, const struct early *early)
{
	static char lump[LUMP];
	bool taken = wire_say(wire, early->head);

	memset(lump, ' ', sizeof lump);
	for (int i = 0; taken && i < LUMPS; i++) {
		if (early->chunked)
			taken = wire_say(wire, "10000\r\n");
		taken = taken && wire_send(wire, lump, sizeof lump);
		if (early->chunked)
			taken = taken && wire_say(wire, "\r\n");
		siege_sleep(PAUSE);
	}
	return taken && (!early->chunked || wire_say(wire, "0\r\n\r\n"));
}

/* What a refused client sends on is not read for ever: 64 MiB, and what the kernels hold. */
static void send_without_end(int port)
{
	static char lump[LUMP];
	struct wire wire;
	long sent = 0;

	siege_connect(&wire, port);
	wire_say(&wire, TO("/x") "Content-Length: 1073741824\r\n\r\n");
	while (sent < 200 * MEBIBYTE && wire_send(&wire, lump, sizeof lump))
		sent += LUMP;
	wire_close(&wire);
	tally_check(sent >= 64 * MEBIBYTE - LUMP && sent < 100 * MEBIBYTE,
		"of an endless body that is refused %ld KiB were taken", sent / 1024);
}

void siege_early_refusals(int port)
{
	send_without_end(port);
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		struct answer answer;
		struct wire wire;

		siege_connect(&wire, port);
		bool taken = send_slowly(&wire, &refusals[i]);
		enum wire_event event = wire_next(&wire, false, WIRE_PATIENCE, &answer);

		tally_check(taken && event == WIRE_ANSWER && answer.status == refusals[i].status,
			"%s, with a long body: wanted %d, got %s %d%s", refusals[i].name,
			refusals[i].status, wire_event_name(event), answer.status,
			taken ? "" : "; not all was taken");
		if (answer.close)
			tally_check(wire_next(&wire, false, WIRE_PATIENCE, &answer) == WIRE_CLOSED,
				"%s, with a long body: no end after the answer", refusals[i].name);
		wire_close(&wire);
	}
}
