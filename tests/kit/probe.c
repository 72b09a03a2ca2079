#include "kit/probe.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "kit/siege.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define QUIET    300 /* milliseconds after which nothing more is expected */
#define SENTINEL "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: sentinel-0001\r\n\r\n"

/* The part of `expect` for this version, in `out`. */
static const char *expected(bool modern, const char *expect, char *out, size_t size)
{
	const char *end = strchr(expect, ';');

	if (modern && end)
		return end + 1;
	snprintf(out, size, "%.*s", (int)strcspn(expect, ";"), expect);
	return out;
}

/* The least and the most answers among the alternatives of `expect`. */
static void count_answers(const char *expect, unsigned *out_least, unsigned *out_most)
{
	unsigned count = 0;

	*out_least = 99;
	*out_most = 0;
	for (const char *c = expect;; c++) {
		if (*c == ' ')
			count++;
		if (*c && *c != '|')
			continue;
		*out_least = count < *out_least ? count : *out_least;
		*out_most = count > *out_most ? count : *out_most;
		count = 0;
		if (!*c)
			return;
	}
}

static void observe(struct wire *wire, bool bodyless, const char *expect, struct buffer *out)
{
	struct answer answer = {0};
	unsigned least, most, seen = 0;
	bool asked = false, may_wait = strstr(expect, "wait") != NULL;

	count_answers(expect, &least, &most);
	for (int turns = 0; turns < 9; turns++) {
		if (seen >= most && !asked && !answer.close && !may_wait) {
			asked = true;
			wire_say(wire, SENTINEL);
		}

		enum wire_event event = wire_next(
			wire, bodyless, asked || seen < least ? WIRE_PATIENCE : QUIET, &answer);
		const char *id =
			event == WIRE_ANSWER ? answer_header(&answer, "X-Request-Id") : NULL;

		if (event == WIRE_ANSWER && asked && id && strcmp(id, "sentinel-0001") == 0) {
			buffer_text(out, "open");
			return;
		}
		if (event == WIRE_ANSWER) {
			buffer_printf(out, "%d ", answer.status);
			seen++;
		} else if (event == WIRE_SILENCE && !asked && !may_wait && seen >= least) {
			most = seen;
		} else {
			buffer_text(out,
				event == WIRE_CLOSED || (event == WIRE_RESET && answer.close)
					? "close"
					: event == WIRE_SILENCE && !asked ? "wait"
									  : wire_event_name(event));
			return;
		}
	}
	buffer_text(out, "endless");
}

static bool is_among(const char *observed, const char *expect)
{
	size_t length = strlen(observed);

	for (const char *at = expect; at; at = strchr(at, '|')) {
		at += *at == '|';
		if (strncmp(at, observed, length) == 0 && (!at[length] || at[length] == '|'))
			return true;
	}
	return false;
}

bool probe(int port, bool modern, const struct malformed *raw, size_t split,
	struct buffer *out_failure)
{
	char part[64];
	const char *expect = expected(modern, raw->expect, part, sizeof part);
	struct timespec pause = {.tv_nsec = 300000};
	struct buffer observed = {0};
	struct wire wire;

	if (!wire_open(&wire, port))
		tally_abort("the server does not listen any more");
	wire_send(&wire, raw->bytes, split);
	if (split && split < raw->length)
		nanosleep(&pause, NULL); /* so that the server reads the first part alone */
	wire_send(&wire, raw->bytes + split, raw->length - split);
	observe(&wire, strncmp(raw->bytes, "HEAD ", 5) == 0, expect, &observed);
	wire_close(&wire);

	bool good = is_among(buffer_string(&observed), expect);

	if (!good)
		buffer_printf(out_failure, "%s (split at %zu): wanted %s, got %s\n", raw->name,
			split, expect, observed.data);
	buffer_free(&observed);
	return good;
}

#define PROBERS 16

struct prober {
	int port;
	bool modern;
	const struct malformed *cases;
	size_t count;
	_Atomic size_t *next;
	size_t good;
	struct buffer failures;
};

/* What is not complete is waited for: such a one is not cut. */
static size_t last_split(const struct malformed *raw)
{
	return strstr(raw->expect, "wait") ? 0 : raw->length - 1;
}

static void *probe_on(void *context)
{
	struct prober *prober = context;

	for (size_t i; (i = atomic_fetch_add(prober->next, 1)) < prober->count;) {
		const struct malformed *raw = &prober->cases[i];
		bool good = true;

		for (size_t split = 0; good && split <= last_split(raw); split++)
			good = probe(prober->port, prober->modern, raw, split, &prober->failures);
		prober->good += good;
	}
	return NULL;
}

void probe_everywhere(int port, bool modern, const struct malformed *cases, size_t count)
{
	static struct prober probers[PROBERS];
	pthread_t threads[PROBERS];
	_Atomic size_t next = 0;

	for (int i = 0; i < PROBERS; i++)
		probers[i] = (struct prober){.port = port,
			.modern = modern,
			.cases = cases,
			.count = count,
			.next = &next};
	siege_start(threads, PROBERS, probe_on, probers, sizeof *probers);
	siege_join(threads, PROBERS);
	for (int i = 0; i < PROBERS; i++) {
		for (size_t n = 0; n < probers[i].good; n++)
			tally_pass();
		if (probers[i].failures.length)
			tally_fail("%s", buffer_string(&probers[i].failures));
		buffer_free(&probers[i].failures);
	}
}
