/*
 * The read connections of the HTTP threads, one each. A snapshot stays open from request to request until something is committed: beginning and
 * ending one costs more than the query of a single row (locks between connections, allocations under SQLite's mutexes).
 */
#ifndef THIDUA_READER_H
#define THIDUA_READER_H

#include "error.h"

struct db;

/* Opens the connections, one for each thread that will ever call reader_begin(). */
enum error reader_open(const char *path, int count);

/* The calling thread's own connection, in a snapshot that shows all that was committed before. NULL when it could not be read. Until reader_end()
 * nobody else touches it. */
struct db *reader_begin(void);
void reader_end(void);

/* A snapshot that is no longer the newest keeps the log from being reset; this ends those of threads that have nothing to do. Housekeeping, each second. */
void reader_release(void);

/* After the last thread has left. */
void reader_close(void);

#endif
