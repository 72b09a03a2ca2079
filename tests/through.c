/*
 * The malformed corpus through a proxy that keeps its connections to the server (through.sh): whatever a client sends,
 * the next client's request gets its own answer. Each request is cut at four places.
 *
 *	build/tests/through PORT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/malformed.h"
#include "kit/siege.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define PATIENCE 40 /* milliseconds that the proxy is given for each answer to what is odd */
#define SPLITS   4
#define ANSWERS  8

static void send_odd(int port, const struct malformed *raw, size_t split)
{
	struct answer answer;
	struct wire wire;

	siege_connect(&wire, port);
	wire_send(&wire, raw->bytes, split);
	if (split)
		siege_sleep(1);
	wire_send(&wire, raw->bytes + split, raw->length - split);
	for (int i = 0; i < ANSWERS; i++)
		if (wire_next(&wire, strncmp(raw->bytes, "HEAD ", 5) == 0, PATIENCE, &answer) !=
			WIRE_ANSWER)
			break;
	wire_close(&wire);
}

/* By the id that each request names and its answer repeats. */
static bool is_answered_rightly(int port, int number)
{
	char text[200], id[40];
	struct answer answer;
	struct wire wire;

	snprintf(id, sizeof id, "honest-%08d", number);
	snprintf(text, sizeof text,
		"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: %s\r\nConnection: close\r\n\r\n",
		id);
	siege_connect(&wire, port);
	wire_say(&wire, text);
	enum wire_event event = wire_next(&wire, false, WIRE_PATIENCE, &answer);
	const char *found = event == WIRE_ANSWER ? answer_header(&answer, "X-Request-Id") : NULL;

	wire_close(&wire);
	return answer.status == 200 && found && strcmp(found, id) == 0;
}

int main(int argc, char **argv)
{
	int number = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: %s PORT\n", argv[0]);
		return 64;
	}
	int port = atoi(argv[1]);

	for (size_t i = 0; i < malformed_count; i++)
		for (size_t n = 0; n < SPLITS; n++) {
			const struct malformed *raw = &malformed[i];

			send_odd(port, raw, raw->length * n / SPLITS);
			number++;
			tally_check(is_answered_rightly(port, number),
				"after %s (cut at %zu) another client did not get its own answer",
				raw->name, raw->length * n / SPLITS);
		}
	return tally_end();
}
