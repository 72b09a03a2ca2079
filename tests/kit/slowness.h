/* How many times longer things take in programs that a sanitizer looks at: for limits of time that an empty machine keeps
 * easily without one. */
#ifndef THIDUA_TEST_SLOWNESS_H
#define THIDUA_TEST_SLOWNESS_H

#if defined __SANITIZE_THREAD__
#define SLOWNESS 4
#elif defined __SANITIZE_ADDRESS__
#define SLOWNESS 2
#else
#define SLOWNESS 1
#endif

#endif
