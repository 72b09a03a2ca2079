/* Counts what a test program has looked at, and ends it with the line `N passed, N failed`. */
#ifndef THIDUA_TEST_TALLY_H
#define THIDUA_TEST_TALLY_H

#include <stdbool.h>

void tally_pass(void);
/* Counts a failure and prints its text, a newline added. */
void tally_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A pass when `good`, else tally_fail() with the text. Returns `good`. */
bool tally_check(bool good, const char *format, ...) __attribute__((format(printf, 2, 3)));
unsigned tally_failed(void);
/* For the last column of a row of results. */
const char *tally_verdict(bool good);

/* Prints the last line and returns the exit status of the program: 1 when something failed or
 * nothing was looked at. */
int tally_end(void);

/* For what no test can go on without: prints the text and leaves with status 1. */
void tally_abort(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
