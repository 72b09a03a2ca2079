/* Starts and stops `thidua serve` for tests, and keeps its log. */
#include "daemon.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tally.h"

#define START_SECONDS 20
#define STOP_SECONDS  30
#define LOG_TAIL      2000

static char folder[64];
static char token[128];
static const char *program;
static bool plain;

const char *daemon_admin_token(void)
{
	return token;
}

void daemon_be_plain(void)
{
	plain = true;
}

static pid_t spawn(const char *const *arguments, const char *out, const char *log)
{
	fflush(stdout);
	pid_t pid = fork();

	if (pid < 0)
		tally_abort("fork: %s", strerror(errno));
	if (pid > 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	int out_fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);

	if (out_fd < 0 || log_fd < 0 || dup2(out_fd, 1) < 0 || dup2(log_fd, 2) < 0)
		_exit(126);
	execvp(arguments[0], (char *const *)arguments);
	_exit(127);
}

/* Waits at most so long; false when it is still running then. */
static bool wait_for(pid_t pid, int seconds, int *out_status)
{
	struct timespec pause = {.tv_nsec = 5000000};

	for (int i = 0; i < seconds * 200; i++) {
		if (waitpid(pid, out_status, WNOHANG) == pid)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* The whole file, NUL-terminated; empty when it can't be read. */
static void read_file(const char *path, struct buffer *out)
{
	char chunk[4096];
	FILE *file = fopen(path, "re");
	size_t n;

	while (file && (n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buffer_bytes(out, chunk, n);
	if (file)
		fclose(file);
	if (!buffer_string(out))
		tally_abort("out of memory");
}

static void run(const char *const *arguments, const char *out)
{
	char log[96];
	int status = 0;

	snprintf(log, sizeof(log), "%s/%s.log", folder, arguments[1]);
	pid_t pid = spawn(arguments, out, log);

	if (wait_for(pid, START_SECONDS, &status) && status == 0)
		return;
	struct buffer text = {0};

	read_file(log, &text);
	tally_abort("%s %s failed (%d):\n%s", arguments[0], arguments[1], status, text.data);
}

void daemon_prepare(const char *path)
{
	char db[96], out[96];
	struct buffer text = {0};

	program = path;
	/* Tests show many wrong tokens, all from one address. */
	setenv("THIDUA_FAILURES_PER_MINUTE", "0", false);
	snprintf(folder, sizeof(folder), "/tmp/thidua-test-XXXXXX");
	if (!mkdtemp(folder))
		tally_abort("mkdtemp: %s", strerror(errno));
	snprintf(db, sizeof(db), "%s/base.db", folder);
	snprintf(out, sizeof(out), "%s/token", folder);
	run((const char *[]){program, "init", "--db", db, NULL}, "/dev/null");
	run((const char *[]){program, "token", "create", "--db", db, "--unit", "vkstc", "--role",
		    "admin", NULL},
		out);
	read_file(out, &text);
	snprintf(token, sizeof(token), "%.*s", (int)strcspn(text.data, "\r\n"), text.data);
	buffer_free(&text);
	if (strncmp(token, "td_", 3) != 0)
		tally_abort("`token create` printed no token");
}

/* Of PostgreSQL the name of a database is no file. */
static bool has_files(void)
{
	size_t length = strlen(program), ending = strlen("-postgres");

	return length < ending || strcmp(program + length - ending, "-postgres") != 0;
}

static void copy_on_server(const char *from, const char *to)
{
	char out[96];

	snprintf(out, sizeof(out), "%s/createdb.out", folder);
	run((const char *[]){"createdb", "--template", from, to, NULL}, out);
}

static void copy(const char *name, const char *ending)
{
	char from[96], to[192], chunk[65536];
	size_t n;

	snprintf(from, sizeof(from), "%s/base.db%s", folder, ending);
	snprintf(to, sizeof(to), "%s/%s.db%s", folder, name, ending);
	if (!*ending && !has_files()) {
		copy_on_server(from, to);
		return;
	}
	FILE *in = fopen(from, "re");
	FILE *out = in ? fopen(to, "we") : NULL;

	while (in && out && (n = fread(chunk, 1, sizeof(chunk), in)) > 0)
		fwrite(chunk, 1, n, out);
	if (!in || !out || ferror(in) || fclose(out) != 0)
		tally_abort("%s -> %s: %s", from, to, strerror(errno));
	fclose(in);
}

/* The port in the line `listening .. 127.0.0.1:43211`; 0 while it is not there yet. */
static int listening_port(const char *log)
{
	struct buffer text = {0};
	int port = 0;

	read_file(log, &text);
	const char *line = strstr(text.data, "listening");
	const char *address = line ? strstr(line, "127.0.0.1:") : NULL;

	if (address && strchr(address, '\n'))
		port = atoi(address + strlen("127.0.0.1:"));
	buffer_free(&text);
	return port;
}

bool daemon_start(struct daemon *daemon, const char *name)
{
	char db[192];
	struct timespec pause = {.tv_nsec = 2000000};

	copy(name, "");
	copy(name, ".pepper");
	snprintf(db, sizeof(db), "%s/%s.db", folder, name);
	snprintf(daemon->log, sizeof(daemon->log), "%s/%s.log", folder, name);
	daemon->pid =
		spawn((const char *[]){program, "serve", "--db", db, "--listen", "127.0.0.1:0",
			      "--log-format", "text", plain ? NULL : "--check-replies", NULL},
			"/dev/null", daemon->log);
	for (int i = 0; i < START_SECONDS * 500; i++) {
		daemon->port = listening_port(daemon->log);
		if (daemon->port)
			return true;
		if (waitpid(daemon->pid, NULL, WNOHANG) == daemon->pid)
			break;
		nanosleep(&pause, NULL);
	}
	struct buffer text = {0};

	daemon_log(daemon, NULL, &text);
	tally_fail("the server does not start:\n%s", buffer_string(&text));
	buffer_free(&text);
	return false;
}

bool daemon_stop(struct daemon *daemon)
{
	int status = 0;

	kill(daemon->pid, SIGTERM);
	bool ended = wait_for(daemon->pid, STOP_SECONDS, &status);

	if (ended && status == 0)
		return true;
	if (!ended) {
		kill(daemon->pid, SIGKILL);
		waitpid(daemon->pid, NULL, 0);
	}
	struct buffer text = {0};

	daemon_log(daemon, NULL, &text);
	tally_fail("SIGTERM: the server %s %d:\n%s",
		!ended                        ? "did not end; status"
			: WIFSIGNALED(status) ? "died of signal"
					      : "left with status",
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), buffer_string(&text));
	buffer_free(&text);
	return false;
}

void daemon_log(const struct daemon *daemon, const char *text, struct buffer *out)
{
	struct buffer log = {0};

	read_file(daemon->log, &log);
	if (!text)
		buffer_text(out, log.data + (log.length > LOG_TAIL ? log.length - LOG_TAIL : 0));
	for (char *line = text ? strtok(log.data, "\n") : NULL; line; line = strtok(NULL, "\n"))
		if (strstr(line, text))
			buffer_printf(out, "%s\n", line);
	buffer_free(&log);
}

void daemon_clean(void)
{
	DIR *open_folder = opendir(folder);
	struct dirent *entry;

	if (tally_failed()) {
		printf("databases and logs are left in %s\n", folder);
		if (open_folder)
			closedir(open_folder);
		return;
	}
	while (open_folder && (entry = readdir(open_folder)))
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(open_folder), entry->d_name, 0);
	if (open_folder)
		closedir(open_folder);
	rmdir(folder);
}
