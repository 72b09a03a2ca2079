/* The daemon around libmicrohttpd: its options, its start, and the way down. */
#include "http/http.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "calendar.h"
#include "db.h"
#include "engine/parked.h"
#include "http/answer.h"
#include "http/door.h"
#include "http/exchange.h"
#include "http/linger.h"
#include "http/listener.h"
#include "http/peers.h"

#define MEMORY_PER_CONNECTION ((size_t)16 << 10)
#define STOP_MICROSECONDS     2000000
#define LOG_LINES_PER_SECOND  10

static struct MHD_Daemon *daemon_;
static int listener = -1;
static int listening_port;

int http_port(void)
{
	return listening_port;
}

int http_threads(const struct config *config)
{
	cpu_set_t cores;

	if (config->http_threads > 0)
		return (int)config->http_threads;
	int count = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;

	return count * db_nature.threads_per_core;
}

/* Clients can make libmicrohttpd log at will. */
__attribute__((format(printf, 2, 0))) static void log_library(
	void *context, const char *format, va_list list)
{
	static _Atomic int64_t second;
	static _Atomic int lines;
	int64_t now = calendar_monotonic() / 1000000;
	char text[256];

	(void)context;
	if (atomic_exchange(&second, now) != now)
		atomic_store(&lines, 0);
	if (atomic_fetch_add(&lines, 1) >= LOG_LINES_PER_SECOND)
		return;
	vsnprintf(text, sizeof text, format, list);
	log_debug("microhttpd", "text", text, NULL);
}

static void panic(void *context, const char *file, unsigned line, const char *reason)
{
	char where[24];

	(void)context;
	snprintf(where, sizeof where, "%u", line);
	log_error("panic", "file", file, "line", where, "reason", reason ? reason : "-", NULL);
	abort();
}

/* Escapes stay as they are: dispatch decodes each path segment once, after it has split the
 * path. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

#define CALLBACK(function) (intptr_t)(function), NULL

static struct MHD_Daemon *start_daemon(const struct config *config)
{
	int threads = http_threads(config);
	struct MHD_OptionItem options[] = {
		{MHD_OPTION_UNESCAPE_CALLBACK, CALLBACK(keep_escapes)},
		{MHD_OPTION_URI_LOG_CALLBACK, CALLBACK(exchange_begin)},
		{MHD_OPTION_NOTIFY_COMPLETED, CALLBACK(exchange_end)},
		{MHD_OPTION_NOTIFY_CONNECTION, CALLBACK(door_passed)},
		/* Ours is the limit. This one is shared out among the threads, and twice as much
		 * never gets in the way. */
		{MHD_OPTION_CONNECTION_LIMIT, (intptr_t)config->connections * 2 + threads, NULL},
		{MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)config->connections_per_address,
			NULL},
		{MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)config->idle_timeout, NULL},
		{MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)MEMORY_PER_CONNECTION, NULL},
#if MHD_VERSION >= 0x00097701
		{MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1, NULL},
#else
		{MHD_OPTION_STRICT_FOR_CLIENT, 0, NULL},
#endif
		/* A pool of one is ignored with a warning. */
		{threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, NULL},
		{MHD_OPTION_END, 0, NULL}
	};

	return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG,
		0, NULL, NULL, exchange_continue, NULL, MHD_OPTION_EXTERNAL_LOGGER, log_library,
		NULL, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

bool http_listen(const struct config *config)
{
	listener = listener_open(config->listen, config->allow_public, &listening_port);
	return listener >= 0;
}

bool http_start(const struct config *config)
{
	char compiled[16];

	snprintf(compiled, sizeof compiled, "%08x", (unsigned)MHD_VERSION);
	log_info("libmicrohttpd", "version", MHD_get_version(), "compiled", compiled, NULL);
	MHD_set_panic_func(panic, NULL);
	peers_start(config->idle_timeout);

	if (!answer_start(config->cors_origin) || !(daemon_ = start_daemon(config))) {
		log_error("http_start", "detail", strerror(errno), NULL);
		return false;
	}
	return door_open(listener, daemon_, (int)config->connections);
}

static void pause_briefly(void)
{
	struct timespec pause = {.tv_nsec = 2000000};

	nanosleep(&pause, NULL);
}

void http_drain(int seconds)
{
	int64_t until = calendar_monotonic() + seconds * 1000000LL;

	door_shut();
	while ((!door_is_shut() || peer_count() > 0) && calendar_monotonic() < until) {
		peers_reap_idle();
		pause_briefly();
	}
	exchange_refuse_all();
}

/* Stopping libmicrohttpd with a suspended connection aborts the process. */
static bool resume_parked(void)
{
	int64_t until = calendar_monotonic() + STOP_MICROSECONDS;

	parked_expire(INT64_MAX);
	while (exchange_suspended() > 0 && calendar_monotonic() < until)
		pause_briefly();
	return exchange_suspended() == 0;
}

void http_stop(void)
{
	exchange_refuse_all();
	door_stop();
	if (!resume_parked()) {
		log_error("http_stop", "detail", "calls are still parked", NULL);
		return;
	}
	MHD_stop_daemon(daemon_);
	linger_stop();
	daemon_ = NULL;
	answer_stop();
}
