/*
 * The options of every sub-command, from one table: flag, environment name, type, default, bounds,
 * help. A flag beats the environment; unknown flags and unknown THIDUA_* names stop the start.
 * config.c is the only reader of the environment.
 */
#ifndef THIDUA_CONFIG_H
#define THIDUA_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

/* Defaults and bounds stand in config_option.c. */
struct config {
	const char *db;        /* --db */
	const char *from, *to; /* of copy: one is "-", the other is db as well */
	const char *listen;    /* --listen; port 0 picks one */
	bool allow_public;     /* --allow-public: plain HTTP also on what is not loopback */
	bool allow_loss; /* --allow-loss: of several machines one may hold alone what is acknowledged */
	const char *pepper_file; /* --pepper-file; default: the database's path + ".pepper" */
	const char *public_url;  /* --public-url: the origin that browsers see; NULL: as they say */
	const char *trusted_proxy; /* --trusted-proxy: comma-separated addresses; NULL: none */
	bool insecure_sessions;    /* --insecure-sessions: in plain HTTP beyond this machine, too */
	bool print_sign_in;        /* --print-sign-in: an address that signs in once */
	const char *cors_origin;   /* --cors-origin: comma-separated exact origins; NULL is off */
	const char *log_format;    /* --log-format: text | json */
	const char *log_level;     /* --log-level: error | info | debug; access lines are info */
	int64_t http_threads;      /* --http-threads; 0: as many as cores */
	int64_t connections;       /* --connections */
	int64_t connections_per_address; /* --connections-per-address; 0: no limit */
	int64_t idle_timeout;            /* --idle-timeout, seconds */
	int64_t reads_per_minute;        /* --reads-per-minute of one token; 0: no limit */
	int64_t writes_per_minute;       /* --writes-per-minute of one token; 0: no limit */
	int64_t failures_per_minute;     /* --failures-per-minute of one address; 0: no limit */
	const char *backup_to; /* --backup-to; default: the database's path + ".backups" */
	int64_t backup_every;  /* --backup-every, hours; 0: only when asked */
	int64_t backup_keep;   /* --backup-keep */
	int64_t backup_age;    /* status --backup-age, hours; 0: any */
	const char *head;      /* verify --head: SEQ:HASH; or NULL */
	int64_t drain_seconds; /* --drain-seconds: from SIGTERM to the end of the listener */
	int64_t min_free_mib;  /* --min-free-mib: with less space on the disk writes get 507 */
	int64_t document_mib;  /* --document-mib: the largest attached file */
	int64_t documents_per_object; /* --documents-per-object */
	int64_t documents_mib;        /* --documents-mib: of all together; each of MiB */
	const char *notify_socket;    /* of whoever supervises serve: $NOTIFY_SOCKET; or NULL */
	bool check_replies;           /* --check-replies: against the contract, for tests */
	bool ready;                   /* status --ready */
	bool empty;                   /* init --empty: no catalogue, only the sector's top unit */
	/* of `token create` and `user add` */
	const char *unit, *role, *label, *full_name;
	int64_t days;
	const char *file;   /* of backup, restore, import, user: the first operand */
	char *const *files; /* of import: all of them */
	int file_count;
};

/* Fills *out for the sub-command `command` ("serve", "token create"; argv[0] is its last word). The
 * texts are argv's and the environment's. False after printing what is wrong; the process then
 * exits 64. */
bool config_read(const char *command, int argc, char **argv, struct config *out);

#endif
