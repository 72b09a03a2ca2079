/* The end of a transaction of the writer. */
#ifndef THIDUA_WRITER_COMMIT_H
#define THIDUA_WRITER_COMMIT_H

#include <stdbool.h>

#include "error.h"
#include "request/journal.h"

struct db;

/* Commits. `before` is the head of the event log as the transaction found it. On failure nothing of it is kept,
 * unless *out_unknown: then nobody can say. */
enum error writer_commit(struct db *db, struct journal_head before, bool *out_unknown);
/* The disk failed under a COMMIT: what it holds is unknown until another process has read it again
 * from the start. A checkpoint is no better. Housekeeping ends this one when the answers have left. */
void writer_give_up(const struct db *db);

#endif
