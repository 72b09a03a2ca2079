/* The part of /metrics that is read from the machine while it is asked. */
#ifndef THIDUA_COUNTERS_MACHINE_H
#define THIDUA_COUNTERS_MACHINE_H

#include <stdint.h>

struct buffer;

/* One metric without labels. */
void counters_print_one(
	struct buffer *out, const char *name, const char *type, const char *help, int64_t value);
/* The process, and the files of its database; 0 for what can't be read. */
void counters_print_machine(struct buffer *out);

#endif
