/*
 * The work of an office as a round of writes of all kinds: a person, a nomination, votes, a decision with its line, a
 * report, its acceptance, an import, points of a card, a token, a session. For tests in which the server may go at any
 * moment: each clerk keeps what became of each request, whose id its event has, so that the history can be held against
 * the database afterwards.
 */
#ifndef THIDUA_TEST_ROUNDS_H
#define THIDUA_TEST_ROUNDS_H

#include <pthread.h>

#include "db.h"
#include "victim.h"

#define ROUND_STEPS 11
#define MOST_ASKED  200000
#define MOST_CLERKS 8

enum fate { NEVER_SENT, REFUSED, ACKNOWLEDGED, UNKNOWN };

struct clerk {
	int number; /* 0.. ; clerks of one number never ask at the same time */
	struct asker asker;
	size_t next; /* step */
	const char *bearer;
	int64_t ids[3]; /* that the steps of this round have taken; 0 without */
	int64_t asked, acknowledged;
	_Atomic int64_t *told;              /* where others see `acknowledged`, or NULL */
	unsigned char fates[MOST_ASKED];    /* enum fate of each request */
	char key[24], path[120], body[600]; /* of the last one */
	bool put, replayable;
	pthread_t thread;
};

/* Once, on a running server: tokens of heads, and a card whose points may be written. */
void rounds_prepare(struct asker *asker);
/* The next request of the clerk's round; the status, 0 without an answer. A step that needs what was refused is left
 * out. What is neither 2xx nor among 500, 503 and 507 counts as a failure of the test. */
int rounds_step(struct clerk *clerk);
/* Each works in a thread of its own until no answer comes. */
void rounds_start(struct clerk *clerks, size_t count);
void rounds_join(struct clerk *clerks, size_t count);
/* Sends the last request again, when no answer came: done now or then, and once. */
void rounds_settle(struct clerk *clerk);

/* Holds the history of `count` clerks against the events of a database: what was acknowledged is there, what was refused
 * is not. `acknowledged` NULL: all of it, else only as many of each clerk's as it says. How many are missing or too much. */
int64_t rounds_compare(
	struct db *db, const struct clerk *clerks, size_t count, const int64_t *acknowledged);
void rounds_check(const char *database, const struct clerk *clerks,
	size_t count); /* the same, expected to be none */
void rounds_end(struct clerk *clerk);

#endif
