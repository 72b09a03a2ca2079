/*
 * A server that is killed and started again on the same database, and a client that expects to
 * lose its connection: what the crash test needs and daemon.h does not do.
 */
#ifndef THIDUA_TEST_VICTIM_H
#define THIDUA_TEST_VICTIM_H

#include <curl/curl.h>
#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

#include "buffer.h"
#include "kit/slowness.h"

#define VICTIM_READY_IN (2000 * SLOWNESS) /* milliseconds from exec to 200 of /readyz */

struct victim {
	const char *program;
	char folder[64], database[120], log[100];
	char copy[100];          /* of victim_verify_copy() */
	char authorization[120]; /* the header line of the sector's admin */
	pid_t pid;               /* 0 when it does not run */
	int port;
	bool unhurried; /* how long a start takes is not looked at */
};

struct asker {
	const char *bearer; /* a token; NULL: the admin's */
	const char *id;     /* of the request, or NULL */
	bool puts;          /* what has a body is a PUT */
	long seconds;       /* that an answer may take; 0: ten */
	CURL *curl;
	struct buffer reply;
	json_t *json;  /* of the last answer; NULL when it was none */
	bool replayed; /* it came with Idempotent-Replay */
};

extern struct victim victim;

/* Counts, and prints what is not good. */
void expect(bool good, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Removes the folder when all was good, prints `N passed, N failed` last; the exit status. */
int victim_end(void);

/* Ends the program as failed: without this nothing can be tested. */
void victim_give_up(const char *why);

void victim_prepare(const char *program);
/* A command, with its name first, to its end; the exit status, 128 for a signal. `out` is the file of what it prints. */
int victim_run(const char *const arguments[], const char *out);
/* With the catalogue, and a token of the admin; the one before goes when nothing has been wrong until now. */
void victim_new_database(int number);
void victim_copy_database(const char *from); /* in place of a new one, with the same token */
void victim_start(void);                     /* expects it ready in time */
bool victim_try(void); /* false when it ends instead, or is not ready in time */
/* Its exit status when it ends by itself in time, -1 when not; a signal is 128 and more. */
int victim_wait(long milliseconds);
void victim_kill(void); /* SIGKILL; expects that it had not ended before */
void victim_stop(void); /* SIGTERM; expects 0, and nothing that verify finds */
/* `thidua verify` on a copy of the files, so that its recovery does not help the next start. */
void victim_verify_copy(void);

/* The status; 0 when no answer came. A POST when there is a body, be it empty, with `key` if it is not NULL. */
int ask(struct asker *asker, const char *path, const char *key, const char *body);
void ask_end(struct asker *asker); /* frees what the asker holds */
void pause_ms(long milliseconds);

#endif
