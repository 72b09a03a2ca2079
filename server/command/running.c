#include "command/running.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "buffer.h"

#define SECONDS 5
#define BUCKET  "\nthidua_request_seconds_bucket{operation=\""

static int connect_to(const struct addrinfo *address)
{
	struct timeval limit = {.tv_sec = SECONDS};
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
	if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
		return fd;
	close(fd);
	return -1;
}

/* "127.0.0.1:8080" or "[::1]:8080" */
static int dial(const char *listen)
{
	const struct addrinfo wish = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
	const char *colon = strrchr(listen, ':');
	bool bracket = *listen == '[';
	struct addrinfo *found = NULL;
	char host[64];

	if (!colon)
		return -1;
	snprintf(host, sizeof host, "%.*s", (int)(colon - listen) - 2 * bracket, listen + bracket);
	if (getaddrinfo(host, colon + 1, &wish, &found) != 0)
		return -1;
	int fd = connect_to(found);
	freeaddrinfo(found);
	return fd;
}

bool running_metrics(const char *address, struct buffer *out)
{
	static const char question[] =
		"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	char bytes[65536];
	ssize_t n = -1;
	int fd = dial(address);

	if (fd < 0)
		return false;
	if (send(fd, question, sizeof question - 1, MSG_NOSIGNAL) == sizeof question - 1)
		while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0)
			buffer_bytes(out, bytes, (size_t)n);
	close(fd);
	return n == 0 && buffer_string(out) &&
		running_metric(out, "process_start_time_seconds") > 0;
}

int64_t running_metric(const struct buffer *metrics, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = metrics->data; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, length) == 0 && line[length] == ' ')
			return strtoll(line + length, NULL, 10);
		if (!*line)
			break;
	}
	return -1;
}

static int64_t within(const struct buffer *metrics, const char *operation, const char *end)
{
	char name[160];

	snprintf(name, sizeof name, "thidua_request_seconds_bucket{operation=\"%s\",le=\"%s\"}",
		operation, end);
	return running_metric(metrics, name);
}

bool running_next_slow(const struct buffer *metrics, size_t *at, char operation[64], int64_t *out)
{
	const char *line;

	while ((line = strstr(metrics->data + *at, BUCKET))) {
		const char *name = line + sizeof BUCKET - 1;

		*at = (size_t)(name - metrics->data);
		if (strncmp(name + strcspn(name, "\""), "\",le=\"+Inf\"", 11) != 0)
			continue;
		snprintf(operation, 64, "%.*s", (int)strcspn(name, "\""), name);
		*out = within(metrics, operation, "+Inf") - within(metrics, operation, "0.5");
		if (*out > 0)
			return true;
	}
	return false;
}
