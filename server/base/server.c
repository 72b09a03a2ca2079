/* What the threads of the daemon share. */
#include "base/server.h"

struct server server;
