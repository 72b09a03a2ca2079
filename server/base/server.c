/* What the threads of the daemon share. */
#include "base/server.h"

#include <sys/resource.h>
#include <unistd.h>

#include "calendar.h"

#define POLITE 10 /* of nice(2) */

struct server server;

/* On Linux the priority is that of a thread. */
void server_be_polite(void)
{
	setpriority(PRIO_PROCESS, (id_t)gettid(), POLITE);
}

int64_t server_now(void)
{
	return server.told ? server.told : calendar_now();
}
