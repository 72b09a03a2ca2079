/* The options: one table from which parsing, checks and --help come. */
#include "config.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define PREFIX      "THIDUA_"
#define MOST_FILES  1000
#define ALL         (SERVE | INIT | TOKEN | IMPORT | BACKUP | RESTORE | VERIFY)
#define AT(member)  offsetof(struct config, member)
#define WITH_PEPPER (SERVE | INIT | TOKEN)

enum command_bit {
	SERVE = 1,
	INIT = 2,
	TOKEN = 4,
	IMPORT = 8,
	BACKUP = 16,
	RESTORE = 32,
	VERIFY = 64
};

enum type { TEXT, NEEDED, WORD, NUMBER, SWITCH }; /* NEEDED: a text without a default */

struct option {
	const char *flag;
	const char *environment; /* or NULL */
	unsigned commands;
	enum type type;
	size_t offset;
	const char *value;    /* what help calls the value; of a WORD all of them */
	const char *fallback; /* the default, as text; or NULL */
	int64_t minimum, maximum;
	const char *help;
};

static const struct option options[] = {
	{"--db", "THIDUA_DB", ALL, TEXT, AT(db), "FILE", "thidua.db", 0, 0, "the database"},
	{"--pepper-file", "THIDUA_PEPPER_FILE", WITH_PEPPER, TEXT, AT(pepper_file), "FILE", NULL, 0,
		0,
		"the secret that token hashes are keyed with; default: the database's path + .pepper"},
	{"--listen", "THIDUA_LISTEN", SERVE, TEXT, AT(listen), "ADDRESS:PORT", "127.0.0.1:8080", 0,
		0, "where to listen; port 0 picks a free one"},
	{"--allow-public", "THIDUA_ALLOW_PUBLIC", SERVE, SWITCH, AT(allow_public), NULL, NULL, 0, 0,
		"listen on an address that is not loopback, in plain HTTP: behind a proxy only"},
	{"--cors-origin", "THIDUA_CORS_ORIGIN", SERVE, TEXT, AT(cors_origin), "ORIGIN,..", NULL, 0,
		0, "exact origins whose pages may call the API from a browser"},
	{"--log-format", "THIDUA_LOG_FORMAT", SERVE, WORD, AT(log_format), "text|json", "text", 0,
		0, "form of the log lines on stderr"},
	{"--log-level", "THIDUA_LOG_LEVEL", SERVE, WORD, AT(log_level), "error|info|debug", "info",
		0, 0, "what is logged; access lines are info"},
	{"--http-threads", "THIDUA_HTTP_THREADS", SERVE, NUMBER, AT(http_threads), "N", "0", 0, 256,
		"threads that answer; 0: as many as cores"},
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
	{"--drain-seconds", "THIDUA_DRAIN_SECONDS", SERVE, NUMBER, AT(drain_seconds), "SECONDS",
		"0", 0, 30,
		"how long SIGTERM waits, with /readyz at 503, before the listener closes"},
	{"--min-free-mib", "THIDUA_MIN_FREE_MIB", SERVE, NUMBER, AT(min_free_mib), "MIB", "64", 0,
		1048576, "writes are refused with less free space beside the database"},
	{"--check-replies", "THIDUA_CHECK_REPLIES", SERVE, SWITCH, AT(check_replies), NULL, NULL, 0,
		0, "check every reply against the contract: for tests"},
	{"--empty", NULL, INIT, SWITCH, AT(empty), NULL, NULL, 0, 0,
		"no catalogue, only the sector's top unit"},
	{"--unit", NULL, TOKEN, NEEDED, AT(unit), "UNIT", NULL, 0, 0,
		"the unit that the token belongs to"},
	{"--role", NULL, TOKEN, NEEDED, AT(role), "ROLE", NULL, 0, 0,
		"reader, clerk, head, admin or auditor"},
	{"--label", NULL, TOKEN, TEXT, AT(label), "TEXT", "thidua token create", 0, 0,
		"what the list of tokens calls it"},
	{"--days", NULL, TOKEN, NUMBER, AT(days), "DAYS", "365", 1, 400, "until it expires"},
};
#define OPTIONS (sizeof(options) / sizeof(*options))

