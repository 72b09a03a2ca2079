/* Accepting, turning away, and closing without a reset. */
#include "http/door.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "calendar.h"
#include "http/answer.h"
#include "http/linger.h"
#include "http/listener.h"
#include "http/peers.h"

#define ACCEPT_BATCH 64
#define FULL_PAUSE   20    /* milliseconds between looks while no connection can be taken */
#define REAP_PERIOD  1000  /* milliseconds */
#define PATIENCE     1000  /* milliseconds that a connection waits for its place */
#define HANDSHAKES   50000 /* microseconds: connections that have begun arrive within */

static struct {
	struct MHD_Daemon *daemon;
	pthread_t thread;
	int listener, wake;
	int spare; /* a descriptor for the time when there are none */
	int limit;
	int64_t full_since; /* monotonic microseconds; 0: there is room, or nobody waits */
	bool told;          /* the log has a line about it */
	_Atomic bool shutting, shut, ending;
} door = {.listener = -1, .wake = -1, .spare = -1};

void door_passed(void *context, struct MHD_Connection *connection, void **peer,
	enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	(void)context;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (!linger_begin(*peer, info->connect_fd))
			peer_close(*peer);
		return;
	}
	*peer = peer_open(info->connect_fd);
	if (!*peer)
		shutdown(info->connect_fd, SHUT_RDWR);
}

static void admit(int fd, const struct sockaddr *address, socklen_t length)
{
	if (!peer_arrive(fd, address)) {
		close(fd);
		return;
	}
	if (MHD_add_connection(door.daemon, fd, address, length) != MHD_YES)
		peer_give_up(fd);
}

enum accepted { ACCEPTED, NONE_WAITS, NO_ROOM };

static enum accepted accept_one(void)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;

	if (peer_count() >= door.limit)
		return NO_ROOM;

	int fd = accept4(
		door.listener, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd >= 0) {
		admit(fd, (struct sockaddr *)&address, length);
		return ACCEPTED;
	}
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return NONE_WAITS;
	/* ACCEPTED also when that client has gone already: the next one is looked at. */
	return errno == ECONNABORTED || errno == EINTR || errno == EPROTO ? ACCEPTED : NO_ROOM;
}

static enum accepted accept_some(int most)
{
	enum accepted last = ACCEPTED;

	while (last == ACCEPTED && most-- > 0)
		last = accept_one();
	return last;
}

static bool somebody_waits(int milliseconds)
{
	struct pollfd fd = {.fd = door.listener, .events = POLLIN};

	return poll(&fd, 1, milliseconds) > 0;
}

static void hold_spare(void)
{
	if (door.spare < 0)
		door.spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* A connection, with the descriptor that was spared if there is no other; -1 when nobody waits. */
static int accept_anyhow(struct sockaddr_storage *address, socklen_t *length)
{
	int fd = accept4(
		door.listener, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd >= 0 || (errno != EMFILE && errno != ENFILE) || door.spare < 0)
		return fd;
	close(door.spare);
	door.spare = -1;
	return accept4(
		door.listener, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static void say_unavailable(int fd)
{
	char request[4096];
	size_t length;
	const char *text = answer_unavailable_text(&length);

	/* What has been sent is read, as close() would reset the connection else. */
	while (recv(fd, request, sizeof request, 0) == sizeof request)
		;
	send(fd, text, length, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	close(fd);
}

/* Or lets in, if there is room by now. False when nobody waits. */
static bool turn_one_away(void)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof address;
	int fd = accept_anyhow(&address, &length);

	if (fd >= 0 && door.spare >= 0 && peer_count() < door.limit)
		admit(fd, (struct sockaddr *)&address, length);
	else if (fd >= 0)
		say_unavailable(fd);
	hold_spare();
	return fd >= 0;
}

static void turn_away(void)
{
	if (!door.told)
		log_error("no_room", "reason",
			peer_count() >= door.limit ? "connections" : "descriptors", NULL);
	door.told = true;
	for (int i = 0; i < ACCEPT_BATCH && turn_one_away(); i++)
		;
}

/* Lets in who waits; false when somebody has to wait on. */
static bool let_in(void)
{
	int64_t now = calendar_monotonic();

	if (accept_some(ACCEPT_BATCH) != NO_ROOM || !somebody_waits(0)) {
		door.full_since = 0;
		door.told = false;
		return true;
	}
	if (!door.full_since)
		door.full_since = now;
	peers_make_room();
	if (now - door.full_since >= PATIENCE * 1000)
		turn_away();
	return false;
}

/* All who have begun to connect are let in or turned away. */
static void shut(void)
{
	int64_t until = calendar_monotonic() + HANDSHAKES, left;

	if (!listener_refuse_new(door.listener))
		log_info("no_filter", "detail", strerror(errno), NULL);
	while ((left = until - calendar_monotonic()) > 0)
		if (somebody_waits((int)(left / 1000) + 1) && accept_some(ACCEPT_BATCH) == NO_ROOM)
			turn_away();
	if (accept_some(LISTENER_BACKLOG) == NO_ROOM)
		turn_away();
	close(door.listener);
	door.listener = -1;
	atomic_store(&door.shut, true);
}

static void *keep_door(void *unused)
{
	int64_t reaped = calendar_monotonic();
	bool room = true;

	(void)unused;
	while (!atomic_load(&door.ending)) {
		struct pollfd fds[] = {{.fd = door.wake, .events = POLLIN},
			{.fd = room ? door.listener : -1, .events = POLLIN},
			{.fd = linger_descriptor(), .events = POLLIN}};
		uint64_t ignored;

		poll(fds, 3, room ? REAP_PERIOD : FULL_PAUSE);
		if (fds[0].revents && read(door.wake, &ignored, sizeof ignored) < 0)
			log_error("wake", "detail", strerror(errno), NULL);
		if (door.listener >= 0 && atomic_load(&door.shutting))
			shut();
		if (fds[2].revents)
			linger_read();
		room = door.listener < 0 || let_in();
		if (calendar_monotonic() - reaped >= REAP_PERIOD * 1000) {
			reaped = calendar_monotonic();
			peers_reap();
		}
	}
	if (door.listener >= 0)
		shut();
	return NULL;
}

static void wake_up(void)
{
	uint64_t one = 1;

	if (write(door.wake, &one, sizeof one) < 0)
		log_error("wake", "detail", strerror(errno), NULL);
}

bool door_open(int listener, struct MHD_Daemon *daemon, int limit)
{
	door.listener = listener;
	door.daemon = daemon;
	door.limit = limit;
	hold_spare();
	door.wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (door.wake >= 0 && linger_start() &&
		pthread_create(&door.thread, NULL, keep_door, NULL) == 0)
		return true;
	log_error("door", "detail", strerror(errno), NULL);
	return false;
}

void door_shut(void)
{
	atomic_store(&door.shutting, true);
	wake_up();
}

bool door_is_shut(void)
{
	return atomic_load(&door.shut);
}

void door_stop(void)
{
	atomic_store(&door.ending, true);
	wake_up();
	pthread_join(door.thread, NULL);
	close(door.wake);
	close(door.spare);
}
