/*
 * A client that sends again until it is answered, over a bad network (T35): each person that is posted is there
 * once, and each answer is that of its own request. The same client without keys must store some of them twice, or all this proves nothing.
 *
 *	build/tests/network build/thidua POSTS [SEED]
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/client.h"
#include "kit/relay.h"
#include "kit/victim.h"

#define WRITERS    16
#define DELAY      300 /* milliseconds, each way */
#define PATIENCE   3   /* seconds until a client sends again */
#define TRIES      60
#define MOST_POSTS 500 /* of a writer, so that one list has them all */
#define KEYLESS    640 /* posts without keys; of one in a hundred, or more, the answer is lost */

struct writer {
	struct asker asker;
	char unit[64];
	int posts;
	bool keyless;
	int tries, replays, lost, twice, stray; /* answers that are another request's */
	char refusal[200];
	pthread_t thread;
};

static struct writer writers[WRITERS];

static bool is_to_come_again(int status)
{
	return !status || status == 429 || status == 503;
}

/* The position is the number. False when it is refused, or nothing helps. */
static bool post(struct writer *writer, int number)
{
	char body[240], key[100], position[20];
	int status = 0;

	snprintf(position, sizeof position, "number %d", number);
	snprintf(body, sizeof body,
		"{\"full_name\": \"Nguyễn Văn An\", \"unit\": \"%s\", \"position\": \"%s\","
		" \"from_date\": \"2010-03-01\"}",
		writer->unit, position);
	snprintf(key, sizeof key, "%s-%d", writer->unit, number);
	for (int i = 0; i < TRIES && is_to_come_again(status); i++) {
		writer->tries++;
		status = ask(&writer->asker, "/api/v1/persons", writer->keyless ? NULL : key, body);
	}
	if (status != 201) {
		snprintf(writer->refusal, sizeof writer->refusal, "%d %.*s", status,
			(int)writer->asker.reply.length, writer->asker.reply.data);
		return false;
	}
	writer->replays += writer->asker.replayed;
	writer->stray += strcmp(json_member_text(writer->asker.json, "position"), position) != 0;
	return true;
}

static void *post_all(void *context)
{
	struct writer *writer = context;

	for (int i = 1; i <= writer->posts && post(writer, i); i++)
		;
	return NULL;
}

static void open_writers(int posts, bool keyless)
{
	static struct asker asker;

	if (ask(&asker, "/api/v1/units?level=district&limit=100", NULL, NULL) != 200)
		victim_give_up("no units");
	for (size_t i = 0; i < WRITERS; i++) {
		json_t *unit = json_array_get(
			json_object_get(asker.json, "items"), i + (keyless ? WRITERS : 0));

		writers[i] = (struct writer){
			.posts = posts / WRITERS, .keyless = keyless, .asker.seconds = PATIENCE};
		snprintf(writers[i].unit, sizeof writers[i].unit, "%s",
			json_string_value(json_object_get(unit, "unit")));
	}
	ask_end(&asker);
}

/* Each of its persons is there once: how many are missing, or there again. */
static void count_stored(struct asker *asker, struct writer *writer)
{
	static unsigned char times[MOST_POSTS + 1];
	char path[200];
	json_t *item;
	size_t i;

	snprintf(path, sizeof path, "/api/v1/persons?unit=%s&limit=500", writer->unit);
	expect(ask(asker, path, NULL, NULL) == 200 &&
			json_is_null(json_object_get(asker->json, "next")),
		"no whole list of %s", writer->unit);
	memset(times, 0, sizeof times);
	json_array_foreach(json_object_get(asker->json, "items"), i, item)
	{
		int number = atoi(json_member_text(item, "position") + strlen("number "));

		times[number]++;
	}
	for (int number = 1; number <= writer->posts; number++) {
		writer->lost += !times[number];
		writer->twice += times[number] > 1;
	}
}

/* All posts through the relay. */
static struct writer post_through(struct relay *relay, int posts, bool keyless)
{
	static struct asker asker;
	struct writer sum = {0};
	int server = victim.port;

	open_writers(posts, keyless);
	relay->to = server;
	relay_start(relay);
	victim.port = relay->port;
	for (size_t i = 0; i < WRITERS; i++)
		if (pthread_create(&writers[i].thread, NULL, post_all, &writers[i]))
			victim_give_up("no thread");
	for (size_t i = 0; i < WRITERS; i++) {
		pthread_join(writers[i].thread, NULL);
		ask_end(&writers[i].asker);
	}
	relay_stop(relay);
	victim.port = server;
	for (size_t i = 0; i < WRITERS; i++) {
		expect(!*writers[i].refusal, "%s: refused: %s", writers[i].unit,
			writers[i].refusal);
		count_stored(&asker, &writers[i]);
		sum.posts += writers[i].posts;
		sum.tries += writers[i].tries;
		sum.replays += writers[i].replays;
		sum.lost += writers[i].lost;
		sum.twice += writers[i].twice;
		sum.stray += writers[i].stray;
	}
	ask_end(&asker);
	return sum;
}

static void post_with_keys(int posts, unsigned seed)
{
	struct relay relay = {.delay = DELAY, .seed = seed};
	struct writer sum = post_through(&relay, posts, false);
	bool held = !sum.lost && !sum.twice && !sum.stray;

	expect(held, "%d lost, %d twice, %d stray answers", sum.lost, sum.twice, sum.stray);
	expect(sum.replays > 0, "no answer was lost: the network is too good");
	printf("| T35 | %d posts, %d ms each way, 5 in 100 pieces later: %d requests and %d answers cut, %d and %d vanished; %d tries,"
	       " %d replays; %d lost, %d twice, %d stray answers | %s |\n",
		sum.posts, DELAY, relay.cut_requests, relay.cut_answers, relay.lost_requests,
		relay.lost_answers, sum.tries, sum.replays, sum.lost, sum.twice, sum.stray,
		held ? "held" : "MISSED");
}

static void post_without_keys(unsigned seed)
{
	struct relay relay = {.delay = DELAY, .seed = seed};
	struct writer sum = post_through(&relay, KEYLESS, true);

	expect(sum.twice > 0, "a client without keys stores nothing twice: this proves nothing");
	printf("network: without keys %d of %d are there twice\n", sum.twice, sum.posts);
}

int main(int argc, char **argv)
{
	unsigned seed = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : (unsigned)time(NULL);
	int posts = argc > 2 ? atoi(argv[2]) : 0;

	if (posts < WRITERS || posts > MOST_POSTS * WRITERS) {
		printf("usage: network PROGRAM POSTS [SEED]\n0 passed, 1 failed\n");
		return 1;
	}
	victim.unhurried = true;
	victim_prepare(argv[1]);
	printf("network: %d posts, seed %u\n", posts, seed);
	victim_new_database(0);
	victim_start();
	post_with_keys(posts, seed);
	post_without_keys(seed + 1);
	victim_stop();
	return victim_end();
}
