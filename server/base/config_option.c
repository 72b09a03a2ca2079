/*
 * The table of options and of the sub-commands that take them, and the help that is printed of it.
 */
#include "base/config_option.h"

#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "text.h"

#define MOST_FILES 1000
#define AT(member) offsetof(struct config, member)

const struct option options[] = {
	{"--db", "THIDUA_DB", ALL_COMMANDS & ~COPY, TEXT, AT(db), "FILE", "thidua.db", 0, 0,
		"the database"},
	{"--from", NULL, COPY, NEEDED, AT(from), "DATABASE|-", NULL, 0, 0,
		"the database that is written to stdout; or -, what such a program wrote, from stdin"},
	{"--to", NULL, COPY, NEEDED, AT(to), "DATABASE|-", NULL, 0, 0,
		"-; or the database that is made of what is read"},
	{"--pepper-file", "THIDUA_PEPPER_FILE", WITH_PEPPER, TEXT, AT(pepper_file), "FILE", NULL, 0,
		0,
		"the secret that token hashes are keyed with;"
		" default: the database's path + .pepper"},
	{"--listen", "THIDUA_LISTEN", SERVE | STATUS, TEXT, AT(listen), "ADDRESS:PORT",
		"127.0.0.1:8080", 0, 0, "where to listen; port 0 picks a free one"},
	{"--allow-public", "THIDUA_ALLOW_PUBLIC", SERVE, SWITCH, AT(allow_public), NULL, NULL, 0, 0,
		"listen on an address that is not loopback, in plain HTTP: behind a proxy only"},
	{"--allow-loss", "THIDUA_ALLOW_LOSS", SERVE, SWITCH, AT(allow_loss), NULL, NULL, 0, 0,
		"PostgreSQL on several hosts: start also without a synchronous standby"},
	{"--public-url", "THIDUA_PUBLIC_URL", SERVE, TEXT, AT(public_url), "ORIGIN", NULL, 0, 0,
		"where browsers find the server: https://host, without a path"},
	{"--trusted-proxy", "THIDUA_TRUSTED_PROXY", SERVE, TEXT, AT(trusted_proxy), "ADDRESS,..",
		NULL, 0, 0, "whose X-Forwarded-For or Forwarded is believed"},
	{"--insecure-sessions", "THIDUA_INSECURE_SESSIONS", SERVE, SWITCH, AT(insecure_sessions),
		NULL, NULL, 0, 0,
		"let people sign in over plain HTTP: whoever is on the way reads their passwords"},
	{"--print-sign-in", "THIDUA_PRINT_SIGN_IN", SERVE, SWITCH, AT(print_sign_in), NULL, NULL, 0,
		0, "print an address that signs in the sector's admin, once, for 15 minutes"},
	{"--cors-origin", "THIDUA_CORS_ORIGIN", SERVE, TEXT, AT(cors_origin), "ORIGIN,..", NULL, 0,
		0, "exact origins whose pages may call the API from a browser"},
	{"--log-format", "THIDUA_LOG_FORMAT", SERVE, WORD, AT(log_format), "text|json", "text", 0,
		0, "form of the log lines on stderr"},
	{"--log-level", "THIDUA_LOG_LEVEL", SERVE, WORD, AT(log_level), "error|info|debug", "info",
		0, 0, "what is logged; access lines are info"},
	{"--http-threads", "THIDUA_HTTP_THREADS", SERVE, NUMBER, AT(http_threads), "N", "0", 0, 256,
		"threads that answer; 0: one for each core, eight with PostgreSQL"},
	{"--connections", "THIDUA_CONNECTIONS", SERVE, NUMBER, AT(connections), "N", "4096", 8,
		100000, "open connections at most"},
	{"--connections-per-address", "THIDUA_CONNECTIONS_PER_ADDRESS", SERVE, NUMBER,
		AT(connections_per_address), "N", "0", 0, 100000, "of one address; 0: no limit"},
	{"--idle-timeout", "THIDUA_IDLE_TIMEOUT", SERVE, NUMBER, AT(idle_timeout), "SECONDS", "15",
		1, 3600, "until an idle connection is closed"},
	{"--reads-per-minute", "THIDUA_READS_PER_MINUTE", SERVE, NUMBER, AT(reads_per_minute), "N",
		"0", 0, 1000000, "of one token; 0: no limit"},
	{"--writes-per-minute", "THIDUA_WRITES_PER_MINUTE", SERVE, NUMBER, AT(writes_per_minute),
		"N", "0", 0, 1000000, "of one token; 0: no limit"},
	{"--failures-per-minute", "THIDUA_FAILURES_PER_MINUTE", SERVE, NUMBER,
		AT(failures_per_minute), "N", "20", 0, 1000000,
		"failed sign-ins of one address, and as many wrong tokens; 0: no limit"},
	{"--drain-seconds", "THIDUA_DRAIN_SECONDS", SERVE, NUMBER, AT(drain_seconds), "SECONDS",
		"0", 0, 30,
		"how long SIGTERM waits, with /readyz at 503, before the listener closes"},
	{"--min-free-mib", "THIDUA_MIN_FREE_MIB", SERVE | STATUS, NUMBER, AT(min_free_mib), "MIB",
		"64", 0, 1048576, "writes are refused with less free space beside the database"},
	{"--backup-to", "THIDUA_BACKUP_TO", WITH_BACKUPS, TEXT, AT(backup_to), "FOLDER", NULL, 0, 0,
		"where the server keeps copies; default: the database's path + .backups"},
	{"--backup-every", "THIDUA_BACKUP_EVERY", SERVE, NUMBER, AT(backup_every), "HOURS", "0", 0,
		8760, "how often it makes one; 0: only when POST /backups asks"},
	{"--backup-keep", "THIDUA_BACKUP_KEEP", SERVE, NUMBER, AT(backup_keep), "N", "7", 1, 1000,
		"how many it keeps"},
	{"--backup-age", "THIDUA_BACKUP_AGE", STATUS, NUMBER, AT(backup_age), "HOURS", "26", 0,
		8760, "an older last copy is told as a fault; 0: none is"},
	{"--ready", NULL, STATUS, SWITCH, AT(ready), NULL, NULL, 0, 0,
		"say nothing, and leave with 0 when the server takes work, else with 1"},
	{"--head", NULL, VERIFY, TEXT, AT(head), "SEQ:HASH", NULL, 0, 0,
		"a head of the chain, from the log or a copy's manifest: it must be in the chain"},
	{"--document-mib", "THIDUA_DOCUMENT_MIB", SERVE, NUMBER, AT(document_mib), "MIB", "10", 1,
		64, "the largest file that may be attached"},
	{"--documents-per-object", "THIDUA_DOCUMENTS_PER_OBJECT", SERVE, NUMBER,
		AT(documents_per_object), "N", "20", 1, 1000, "files that one object may have"},
	{"--documents-mib", "THIDUA_DOCUMENTS_MIB", SERVE, NUMBER, AT(documents_mib), "MIB", "2048",
		1, 1048576, "all attached files together"},
	{"--check-replies", "THIDUA_CHECK_REPLIES", SERVE, SWITCH, AT(check_replies), NULL, NULL, 0,
		0, "check every reply against the contract: for tests"},
	{"--empty", NULL, INIT, SWITCH, AT(empty), NULL, NULL, 0, 0,
		"no catalogue, only the sector's top unit"},
	{"--unit", NULL, TOKEN | USER_ADD, NEEDED, AT(unit), "UNIT", NULL, 0, 0,
		"the unit that the token or the user belongs to"},
	{"--full-name", NULL, USER_ADD, NEEDED, AT(full_name), "NAME", NULL, 0, 0,
		"as papers and the history write it"},
	{"--role", NULL, TOKEN | USER_ADD, NEEDED, AT(role), "ROLE", NULL, 0, 0,
		"reader, clerk, head, admin or auditor"},
	{"--label", NULL, TOKEN, TEXT, AT(label), "TEXT", "thidua token create", 0, 0,
		"what the list of tokens calls it"},
	{"--days", NULL, TOKEN, NUMBER, AT(days), "DAYS", "0", 0, INT32_MAX,
		"until it expires; 0: as long as the API gives by itself"},
};
const size_t option_count = sizeof options / sizeof *options;

