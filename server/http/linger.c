#include "http/linger.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/peers.h"

#define AT_ONCE 64 /* connections looked at between two looks at the door */

static int set = -1;

bool linger_start(void)
{
	set = epoll_create1(EPOLL_CLOEXEC);
	return set >= 0;
}

int linger_descriptor(void)
{
	return set;
}

static bool has_unread(int fd)
{
	int bytes = 0;

	return ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

static void end(struct peer *peer)
{
	int fd = peer_descriptor(peer);

	/* libmicrohttpd may not have closed its own yet, and then close() alone leaves it in the set. */
	epoll_ctl(set, EPOLL_CTL_DEL, fd, NULL);
	peer_close(peer);
	close(fd);
}

bool linger_begin(struct peer *peer, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};

	if (!peer || !(peer_is_refused(peer) || has_unread(fd)))
		return false;
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (own < 0)
		return false;
	peer_linger(peer, own);
	shutdown(own, SHUT_WR);
	if (epoll_ctl(set, EPOLL_CTL_ADD, own, &event) != 0)
		end(peer);
	return true;
}

void linger_read(void)
{
	struct epoll_event events[AT_ONCE];
	int count = epoll_wait(set, events, AT_ONCE, 0);

	for (int i = 0; i < count; i++)
		if (!peer_drop_input(events[i].data.ptr))
			end(events[i].data.ptr);
}

void linger_stop(void)
{
	for (struct peer *peer; (peer = peers_last());)
		end(peer);
	close(set);
	set = -1;
}
