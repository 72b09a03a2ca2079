/*
 * What the threads of the daemon share: the options, the secrets, and a few epochs and counters.
 * Everything else has one owner.
 */
#ifndef THIDUA_SERVER_H
#define THIDUA_SERVER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "secret.h"

struct server {
	struct config config;
	uint8_t pepper[SECRET_PEPPER_SIZE];
	_Atomic bool draining; /* SIGTERM came: /readyz says 503, answers close their connection */
	_Atomic bool poisoned; /* the disk failed under a commit: no more writes, the end is near */
	_Atomic bool copying;  /* a copy is being made: the log can't begin anew until it is done */
	_Atomic int64_t commits; /* moved after each commit, before its answers leave */
	int64_t started;         /* milliseconds */
	int64_t told; /* the instant of the story that is told, see command/story.h; 0: now */
};

extern struct server server;

/* The calling thread lets all others of the machine go first: whoever asks the server feels little of it. */
void server_be_polite(void);

/* Milliseconds: what calls take for the clock. */
int64_t server_now(void);

#endif
