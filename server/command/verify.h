/* Is a database whole, and did nobody change what happened? */
#ifndef THIDUA_VERIFY_H
#define THIDUA_VERIFY_H

#include <stdio.h>

#include "db.h"

/* `head` is SEQ:HASH of an event that must be in the chain, or NULL. What was found goes to `out`, a line each; the exit
 * status after saying what is wrong. */
int verify_database(struct db *db, const char *head, FILE *out);

#endif
