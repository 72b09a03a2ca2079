/*
 * Whether the time of a refusal says how much of a wrong token is right (T22): one that begins as the admin's does against
 * ones that do not, each with a right checksum, by Welch's t over the times of the two kinds. The longest tenth of all is left
 * out, as it is the machine's.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/tally.h"
#include "secret.h"

#define CHECKED  46  /* characters of a token before its checksum */
#define ALIKE    43  /* of them as in the admin's */
#define MOST_T   4.5 /* beyond it the two kinds differ, and not by chance */
#define KEPT_PER 10  /* of so many, all but one */

struct sample {
	bool alike;
	double took; /* nanoseconds */
};

/* CRC-32 in base62, as the contract of tokens says. */
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

static void make_wrong(bool alike, char out[SECRET_TOKEN_SIZE])
{
	const char *right = daemon_admin_token();

	secret_token(out);
	if (!alike)
		return;
	memcpy(out, right, ALIKE);
	if (strncmp(out, right, CHECKED) == 0)
		out[CHECKED - 2] = out[CHECKED - 2] == 'A' ? 'B' : 'A';
	add_checksum(out);
}

static double time_refusal(struct wire *wire, int port, const char *token)
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
	if (!answered || answer.status != 401)
		tally_abort("a wrong token got %d", answer.status);
	if (answer.close)
		wire_close(wire);
	return (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
}

static int compare(const void *a, const void *b)
{
	double x = ((const struct sample *)a)->took, y = ((const struct sample *)b)->took;

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

static void compare_kinds(struct sample *samples, size_t count)
{
	struct kind kinds[2] = {0};

	qsort(samples, count, sizeof *samples, compare);
	for (size_t i = 0; i < count - count / KEPT_PER; i++)
		add(&kinds[samples[i].alike], samples[i].took);
	double t =
		(kinds[1].mean - kinds[0].mean) / sqrt(error_of(&kinds[0]) + error_of(&kinds[1]));
	bool held = tally_check(fabs(t) < MOST_T,
		"the time of a refusal says how a right token begins: %.0f and %.0f ns, t %.2f",
		kinds[1].mean, kinds[0].mean, t);

	printf("| T22 | %zu refusals: %.0f ns for what begins as a right token does, %.0f ns for what does not, t %.2f | %s |\n",
		count, kinds[1].mean, kinds[0].mean, t, tally_verdict(held));
}

void siege_prefixes(size_t count)
{
	struct sample *samples = calloc(count, sizeof *samples);
	struct daemon daemon;
	struct wire wire = {.fd = -1};

	if (!samples || !secret_start())
		tally_abort("no memory");
	if (daemon_start(&daemon, "prefixes")) {
		siege_connect(
			&wire, daemon.port); /* the right one, so that the server remembers it */
		siege_say_import(&wire, 1, false);
		tally_check(siege_status(&wire) == 200, "the admin's token does not work");
		for (size_t i = 0; i < count; i++) {
			char token[SECRET_TOKEN_SIZE];
			uint8_t chance;

			secret_random(&chance, 1);
			samples[i].alike = chance & 1;
			make_wrong(samples[i].alike, token);
			samples[i].took = time_refusal(&wire, daemon.port, token);
		}
		wire_close(&wire);
		compare_kinds(samples, count);
		if (daemon_stop(&daemon))
			tally_pass();
	}
	free(samples);
}
