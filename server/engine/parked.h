/*
 * The life of one parked call (call.h, enum call_state): queued, running, done. Exactly one thread
 * moves it to CALL_DONE: the lane that ran it, or housekeeping when its deadline has passed. That
 * one sets the answer and resumes it.
 */
#ifndef THIDUA_PARKED_H
#define THIDUA_PARKED_H

#include <stdbool.h>
#include <stdint.h>

struct call;

/* READING -> QUEUED, with the lane's reference; suspends it. `deadline` is monotonic,
 * microseconds. */
void parked_add(struct call *call, int64_t deadline);

/* QUEUED -> RUNNING. *work becomes a call of its own for the handler: the same input, an answer of
 * its own, so that housekeeping may answer `call` meanwhile. False when that has happened already;
 * the lane's reference is then gone. */
bool parked_begin(struct call *call, struct call *work);

/* RUNNING -> DONE with the answer of *work, or nothing when housekeeping was first. The lane must
 * not touch `call` afterwards. */
void parked_finish(struct call *call, struct call *work);

/* Answers what is past its deadline: "busy" when it was still queued, "outcome unknown" for a write
 * that runs. INT64_MAX answers everything. */
void parked_expire(int64_t now);

/* Drops one reference; the last one frees by call_end() and discard(). */
void call_drop(struct call *call);

/* Calls without an answer yet. */
int parked_count(void);

#endif