static const struct usage usages[] = {
	{"serve", SERVE, "", 0, 0},
	{"init", INIT, "", 0, 0},
	{"demo", DEMO, "", 0, 0},
	{"token create", TOKEN, "", 0, 0},
	{"user add", USER_ADD, " USER", 1, 1},
	{"user password", USER_PASSWORD, " USER", 1, 1},
	{"import", IMPORT, " FILE...", 1, MOST_FILES},
	{"backup", BACKUP, " OUT", 1, 1},
	{"restore", RESTORE, " IN", 1, 1},
	{"verify", VERIFY, "", 0, 0},
	{"copy", COPY, "", 0, 0},
	{"status", STATUS, "", 0, 0},
	{"routes", ROUTES, "", 0, 0},
};

const struct usage *usage_of(const char *command)
{
	const struct usage *usage = usages;

	while (strcmp(usage->name, command) != 0)
		usage++;
	return usage;
}

const char *option_nearest(const char *written, unsigned commands, bool environment)
{
	const char *best = "";
	unsigned least = ~0u;

	for (size_t i = 0; i < option_count; i++) {
		const char *name = environment ? options[i].environment : options[i].flag;
		unsigned distance = name && (options[i].commands & commands)
			? text_distance(written, name)
			: least;
		if (distance < least) {
			least = distance;
			best = name;
		}
	}
	return best;
}

void option_help(const char *command)
{
	const struct usage *usage = usage_of(command);

	printf("usage: thidua %s%s%s\n\n", usage->name,
		*option_nearest("", usage->bit, false) ? " [options]" : "", usage->operands);
	for (size_t i = 0; i < option_count; i++) {
		const struct option *option = &options[i];
		char flag[64];

		if (!(option->commands & usage->bit))
			continue;
		snprintf(flag, sizeof(flag), "%s%s%s", option->flag, option->value ? " " : "",
			option->value ? option->value : "");
		printf("  %-34s %s", flag, option->help);
		if (option->fallback)
			printf(" (%s)", option->fallback);
		printf("\n");
		if (option->environment)
			printf("  %-34s or %s\n", "", option->environment);
	}
}
