/* A thread for each connection; what one side sends is carried to the other before more is read. */
#include "kit/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/victim.h"

#define CHUNK    65536
#define LATE     5   /* of a hundred pieces, as many as packets are lost */
#define CUT      3   /* are cut, and the connection is reset */
#define VANISHED 1   /* go nowhere, and all that follows */
#define AGAIN    200 /* milliseconds until what was lost is sent again */

struct pair {
	struct relay *relay;
	int sides[2]; /* client, server */
	unsigned seed;
	bool reset;
};

static void set_up(int fd)
{
	int one = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static int connect_to(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((unsigned short)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	set_up(fd);
	if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool send_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* Until the client closes, or the server. */
static void let_vanish(struct pair *pair)
{
	char chunk[CHUNK];

	while (recv(pair->sides[0], chunk, sizeof chunk, 0) > 0)
		;
	pair->reset = true;
}

/* False when the connection is over. */
static bool carry(struct pair *pair, int from)
{
	struct relay *relay = pair->relay;
	char chunk[CHUNK];
	ssize_t got = recv(pair->sides[from], chunk, sizeof chunk, 0);

	if (got <= 0)
		return false;
	size_t length = (size_t)got;
	int chance = rand_r(&pair->seed) % 100;

	pause_ms(relay->delay);
	if (chance < CUT) {
		(*(from ? &relay->cut_answers : &relay->cut_requests))++;
		send_all(pair->sides[!from], chunk, (size_t)rand_r(&pair->seed) % length);
		pair->reset = true;
		return false;
	}
	if (chance < CUT + VANISHED) {
		(*(from ? &relay->lost_answers : &relay->lost_requests))++;
		let_vanish(pair);
		return false;
	}
	if (chance < CUT + VANISHED + LATE) {
		relay->late++;
		pause_ms(AGAIN);
	}
	relay->carried++;
	return send_all(pair->sides[!from], chunk, length);
}

static void end(struct pair *pair)
{
	struct linger at_once = {1, 0};

	for (int i = 0; i < 2; i++) {
		if (pair->reset)
			setsockopt(pair->sides[i], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
		close(pair->sides[i]);
	}
	pair->relay->connections--;
	free(pair);
}

static void *join_sides(void *context)
{
	struct pair *pair = context;
	struct pollfd polled[2] = {
		{.fd = pair->sides[0], .events = POLLIN}, {.fd = pair->sides[1], .events = POLLIN}};
	bool open = true;

	while (open && poll(polled, 2, -1) > 0)
		for (int i = 0; i < 2 && open; i++)
			if (polled[i].revents)
				open = carry(pair, i);
	end(pair);
	return NULL;
}

static void take_on(struct relay *relay, int client)
{
	struct pair *pair = calloc(1, sizeof *pair);
	int server = connect_to(relay->to);
	pthread_t thread;

	if (!pair || server < 0) {
		free(pair);
		close(client);
		return;
	}
	set_up(client);
	*pair = (struct pair){relay, {client, server}, relay->seed++ * 2654435761U, false};
	relay->connections++;
	if (pthread_create(&thread, NULL, join_sides, pair))
		victim_give_up("no thread");
	pthread_detach(thread);
}

static void *listen_on(void *context)
{
	struct relay *relay = context;

	for (int client; (client = accept(relay->fd, NULL, NULL)) >= 0;)
		take_on(relay, client);
	return NULL;
}

void relay_start(struct relay *relay)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof address;

	relay->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(relay->fd, (struct sockaddr *)&address, size) || listen(relay->fd, 128) ||
		getsockname(relay->fd, (struct sockaddr *)&address, &size) ||
		pthread_create(&relay->thread, NULL, listen_on, relay))
		victim_give_up("no relay");
	relay->port = ntohs(address.sin_port);
}

void relay_stop(struct relay *relay)
{
	shutdown(relay->fd, SHUT_RDWR);
	pthread_join(relay->thread, NULL);
	close(relay->fd);
	while (relay->connections)
		pause_ms(5);
}
