/*
 * From exec to the first answer: starts a server, asks /healthz until it answers 200, stops it.
 * Prints milliseconds, the middle one of five starts.
 *
 *	build/bench/start PORT COMMAND..
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STARTS   5
#define PATIENCE 10.0 /* seconds */

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool answers(const struct sockaddr_in *address)
{
	static const char request[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
	char reply[64] = "";
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 &&
		write(fd, request, sizeof(request) - 1) == (ssize_t)sizeof(request) - 1 &&
		read(fd, reply, sizeof(reply) - 1) > 0 && strncmp(reply, "HTTP/1.1 200", 12) == 0;

	close(fd);
	return good;
}

static pid_t start(char **command)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	int null = open("/dev/null", O_WRONLY);

	dup2(null, 1);
	dup2(null, 2);
	execv(command[0], command);
	_exit(127);
}

static double start_time(const struct sockaddr_in *address, char **command)
{
	struct timespec pause = {.tv_nsec = 200000};
	double begin = now();
	pid_t pid = start(command);

	if (pid < 0)
		exit(1);
	while (!answers(address)) {
		nanosleep(&pause, NULL);
		if (now() - begin > PATIENCE || waitpid(pid, NULL, WNOHANG) != 0) {
			fprintf(stderr, "start: no answer\n");
			exit(1);
		}
	}
	double taken = now() - begin;

	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	return taken;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	double times[STARTS];

	if (argc < 3) {
		fprintf(stderr, "usage: start PORT COMMAND..\n");
		return 64;
	}
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10))};

	for (size_t i = 0; i < STARTS; i++)
		times[i] = start_time(&address, argv + 2);
	qsort(times, STARTS, sizeof(*times), compare);
	printf("%.0f\n", 1000 * times[STARTS / 2]);
	return 0;
}
