/* thidua serve: from the database to the socket, and at SIGTERM back again. */
#include "command/command.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <time.h>

#include "backup/backup.h"
#include "base/log.h"
#include "base/server.h"
#include "base/site.h"
#include "base/supervisor.h"
#include "calendar.h"
#include "command/database.h"
#include "command/operation.h"
#include "command/witness.h"
#include "engine/lane.h"
#include "http/http.h"
#include "office/sign_in.h"

#define OTHER_FILES   256     /* descriptors that are not connections: databases, log */
#define THREAD_FILES  4       /* of each thread: its read connection, epoll */
#define ONE_SIGNAL    1000000 /* microseconds: timeout(1) and some inits send theirs twice */
#define DRAIN_SECONDS 10
#define FIRST_DAYS    365

static void start_log(const struct config *config)
{
	enum log_level level = LOG_INFO;

	if (strcmp(config->log_level, "error") == 0)
		level = LOG_ERROR;
	else if (strcmp(config->log_level, "debug") == 0)
		level = LOG_DEBUG;
	log_start(level, strcmp(config->log_format, "json") == 0);
}

/* A connection that finds no descriptor would keep a thread busy, so there must be one for each. */
static void fit_connections(struct config *config)
{
	rlim_t others = OTHER_FILES + THREAD_FILES * (rlim_t)http_threads(config);
	rlim_t wanted = (rlim_t)config->connections + others;
	struct rlimit limit;
	char text[24];

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= wanted)
		return;
	getrlimit(RLIMIT_NOFILE, &limit);
	config->connections = (int64_t)(limit.rlim_cur > 2 * others ? limit.rlim_cur - others
								    : limit.rlim_cur / 2);
	snprintf(text, sizeof text, "%lld", (long long)config->connections);
	log_info("fewer_connections", "reason", "limit of open files", "connections", text, NULL);
}

/* Nobody may look into the process, and nothing that it might start gains rights. */
static void harden(const struct config *config)
{
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (!config->check_replies) /* tests want core files and debuggers */
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Threads inherit the mask: a signal reaches only who waits for it. */
static void block_signals(sigset_t *out)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file size limit is a full disk, see db.h */
	sigemptyset(out);
	sigaddset(out, SIGTERM);
	sigaddset(out, SIGINT);
	sigaddset(out, SIGHUP); /* the terminal is gone: nobody would be left to stop us */
	pthread_sigmask(SIG_BLOCK, out, NULL);
}

static int open_database(const struct config *config, struct db **out)
{
	char from_text[16];
	bool loaded = false;
	int from = 0;
	int status = database_lock(config->db);

	if (!status && !db_exists(config->db)) {
		status = database_create(config->db, database_load_catalogue);
		if (!status)
			log_info("database_made", "database", config->db, NULL);
	}
	if (!status)
		status = database_open(config->db, out, &from);
	if (status)
		return status;
	snprintf(from_text, sizeof from_text, "%d", from);
	log_info("database_open", "database", config->db, "engine", db_engine(), "schema_found",
		from_text, NULL);
	if (!config->allow_loss && db_check_standby(*out))
		return command_fail(
			EX_CONFIG, "%s; --allow-loss starts it all the same", db_message(*out));
	status = database_complete(*out, &loaded);
	if (loaded && !status)
		log_info("awards_loaded", "database", config->db, NULL);
	if (!status && witness_seal(*out))
		status = command_fail(EX_DATAERR, "%s", db_message(*out));
	if (!status)
		status = database_pepper(config, *out);
	db_share();
	return status;
}

/* The unit above all others. */
static enum error find_top_unit(struct db *db, char *out, size_t size)
{
	struct stmt *q = db_query(db, "SELECT unit FROM units WHERE parent IS NULL LIMIT 1");
	bool found = db_row(q);

	if (found)
		snprintf(out, size, "%s", column_text(q, 0));
	enum error error = db_done(q);
	return error || found ? error : E_NOT_FOUND;
}

/* Without any token nobody could make the first one. */
static int make_first_token(struct db *db, char out[SECRET_TOKEN_SIZE])
{
	char unit[80];

	if (database_has_tokens(db))
		return EX_OK;
	if (find_top_unit(db, unit, sizeof unit))
		return command_fail(EX_DATAERR, "the database has no top unit");
	return operation_token(db, unit, "admin", "first start", FIRST_DAYS, out) ? EX_OK
										  : EX_DATAERR;
}

