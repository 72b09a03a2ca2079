/*
 * A real server on a scratch database. The database with the catalogue is made once; each server
 * gets a copy of it. Everything lives in one folder that goes away at the end.
 */
#ifndef THIDUA_TEST_DAEMON_H
#define THIDUA_TEST_DAEMON_H

#include <stdbool.h>
#include <sys/types.h>

#include "buffer.h"

struct daemon {
	pid_t pid;
	int port;
	char log[192]; /* file with its stderr */
};

/* Makes the folder, `thidua init` and the first admin's token. Ends the program when that fails. */
void daemon_prepare(const char *path);
/* The token of the sector's admin, valid in every copy. */
const char *daemon_admin_token(void);

/* From now on servers do not check their replies, which takes more time than to make them: for measurements. */
void daemon_be_plain(void);

/* Starts a server on a fresh copy, with --check-replies. False after saying why. */
bool daemon_start(struct daemon *daemon, const char *name);
/* SIGTERM; it must end with status 0 in time. False after saying what happened instead. */
bool daemon_stop(struct daemon *daemon);
/* The lines of its log that contain `text`, or its last lines when `text` is NULL. */
void daemon_log(const struct daemon *daemon, const char *text, struct buffer *out);

/* Removes the folder, unless something failed: then it says where it is. */
void daemon_clean(void);

#endif
