/*
 * The read connections of the HTTP threads, one each. A snapshot stays open from request to request
 * until something is committed: beginning and ending one costs more than the query of a single row
 * (locks between connections, allocations under SQLite's mutexes).
 */
#ifndef THIDUA_READER_H
#define THIDUA_READER_H

#include <stdbool.h>

#include "error.h"

struct db;

/* Opens the connections, one for each thread that will ever call reader_begin(), and one for each
 * that will call reader_begin_slow(). */
enum error reader_open(const char *path, int count, int slow);

/* The calling thread's own connection, in a snapshot that shows all that was committed before. NULL
 * when it could not be read. Until reader_end() nobody else touches it. */
struct db *reader_begin(void);
/* The same for a thread of long reads, which waits here while reader_hold() is tried. */
struct db *reader_begin_slow(void);
/* The same for the one thread of whole lists: the others do not wait when it is in the way. */
struct db *reader_begin_list(void);
void reader_end(void);

/* A snapshot that is no longer the newest keeps the log from being reset; this ends those of
 * threads that have nothing to do. Housekeeping, each second. */
void reader_release(void);

/* For the writer, so that the log can begin anew under readers that never pause: ends all snapshots
 * and lets nobody begin one until reader_resume(). False when a long read is under way; no further
 * one begins for a while then, so that a later try succeeds. */
bool reader_hold(void);
/* It was asked for and could not be, so reads of the slow lane wait for whoever asked to come again. */
bool reader_is_wanted(void);
void reader_resume(void);

/* After the last thread has left. */
void reader_close(void);

#endif
