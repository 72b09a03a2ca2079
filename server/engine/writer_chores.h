/* What the writer does for itself, between groups. */
#ifndef THIDUA_WRITER_CHORES_H
#define THIDUA_WRITER_CHORES_H

struct db;

/* Stores when tokens were last used, and drops stored answers that have expired. A failure is logged: they come
 * again. */
void writer_do_chores(struct db *db);

#endif
