#ifndef THIDUA_ACCESS_H
#define THIDUA_ACCESS_H

struct call;

/* One line of the access log and the counters, once the answer is queued. */
void access_finish(struct call *call);

#endif
