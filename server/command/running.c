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
#define BUCKET  "\nthidua_request_seconds_bucket"

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

/* The whole answer; false when none came. */
static bool ask(const char *address, const char *path, struct buffer *out)
{
	char question[128], bytes[65536];
	int length = snprintf(question, sizeof question,
		"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
	ssize_t n = -1;
	int fd = dial(address);

	if (fd < 0)
		return false;
	if (send(fd, question, (size_t)length, MSG_NOSIGNAL) == length)
		while ((n = recv(fd, bytes, sizeof bytes, 0)) > 0)
			buffer_bytes(out, bytes, (size_t)n);
	close(fd);
	return n == 0 && buffer_string(out);
}

bool running_metrics(const char *address, struct buffer *out)
{
	return ask(address, "/metrics", out) &&
		running_metric(out, "process_start_time_seconds") > 0;
}

bool running_is_ready(const char *address)
{
	static const char ready[] = "HTTP/1.1 200 ";
	struct buffer answer = {0};
	bool is = ask(address, "/readyz", &answer) &&
		strncmp(buffer_string(&answer), ready, sizeof ready - 1) == 0;

	buffer_free(&answer);
	return is;
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

/* Takes a bucket of an operation's times; "" when the line is no such. */
static void read_bucket(const char *line, char operation[64], char end[8], long long *out)
{
	*operation = '\0';
	if (sscanf(line, BUCKET "{operation=\"%63[^\"]\",status=\"%*d\",le=\"%7[^\"]\"} %lld",
		    operation, end, out) != 3)
		*operation = '\0';
}

/* Its lines stand together, and in each status the one of half a second before the one of all. */
bool running_next_slow(const struct buffer *metrics, size_t *at, char operation[64], int64_t *out)
{
	char name[64], end[8];
	long long count = 0;

	*out = 0;
	*operation = '\0';
	for (const char *line; (line = strstr(metrics->data + *at, BUCKET)); *at += 1) {
		*at = (size_t)(line - metrics->data);
		read_bucket(line, name, end, &count);
		if (*out > 0 && strcmp(name, operation) != 0)
			return true;
		if (strcmp(name, operation) != 0) {
			memcpy(operation, name, sizeof name);
			*out = 0;
		}
		if (strcmp(end, "0.5") == 0)
			*out -= count;
		else if (strcmp(end, "+Inf") == 0)
			*out += count;
	}
	return *out > 0;
}
