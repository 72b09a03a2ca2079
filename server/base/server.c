/* What the threads of the daemon share. */
#include "base/server.h"

#include "calendar.h"

struct server server;

int64_t server_now(void)
{
	return server.told ? server.told : calendar_now();
}
