/* What the threads of the daemon share. */
#include "server.h"

struct server server;