static const struct usage {
	const char *name;
	unsigned bit;
	const char *operands; /* as help shows them */
	int fewest, most;
} usages[] = {
	{"serve", SERVE, "", 0, 0},
	{"init", INIT, "", 0, 0},
	{"token create", TOKEN, "", 0, 0},
	{"import", IMPORT, " FILE...", 1, MOST_FILES},
	{"backup", BACKUP, " OUT", 1, 1},
	{"restore", RESTORE, " IN", 1, 1},
	{"verify", VERIFY, "", 0, 0},
};

static const struct usage *usage_of(const char *command)
{
	const struct usage *usage = usages;

	while (strcmp(usage->name, command) != 0)
		usage++;
	return usage;
}

/* Reading */

extern char **environ;

static bool complain(const struct usage *usage, const char *what, const char *text)
{
	fprintf(stderr, "thidua %s: %s%s; see thidua %s --help\n", usage->name, what, text,
		usage->name);
	return false;
}

static bool word_fits(const char *words, const char *text)
{
	size_t length = strlen(text);

	for (const char *word = words; *word; word += strspn(word, "|")) {
		size_t n = strcspn(word, "|");
		if (n == length && memcmp(word, text, n) == 0)
			return true;
		word += n;
	}
	return false;
}

static bool number_fits(const struct option *option, const char *text, int64_t *out)
{
	char *end = NULL;

	errno = 0;
	long long number = strtoll(text, &end, 10);
	if (!*text || strspn(text, "0123456789") != strlen(text) || *end || errno)
		return false;
	*out = number;
	return number >= option->minimum && number <= option->maximum;
}

static bool set_text(
	const struct option *option, const char *source, const char *text, struct config *out)
{
	if (!*text) {
		fprintf(stderr, "thidua: %s is empty\n", source);
		return false;
	}
	if (option->type == WORD && !word_fits(option->value, text)) {
		fprintf(stderr, "thidua: %s must be one of %s, not \"%s\"\n", source, option->value,
			text);
		return false;
	}
	memcpy((char *)out + option->offset, &text, sizeof(text));
	return true;
}

static bool set_number(
	const struct option *option, const char *source, const char *text, struct config *out)
{
	int64_t number = 0;

	if (!number_fits(option, text, &number)) {
		fprintf(stderr, "thidua: %s must be a number from %lld to %lld, not \"%s\"\n",
			source, (long long)option->minimum, (long long)option->maximum, text);
		return false;
	}
	memcpy((char *)out + option->offset, &number, sizeof(number));
	return true;
}

static bool set_switch(
	const struct option *option, const char *source, const char *text, struct config *out)
{
	bool on = strcmp(text, "1") == 0 || strcmp(text, "true") == 0;

	if (!on && strcmp(text, "0") != 0 && strcmp(text, "false") != 0) {
		fprintf(stderr, "thidua: %s must be 1 or 0, not \"%s\"\n", source, text);
		return false;
	}
	memcpy((char *)out + option->offset, &on, sizeof(on));
	return true;
}

static bool set(
	const struct option *option, const char *source, const char *text, struct config *out)
{
	if (option->type == SWITCH)
		return set_switch(option, source, text, out);
	if (option->type == NUMBER)
		return set_number(option, source, text, out);
	return set_text(option, source, text, out);
}

static bool set_defaults(const struct usage *usage, struct config *out)
{
	bool fits = true;

	for (size_t i = 0; i < OPTIONS; i++) {
		if ((options[i].commands & usage->bit) && options[i].fallback)
			fits &= set(&options[i], options[i].flag, options[i].fallback, out);
	}
	return fits;
}