/* The configured address, with the port that was bound. */
static void print_address(char *out, size_t size)
{
	const char *listen = server.config.listen;
	const char *colon = strrchr(listen, ':');

	snprintf(out, size, "%.*s:%d", (int)(colon ? colon - listen : 0), listen, http_port());
}

/* Behind the `#` it is in no log and no header: a page takes it from there. */
static void print_sign_in(const char *code, const char *address)
{
	const char *url = server.config.public_url;

	printf("\n"
	       "Địa chỉ đăng nhập quản trị, dùng một lần trong 15 phút:\n"
	       "An address that signs in the admin, once, within 15 minutes:\n"
	       "\n"
	       "    %s%s/#/sign-in?code=%s\n"
	       "\n",
		url ? url : "http://", url ? "" : address, code);
	fflush(stdout);
}

static void print_first_token(const char *token, const char *address)
{
	printf("\n"
	       "Mã truy cập quản trị đầu tiên; chỉ hiện một lần, hãy cất kỹ.\n"
	       "The first admin token; it is shown only once, keep it safe.\n"
	       "\n"
	       "    %s\n"
	       "\n"
	       "Thử ngay / try it:\n"
	       "\n"
	       "    curl -H 'Authorization: Bearer %s' 'http://%s/api/v1/me'\n"
	       "\n",
		token, token, address);
	fflush(stdout);
}

static void *end_at_second_signal(void *signals)
{
	int64_t first = calendar_monotonic();
	int number = 0;

	do {
		sigwait(signals, &number);
	} while (calendar_monotonic() - first < ONE_SIGNAL);
	log_error("killed", "reason", "a second signal while draining", NULL);
	_exit(EXIT_FAILURE);
}

static void drain(sigset_t *signals)
{
	struct timespec pause = {.tv_sec = (time_t)server.config.drain_seconds};
	pthread_t impatient;

	if (pthread_create(&impatient, NULL, end_at_second_signal, signals) == 0)
		pthread_detach(impatient);
	log_info("draining", NULL);
	supervisor_stopping();
	atomic_store(&server.draining, true);
	nanosleep(&pause, NULL);
	backup_stop();
	http_drain(DRAIN_SECONDS);
	lane_stop(DRAIN_SECONDS);
	http_stop();
	log_info("stopped", NULL);
}

static int serve(struct db *db, const char *first_token, sigset_t *signals)
{
	char address[128], code[SECRET_SESSION_SIZE];
	int number = 0;

	if (server.config.print_sign_in)
		sign_in_code_make(code, calendar_now());
	enum error error = lane_start(db, http_threads(&server.config));

	if (error)
		return command_fail(EX_OSERR, "cannot start the threads: %s", db_message(NULL));
	if (!http_start(&server.config)) {
		lane_stop(0);
		return EX_UNAVAILABLE;
	}
	if (!backup_start())
		log_error("backup_failed", "message", "its thread cannot start", NULL);
	print_address(address, sizeof address);
	log_info("listening", "address", address, NULL);
	supervisor_ready();
	if (*first_token)
		print_first_token(first_token, address);
	if (server.config.print_sign_in)
		print_sign_in(code, address);
	sigwait(signals, &number);
	drain(signals);
	return EX_OK;
}

int command_serve(int argc, char **argv)
{
	static sigset_t signals; /* the impatient thread may outlive this function */
	char first_token[SECRET_TOKEN_SIZE] = "";
	struct db *db = NULL;

	if (!config_read("serve", argc, argv, &server.config))
		return EX_USAGE;
	start_log(&server.config);
	harden(&server.config);
	fit_connections(&server.config);
	block_signals(&signals);
	server.started = calendar_now();
	if (!site_start(&server.config))
		return command_fail(EX_USAGE,
			"--public-url must be an origin like https://thidua.example.vn, not \"%s\"",
			server.config.public_url);
	if (!http_listen(&server.config))
		return EX_UNAVAILABLE;
	int status = open_database(&server.config, &db);
	if (!status)
		status = make_first_token(db, first_token);
	if (status) {
		db_close(db);
		return status;
	}
	return serve(db, first_token, &signals);
}
