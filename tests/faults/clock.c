/*
 * A wall clock that jumps (T23): what happened keeps its order, days are those of Viet Nam, tokens end by the wall clock,
 * and nothing that waits is cut off by it.
 *
 *	build/faults/clock build/faults/thidua
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "calendar.h"
#include "kit/disk.h"
#include "kit/rounds.h"
#include "schema.h"

#define SECOND INT64_C(1000) /* milliseconds */
#define DAY    (24 * 3600 * SECOND)

static struct disk *disk;
static struct asker asker;
static struct clerk clerk;

static void set_clock(const char *instant)
{
	int64_t at = 0;

	if (!schema_instant(instant, &at))
		victim_give_up(instant);
	disk->clock = at - calendar_now(); /* this program's own clock is the true one */
}

static void expect_today(const char *instant, const char *day)
{
	set_clock(instant);
	ask(&asker, "/api/v1/me", NULL, NULL);
	const char *today = json_string_value(json_object_get(asker.json, "today"));

	expect(today && !strcmp(today, day), "at %s it is %s, not %s", instant, today, day);
}

static int post_month(const char *unit)
{
	char body[160];

	snprintf(body, sizeof body,
		"{\"unit\": \"%s\", \"period\": \"2027-05\", \"values\": [{\"element\": \"tb_new\", \"value\": 1}]}",
		unit);
	return ask(&asker, "/api/v1/reports", NULL, body);
}

/* Midnight in Viet Nam is 17:00 in UTC. */
static void days_are_those_of_viet_nam(void)
{
	expect_today("2027-12-31T16:59:50Z", "2027-12-31");
	expect_today("2027-12-31T17:00:01Z", "2028-01-01");
	expect_today("2028-02-28T16:59:50Z", "2028-02-28");
	expect_today("2028-02-28T17:00:01Z", "2028-02-29");
	expect_today("2028-02-29T17:00:01Z", "2028-03-01");
	expect_today("2027-02-28T17:00:01Z", "2027-03-01");
}

static void a_month_opens_with_its_first_day(void)
{
	set_clock("2027-04-30T16:59:50Z");
	expect(post_month("gialai.v2") == 422, "a month is open before it begins");
	set_clock("2027-04-30T17:00:01Z");
	expect(post_month("gialai.v2") == 201, "a month is not open on its first day: %.*s",
		(int)asker.reply.length, asker.reply.data);
}

/* Whatever the clock said before: the last event may be of a time that has not come yet. */
static void tokens_end_by_the_wall_clock(void)
{
	static struct asker bearer;
	char token[80];

	ask(&asker, "/api/v1/tokens", NULL,
		"{\"unit\": \"gialai\", \"role\": \"clerk\", \"label\": \"x\", \"days\": 5}");
	snprintf(
		token, sizeof token, "%s", json_string_value(json_object_get(asker.json, "token")));
	bearer.bearer = token;
	expect(ask(&bearer, "/api/v1/me", NULL, NULL) == 200, "a new token does not work");
	disk->clock += 5 * DAY - 60 * SECOND;
	expect(ask(&bearer, "/api/v1/me", NULL, NULL) == 200, "a token ends before its time");
	disk->clock += 120 * SECOND;
	expect(ask(&bearer, "/api/v1/me", NULL, NULL) == 401, "a token outlives its time");
	ask_end(&bearer);
}

/* A round of writes after each jump, on the connection that was there before. */
static void jumps_disturb_nobody(void)
{
	static const int64_t jumps[] = {0, -365 * DAY, 365 * DAY, 300 * DAY, -300 * DAY, -SECOND};

	for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++) {
		int64_t before = clerk.acknowledged;

		disk->clock += jumps[i];
		for (int n = 0; n < ROUND_STEPS; n++)
			rounds_step(&clerk);
		expect(clerk.acknowledged == before + ROUND_STEPS, "after jump %zu: %lld of %d", i,
			(long long)(clerk.acknowledged - before), ROUND_STEPS);
		long connections = 0;

		curl_easy_getinfo(clerk.asker.curl, CURLINFO_NUM_CONNECTS, &connections);
		expect(connections == 0, "jump %zu cuts a connection", i);
	}
}

static void what_happened_keeps_its_order(void)
{
	struct db *db = NULL;

	if (db_open(victim.database, DB_READER, &db))
		victim_give_up(db_message(NULL));
	struct stmt *q = db_query(db,
		"SELECT count(*) FROM events a JOIN events b ON b.seq = a.seq + 1 WHERE b.at < a.at"
		" OR (b.at = a.at AND b.request_id <> a.request_id)");
	int64_t back = db_row(q) ? column_int(q, 0) : -1;

	db_done(q);
	db_close(db);
	expect(back == 0, "%lld events are not after the one before", (long long)back);
}

int main(int argc, char **argv)
{
	char page[120];

	if (argc < 2) {
		printf("usage: clock PROGRAM\n0 passed, 1 failed\n");
		return 1;
	}
	victim.unhurried = true;
	victim_prepare(argv[1]);
	snprintf(page, sizeof page, "%s/page", victim.folder);
	disk = disk_share(page);
	if (!disk)
		victim_give_up("no page");
	set_clock("2027-03-15T00:00:00Z");
	victim_new_database(0);
	victim_start();
	rounds_prepare(&asker);
	jumps_disturb_nobody();
	days_are_those_of_viet_nam();
	a_month_opens_with_its_first_day();
	tokens_end_by_the_wall_clock();
	victim_stop();
	what_happened_keeps_its_order();
	ask_end(&asker);
	rounds_end(&clerk);
	return victim_end();
}