/* The flag or name of `of` that is nearest to what was written, among those that the mask has. */
static const char *nearest(const char *written, unsigned commands, bool environment)
{
	const char *best = "";
	unsigned least = ~0u;

	for (size_t i = 0; i < OPTIONS; i++) {
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

/* All THIDUA_ names must be known; those of other commands are not looked at. */
static bool read_environment(const struct usage *usage, struct config *out)
{
	for (char **entry = environ; *entry; entry++) {
		size_t length = strcspn(*entry, "=");
		size_t i = 0;

		if (strncmp(*entry, PREFIX, strlen(PREFIX)) != 0)
			continue;
		while (i < OPTIONS &&
			(!options[i].environment || strlen(options[i].environment) != length ||
				strncmp(options[i].environment, *entry, length) != 0))
			i++;
		if (i == OPTIONS) {
			char *name = strndup(*entry, length);
			fprintf(stderr,
				"thidua: unknown environment variable %s; did you mean %s?\n",
				name ? name : PREFIX, nearest(name ? name : PREFIX, ALL, true));
			free(name);
			return false;
		}
		if ((options[i].commands & usage->bit) &&
			!set(&options[i], options[i].environment,
				*entry + length + ((*entry)[length] == '='), out))
			return false;
	}
	return true;
}

static bool refuse_flag(const struct usage *usage, const char *flag)
{
	fprintf(stderr, "thidua %s: unknown option %s; did you mean %s?\n", usage->name, flag,
		nearest(flag, usage->bit, false));
	return false;
}

/* One argument that begins with '-', as "--flag value" or "--flag=value"; moves *index to the
 * value. */
static bool read_flag(
	const struct usage *usage, int argc, char **argv, int *index, struct config *out)
{
	char *flag = argv[*index];
	size_t length = strcspn(flag, "=");
	const char *value = flag[length] ? flag + length + 1 : NULL;
	size_t i = 0;

	while (i < OPTIONS &&
		(!(options[i].commands & usage->bit) || strlen(options[i].flag) != length ||
			strncmp(options[i].flag, flag, length) != 0))
		i++;
	if (i == OPTIONS) {
		flag[length] = '\0';
		return refuse_flag(usage, flag);
	}
	if (!value && options[i].type == SWITCH)
		value = "1";
	if (!value && *index + 1 < argc)
		value = argv[++*index];
	if (!value)
		return complain(usage, "no value after ", flag);
	return set(&options[i], options[i].flag, value, out);
}

/* Flags and operands in any order; operands are moved to the front of argv. */
static bool read_arguments(const struct usage *usage, int argc, char **argv, struct config *out)
{
	int operands = 0;
	bool flags = true;

	for (int i = 1; i < argc; i++) {
		if (flags && strcmp(argv[i], "--") == 0)
			flags = false;
		else if (!flags || argv[i][0] != '-')
			argv[operands++] = argv[i];
		else if (!read_flag(usage, argc, argv, &i, out))
			return false;
	}
	if (operands > usage->most)
		return complain(usage, "what is ", argv[usage->most]);
	if (operands < usage->fewest)
		return complain(usage, "missing:", usage->operands);
	out->file = operands ? argv[0] : NULL;
	out->files = argv;
	out->file_count = operands;
	return true;
}

static bool check_needed(const struct usage *usage, const struct config *config)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		const char *text = NULL;

		if (options[i].type != NEEDED || !(options[i].commands & usage->bit))
			continue;
		memcpy(&text, (const char *)config + options[i].offset, sizeof(text));
		if (!text)
			return complain(usage, "missing: ", options[i].flag);
	}
	return true;
}

static bool place_pepper(const struct usage *usage, struct config *out)
{
	static char path[4096]; /* for the life of the process, as argv */

	if (!(usage->bit & WITH_PEPPER) || out->pepper_file)
		return true;
	out->pepper_file = path;
	int length = snprintf(path, sizeof(path), "%s.pepper", out->db);
	return (length > 0 && (size_t)length < sizeof(path)) ||
		complain(usage, "the path is too long: ", "--db");
}

bool config_read(const char *command, int argc, char **argv, struct config *out)
{
	const struct usage *usage = usage_of(command);

	*out = (struct config){0};
	return set_defaults(usage, out) && read_environment(usage, out) &&
		read_arguments(usage, argc, argv, out) && check_needed(usage, out) &&
		place_pepper(usage, out);
}

void config_help(const char *command)
{
	const struct usage *usage = usage_of(command);

	printf("usage: thidua %s [options]%s\n\n", usage->name, usage->operands);
	for (size_t i = 0; i < OPTIONS; i++) {
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
