/* Writes that wait, as another process holds the database: they cost nothing, and an end meanwhile answers them all. */
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define HELD 100
#define LOOK 3000 /* milliseconds; a write is answered after five seconds at the latest */

static struct db *hold(const struct daemon *daemon)
{
	struct db *db = NULL;
	char path[256];

	snprintf(path, sizeof path, "%.*s.db", (int)(strlen(daemon->log) - strlen(".log")),
		daemon->log);
	/* An engine may have sent its words only. */
	if (db_open(path, DB_WRITER, &db) || db_begin(db) || db_settle(db))
		tally_abort("%s cannot be held", path);
	return db;
}

static void let_go(struct db *db)
{
	db_rollback(db);
	db_close(db);
}

void siege_held_writes(void)
{
	static struct wire wires[HELD];
	struct daemon daemon;
	int answered = 0;

	if (!daemon_start(&daemon, "held"))
		return;
	for (int i = 0; i < HELD; i++)
		siege_connect(&wires[i], daemon.port);
	struct db *db = hold(&daemon);

	for (int i = 0; i < HELD; i++)
		siege_say_import(&wires[i], i, false);
	siege_sleep(500);
	struct race race;

	race_start(&race, daemon.pid);
	siege_sleep(LOOK);
	long busy = race_end(&race);

	tally_check(busy < 5, "%d writes that wait: busy for %ld %%", HELD, busy);
	bool stopped = daemon_stop(&daemon);

	for (int i = 0; i < HELD; i++) {
		answered += siege_status(&wires[i]) == 503;
		wire_close(&wires[i]);
	}
	tally_check(stopped && answered == HELD, "an end while writes wait: %d of %d answered",
		answered, HELD);
	let_go(db);
}
