/*
 * Whether the time of a refusal says how much of a wrong token is right (T22): wrong tokens that begin as right ones do against
 * wrong ones that do not, all with right checksums, by Welch's t over their times. Any two texts differ by some nanoseconds,
 * as what is computed of them does; so there are many beginnings of each kind, and a sample is the median of one of them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/tally.h"
#include "secret.h"

#define CHECKED    46  /* characters of a token before its checksum */
#define ALIKE      36  /* of them as in another one: nobody meets the rest by chance */
#define BEGINNINGS 100 /* of each kind */
#define MOST_T     4.5 /* beyond it the two kinds differ, and not by chance */

struct beginning {
	char token[SECRET_TOKEN_SIZE];
	bool right;
	double *took; /* nanoseconds of each refusal */
};

/* CRC-32 in base62, as secret.h has it. */
static void add_checksum(char *token)
{
	static const char base62[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < CHECKED; i++) {
		crc ^= (unsigned char)token[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
	}
	crc = ~crc;
	for (int i = SECRET_TOKEN_SIZE - 2; i >= CHECKED; i--, crc /= 62)
		token[i] = base62[crc % 62];
}

static int show(struct wire *wire, int port, const char *token, double *out_took)
{
	struct timespec start, end;
	struct answer answer;
	char text[160];

	if (wire->fd < 0)
		siege_connect(wire, port);
	snprintf(text, sizeof text,
		"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", token);
	clock_gettime(CLOCK_MONOTONIC, &start);
	wire_say(wire, text);
	bool answered = wire_next(wire, false, WIRE_PATIENCE, &answer) == WIRE_ANSWER;

	clock_gettime(CLOCK_MONOTONIC, &end);
	*out_took =
		(double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
	if (!answered || answer.close)
		wire_close(wire);
	return answered ? answer.status : 0;
}

/* A right one, which the server remembers from now on. */
static void make_right(struct wire *wire, int port, char out[SECRET_TOKEN_SIZE])
{
	static const char body[] =
		"{\"unit\": \"gialai\", \"role\": \"reader\", \"label\": \"prefixes\"}";
	struct answer answer;
	char text[400];
	double took;

	snprintf(text, sizeof text,
		"POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
		"Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
		daemon_admin_token(), strlen(body), body);
	wire_say(wire, text);
	const char *at = wire_next(wire, false, WIRE_PATIENCE, &answer) == WIRE_ANSWER
		? strstr(answer.body, "td_")
		: NULL;

	if (!at)
		tally_abort("no token: %d %s", answer.status, answer.body);
	snprintf(out, SECRET_TOKEN_SIZE, "%s", at);
	tally_check(show(wire, port, out, &took) == 200, "a right token does not work");
}

static void shuffle(size_t *order, size_t count)
{
	for (size_t i = count - 1; i > 0; i--) {
		uint32_t chance;

		secret_random(&chance, sizeof chance);
		size_t j = chance % (i + 1), kept = order[i];

		order[i] = order[j];
		order[j] = kept;
	}
}

static void refuse_all(struct wire *wire, int port, struct beginning *all, size_t rounds)
{
	size_t order[2 * BEGINNINGS];

	for (size_t i = 0; i < 2 * BEGINNINGS; i++)
		order[i] = i;
	for (size_t round = 0; round < rounds; round++) {
		shuffle(order, 2 * BEGINNINGS);
		for (size_t i = 0; i < 2 * BEGINNINGS; i++) {
			struct beginning *beginning = &all[order[i]];
			char token[SECRET_TOKEN_SIZE];

			secret_token(token);
			memcpy(token, beginning->token, ALIKE);
			add_checksum(token);
			int status = show(wire, port, token, &beginning->took[round]);

			if (status != 401)
				tally_abort("a wrong token got %d", status);
		}
	}
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct kind {
	double count, mean, squares;
};

static void add(struct kind *kind, double value)
{
	double apart = value - kind->mean;

	kind->count++;
	kind->mean += apart / kind->count;
	kind->squares += apart * (value - kind->mean);
}

static double error_of(const struct kind *kind)
{
	return kind->squares / (kind->count - 1) / kind->count;
}

static void judge(struct beginning *all, size_t rounds)
{
	struct kind right = {0}, wrong = {0};

	for (size_t i = 0; i < 2 * BEGINNINGS; i++) {
		qsort(all[i].took, rounds, sizeof *all[i].took, compare);
		add(all[i].right ? &right : &wrong, all[i].took[rounds / 2]);
	}
	double t = (right.mean - wrong.mean) / sqrt(error_of(&right) + error_of(&wrong));
	bool held = tally_check(
		fabs(t) < MOST_T, "the time of a refusal says how a right token begins: t %.2f", t);

	printf("| T22 | %zu refusals, in the median %.0f ns for what begins as a right token does, %.0f ns for what does not, Welch's t %.2f | %s |\n",
		2 * BEGINNINGS * rounds, right.mean, wrong.mean, t, tally_verdict(held));
}

void siege_prefixes(size_t count)
{
	static struct beginning all[2 * BEGINNINGS];
	size_t rounds = count / (2 * BEGINNINGS);
	double *times = calloc(2 * BEGINNINGS * rounds, sizeof *times);
	struct wire wire;
	struct daemon daemon;

	if (!times || !secret_start())
		tally_abort("no memory");
	if (daemon_start(&daemon, "prefixes")) {
		siege_connect(&wire, daemon.port);
		for (size_t i = 0; i < 2 * BEGINNINGS; i++) {
			all[i] =
				(struct beginning){.right = i % 2 == 0, .took = times + i * rounds};
			if (all[i].right)
				make_right(&wire, daemon.port, all[i].token);
			else
				secret_token(all[i].token);
		}
		refuse_all(&wire, daemon.port, all, rounds);
		wire_close(&wire);
		judge(all, rounds);
		if (daemon_stop(&daemon))
			tally_pass();
	}
	free(times);
}
