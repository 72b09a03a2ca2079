#include "kit/flood.h"

#include <stdio.h>
#include <stdlib.h>

#include "calendar.h"
#include "kit/guest.h"
#include "kit/siege.h"
#include "kit/tally.h"
#include "secret.h"

#define QUIET 3000 /* milliseconds */
#define PAUSE 3    /* milliseconds between two writes of a resident */
#define CODES 1001 /* no divisor of what the import counts by: each write changes something */

/* One with a right checksum, so that the database is asked. */
static int show_token(const struct flood *flood, const char *from, struct answer *out)
{
	char token[SECRET_TOKEN_SIZE], line[100];

	secret_token(token);
	snprintf(line, sizeof line, "Authorization: Bearer %s\r\n", token);
	return guest_ask(flood->port, from, "GET", "/me", line, "", out);
}

static int show_password(
	const struct flood *flood, const char *from, int number, struct answer *out)
{
	char user[24];

	snprintf(user, sizeof user, "guess-%d", number);
	return guest_sign_in(flood->port, from, user, "không phải thế này", out);
}

static void guess(struct flood *flood, int number)
{
	int address = number % flood->addresses;
	struct answer answer;
	char from[24];

	snprintf(from, sizeof from, "%d.1.%d.%d", flood->behind_proxy ? 10 : 127, address / 250,
		address % 250 + 1);
	int status = flood->tokens ? show_token(flood, from, &answer)
				   : show_password(flood, from, number, &answer);

	if (status == 401)
		atomic_fetch_add(&flood->refused, 1);
	else if (guest_is_put_off(status) && answer_header(&answer, "Retry-After"))
		atomic_fetch_add(&flood->put_off, 1);
	else
		atomic_fetch_add(&flood->lost, 1);
}

static void *guess_on(void *context)
{
	struct flood *flood = context;

	int64_t start = calendar_monotonic();

	for (int number; (number = atomic_fetch_add(&flood->next, 1)) < flood->guesses;) {
		long due = 1000L * flood->seconds * number / flood->guesses;

		if (siege_since(start) < due)
			siege_sleep(due - siege_since(start));
		guess(flood, number);
	}
	return NULL;
}

void flood_start(struct flood *flood)
{
	if (!secret_start())
		tally_abort("no secrets");
	siege_start(flood->threads, FLOOD_CLIENTS, guess_on, flood, 0);
}

void flood_join(struct flood *flood)
{
	siege_join(flood->threads, FLOOD_CLIENTS);
}

static void *reside(void *context)
{
	struct resident *resident = context;
	struct wire wire = {.fd = -1};

	while (!resident->over && resident->good + resident->bad < RESIDENT_MOST) {
		int number = resident->good + resident->bad;
		int64_t start = calendar_monotonic();

		struct answer answer;

		if (wire.fd < 0)
			siege_connect(&wire, resident->port);
		siege_say_import(&wire, number % CODES, false);
		bool good = wire_next(&wire, false, WIRE_PATIENCE, &answer) == WIRE_ANSWER &&
			answer.status == 200;

		resident->times[number] = (long)(calendar_monotonic() - start);
		resident->good += good;
		resident->bad += !good;
		if (!good || answer.close)
			wire_close(&wire);
		siege_sleep(PAUSE);
	}
	wire_close(&wire);
	return NULL;
}

void resident_start(struct resident *resident, int port)
{
	*resident = (struct resident){.port = port};
	siege_start(&resident->thread, 1, reside, resident, 0);
}

static int compare(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;

	return (left > right) - (left < right);
}

long resident_join(struct resident *resident)
{
	resident->over = true;
	siege_join(&resident->thread, 1);
	int count = resident->good + resident->bad;

	qsort(resident->times, (size_t)count, sizeof *resident->times, compare);
	return count ? resident->times[(count - 1) * 99 / 100] : 0;
}

long resident_quiet(int port)
{
	static struct resident resident;

	resident_start(&resident, port);
	siege_sleep(QUIET);
	return resident_join(&resident);
}
