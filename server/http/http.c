/*
 * The daemon around libmicrohttpd: its options, the listening socket, the thread that accepts and
 * reaps, and the way down. What happens to one request is in http_call.c.
 *
 * We accept ourselves and hand the connections over. libmicrohttpd cannot stop listening while its
 * pool runs (MHD_quiesce_daemon races with the workers), so with a listener of its own a drain
 * would reset what waits in the backlog; and it spins when descriptors run out.
 */
#include "http/http.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "calendar.h"
#include "engine/parked.h"
#include "http/exchange.h"
#include "http/listener.h"
#include "http/peers.h"

#define MEMORY_PER_CONNECTION ((size_t)16 << 10)
#define ACCEPT_BATCH          64
#define FULL_PAUSE            20   /* milliseconds between looks while no connection can be taken */
#define REAP_PERIOD           1000 /* milliseconds */
#define STOP_MICROSECONDS     2000000
#define LOG_LINES_PER_SECOND  10

static struct MHD_Daemon *daemon_;
static pthread_t gatekeeper;
static int listener = -1;
static int listening_port;
static int wake = -1;
static int connection_limit;
static _Atomic bool accepting; /* false: take what waits, then close the listener */
static _Atomic bool listening;
static _Atomic bool ending;
static _Atomic int arriving; /* handed over, and not yet seen by connection_changed() */

int http_port(void)
{
	return listening_port;
}

int http_threads(const struct config *config)
{
	cpu_set_t cores;

	if (config->http_threads > 0)
		return (int)config->http_threads;
	return sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
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

static void connection_changed(void *context, struct MHD_Connection *connection, void **peer,
	enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info;
	int fd;

	(void)context;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		peer_close(*peer);
		return;
	}
	atomic_fetch_sub(&arriving, 1);
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	fd = info->connect_fd;
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	*peer = peer_open(fd, info->client_addr);
	if (!*peer)
		shutdown(fd, SHUT_RDWR);
}

#define CALLBACK(function) (intptr_t)(function), NULL

static struct MHD_Daemon *start_daemon(const struct config *config)
{
	int threads = http_threads(config);
	struct MHD_OptionItem options[] = {
		{MHD_OPTION_UNESCAPE_CALLBACK, CALLBACK(keep_escapes)},
		{MHD_OPTION_URI_LOG_CALLBACK, CALLBACK(http_call_begin)},
		{MHD_OPTION_NOTIFY_COMPLETED, CALLBACK(http_call_end)},
		{MHD_OPTION_NOTIFY_CONNECTION, CALLBACK(connection_changed)},
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
		0, NULL, NULL, http_call_continue, NULL, MHD_OPTION_EXTERNAL_LOGGER, log_library,
		NULL, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static int open_connections(void)
{
	return peer_count() + atomic_load(&arriving);
}

enum accepted { ACCEPTED, NONE_WAITS, NOT_NOW };

static enum accepted accept_one(void)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;
	int fd = accept4(
		listener, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd >= 0) {
		atomic_fetch_add(&arriving, 1);
		if (MHD_add_connection(daemon_, fd, (struct sockaddr *)&address, length) != MHD_YES)
			atomic_fetch_sub(&arriving, 1);
		return ACCEPTED;
	}
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return NONE_WAITS;
	/* ACCEPTED also when that client has gone already: the next one is looked at. */
	return errno == ECONNABORTED || errno == EINTR || errno == EPROTO ? ACCEPTED : NOT_NOW;
}

/* False when the listener should rest for a moment: no descriptors, or enough connections. */
static bool accept_some(void)
{
	enum accepted last = ACCEPTED;

	for (int i = 0; last == ACCEPTED && i < ACCEPT_BATCH; i++)
		last = open_connections() < connection_limit ? accept_one() : NOT_NOW;
	return last != NOT_NOW;
}

static void close_listener(void)
{
	while (accept_one() == ACCEPTED)
		;
	close(listener);
	listener = -1;
	atomic_store(&listening, false);
}

static void *keep_gate(void *context)
{
	int64_t reaped = calendar_monotonic();
	bool room = true;

	(void)context;
	while (!atomic_load(&ending)) {
		struct pollfd fds[] = {{.fd = wake, .events = POLLIN},
			{.fd = room ? listener : -1, .events = POLLIN}};
		uint64_t ignored;

		poll(fds, 2, room ? REAP_PERIOD : FULL_PAUSE);
		if (fds[0].revents && read(wake, &ignored, sizeof ignored) < 0)
			log_error("wake", "detail", strerror(errno), NULL);
		if (listener >= 0 && !atomic_load(&accepting))
			close_listener();
		room = listener < 0 || accept_some();
		if (calendar_monotonic() - reaped >= REAP_PERIOD * 1000) {
			reaped = calendar_monotonic();
			reap();
		}
	}
	return NULL;
}

static void wake_gatekeeper(void)
{
	uint64_t one = 1;

	if (write(wake, &one, sizeof one) < 0)
		log_error("wake", "detail", strerror(errno), NULL);
}

static bool start_gatekeeper(void)
{
	wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	atomic_store(&accepting, true);
	atomic_store(&listening, true);
	return wake >= 0 && pthread_create(&gatekeeper, NULL, keep_gate, NULL) == 0;
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
	connection_limit = (int)config->connections;
	reaper_start(config->idle_timeout);

	if (!http_answer_start(config->cors_origin) || !(daemon_ = start_daemon(config)) ||
		!start_gatekeeper()) {
		log_error("http_start", "detail", strerror(errno), NULL);
		return false;
	}
	return true;
}

static void pause_briefly(void)
{
	struct timespec pause = {.tv_nsec = 2000000};

	nanosleep(&pause, NULL);
}

void http_drain(int seconds)
{
	int64_t until = calendar_monotonic() + seconds * 1000000LL;

	atomic_store(&accepting, false);
	wake_gatekeeper();
	while ((atomic_load(&listening) || open_connections() > 0) &&
		calendar_monotonic() < until) {
		reap_idle();
		pause_briefly();
	}
	http_call_refuse_all();
}

/* Stopping libmicrohttpd with a suspended connection aborts the process. */
static bool resume_parked(void)
{
	int64_t until = calendar_monotonic() + STOP_MICROSECONDS;

	parked_expire(INT64_MAX);
	while (http_call_suspended() > 0 && calendar_monotonic() < until)
		pause_briefly();
	return http_call_suspended() == 0;
}

void http_stop(void)
{
	http_call_refuse_all();
	atomic_store(&ending, true);
	atomic_store(&accepting, false);
	wake_gatekeeper();
	pthread_join(gatekeeper, NULL);
	if (listener >= 0)
		close_listener();
	if (!resume_parked()) {
		log_error("http_stop", "detail", "calls are still parked", NULL);
		return;
	}
	MHD_stop_daemon(daemon_);
	daemon_ = NULL;
	http_answer_stop();
	close(wake);
}
