/*
 * The one writer: the only connection that changes the database, and the thread that has it. Many
 * calls share one COMMIT; none is answered before it has returned.
 */
#ifndef THIDUA_WRITER_H
#define THIDUA_WRITER_H

#include "error.h"

struct call;
struct db;
struct queue;

/* Reads the head of the event log. Before the other two. */
enum error writer_open(struct db *db);

/* The thread: serves the queue until it is closed and empty. */
void writer_run(struct db *db, struct queue *queue);

/* One write in a transaction of its own, on the calling thread. */
void writer_run_here(struct db *db, struct call *call);

#endif
