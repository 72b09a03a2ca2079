/* The byte-wise HTTP client. */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "calendar.h"
#include "tally.h"

static bool bind_to(int fd, const char *own_address)
{
	struct sockaddr_in own = {.sin_family = AF_INET};
	int one = 1;

	/* Of thousands the kernel would look for a free port in bind() for long. */
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
	return !own_address ||
		(inet_pton(AF_INET, own_address, &own.sin_addr) == 1 &&
			bind(fd, (struct sockaddr *)&own, sizeof own) == 0);
}

bool wire_open(struct wire *wire, int port)
{
	return wire_open_from(wire, NULL, port);
}

bool wire_open_from(struct wire *wire, const char *own_address, int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((unsigned short)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int one = 1;

	*wire = (struct wire){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	if (wire->fd < 0)
		tally_abort("socket: %s", strerror(errno));
	setsockopt(wire->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (bind_to(wire->fd, own_address) &&
		connect(wire->fd, (struct sockaddr *)&address, sizeof address) == 0)
		return true;
	close(wire->fd);
	wire->fd = -1;
	return false;
}

void wire_close(struct wire *wire)
{
	if (wire->fd >= 0)
		close(wire->fd);
	free(wire->data);
	*wire = (struct wire){.fd = -1};
}

bool wire_send(struct wire *wire, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(wire->fd, bytes, length, MSG_NOSIGNAL);

		if (sent < 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

bool wire_say(struct wire *wire, const char *text)
{
	return wire_send(wire, text, strlen(text));
}

/* WIRE_ANSWER when bytes came. */
static enum wire_event receive(struct wire *wire, int64_t until)
{
	struct pollfd fd = {.fd = wire->fd, .events = POLLIN};
	int64_t left = (until - calendar_monotonic()) / 1000;

	if (wire->size - wire->length < 65536) {
		wire->size = wire->size * 2 + 65536;
		wire->data = realloc(wire->data, wire->size);
		if (!wire->data)
			tally_abort("out of memory");
	}
	if (poll(&fd, 1, left > 0 ? (int)left : 0) <= 0)
		return WIRE_SILENCE;

	ssize_t got = recv(wire->fd, wire->data + wire->length, wire->size - wire->length, 0);

	if (got < 0)
		return WIRE_RESET;
	wire->length += (size_t)got;
	return got > 0 ? WIRE_ANSWER : WIRE_CLOSED;
}

const char *answer_header(const struct answer *answer, const char *name)
{
	static _Thread_local char value[1024];
	size_t length = strlen(name);

	for (const char *line = strstr(answer->head, "\r\n"); line; line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, length) != 0 || line[length] != ':')
			continue;
		line += length + 1;
		line += strspn(line, " \t");
		snprintf(value, sizeof value, "%.*s", (int)strcspn(line, "\r"), line);
		return value;
	}
	return NULL;
}

/* What we never send is taken for garbage: other versions, chunked answers, an unknown length. */
static bool read_head(struct wire *wire, size_t head, struct answer *out)
{
	const char *length;

	if (head >= sizeof out->head)
		return false;
	memcpy(out->head, wire->data, head);
	out->head[head] = '\0';
	if (sscanf(out->head, "HTTP/1.1 %3d ", &out->status) != 1 || out->status < 100)
		return false;
	length = answer_header(out, "Content-Length");
	out->body_length = length ? (size_t)strtoul(length, NULL, 10) : 0;
	if (!length && out->status != 204 && out->status != 304 && out->status != 100)
		return false;
	length = answer_header(out, "Connection");
	out->close = length && strcasecmp(length, "close") == 0;
	return true;
}

static void consume(struct wire *wire, size_t head, size_t body, struct answer *out)
{
	size_t kept = body < sizeof out->body ? body : sizeof out->body - 1;

	memcpy(out->body, wire->data + head, kept);
	out->body[kept] = '\0';
	wire->length -= head + body;
	memmove(wire->data, wire->data + head + body, wire->length);
}

enum wire_event wire_next(struct wire *wire, bool bodyless, int milliseconds, struct answer *out)
{
	int64_t until = calendar_monotonic() + milliseconds * 1000LL;
	size_t head = 0, body = 0;

	*out = (struct answer){0};
	for (;;) {
		const char *end = !head && wire->length
			? memmem(wire->data, wire->length, "\r\n\r\n", 4)
			: NULL;

		if (end) {
			head = (size_t)(end - wire->data) + 4;
			if (!read_head(wire, head, out))
				return WIRE_GARBAGE;
			body = bodyless ? 0 : out->body_length;
		}
		if (head && wire->length >= head + body) {
			consume(wire, head, body, out);
			return WIRE_ANSWER;
		}

		enum wire_event event = receive(wire, until);

		if (event == WIRE_CLOSED)
			return wire->length ? WIRE_RESET : WIRE_CLOSED;
		if (event != WIRE_ANSWER)
			return event;
	}
}

size_t wire_raw(struct wire *wire, char *out, size_t size)
{
	struct pollfd fd = {.fd = wire->fd, .events = POLLIN};
	ssize_t got = poll(&fd, 1, WIRE_PATIENCE) == 1 ? recv(wire->fd, out, size, 0) : 0;

	return got > 0 ? (size_t)got : 0;
}

const char *wire_event_name(enum wire_event event)
{
	static const char *const names[] = {"an answer", "closed", "reset", "silence", "garbage"};

	return names[event];
}
