/* What the kernel says of a process. */
#ifndef THIDUA_TEST_PROCESS_H
#define THIDUA_TEST_PROCESS_H

#include <sys/types.h>

/* A line of its status, as "VmRSS:", in kilobytes, or "Threads:"; 0 without. */
long process_status(pid_t pid, const char *name);
/* How many it has open; 0 when it is gone. */
long process_descriptors(pid_t pid);

#endif
