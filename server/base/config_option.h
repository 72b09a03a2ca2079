/*
 * The table of options, for config.c; and the help that is printed of it.
 */
#ifndef THIDUA_CONFIG_OPTION_H
#define THIDUA_CONFIG_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WITH_PEPPER                                                                                \
	(SERVE | INIT | DEMO | TOKEN | USER_ADD | USER_PASSWORD | BACKUP | RESTORE | COPY)
#define WITH_BACKUPS (SERVE | STATUS)
#define ALL_COMMANDS (WITH_PEPPER | IMPORT | VERIFY | STATUS)

enum command_bit {
	SERVE = 1,
	INIT = 2,
	TOKEN = 4,
	IMPORT = 8,
	BACKUP = 16,
	RESTORE = 32,
	VERIFY = 64,
	ROUTES = 128, /* has no options */
	USER_ADD = 256,
	USER_PASSWORD = 512,
	DEMO = 1024,
	STATUS = 2048,
	COPY = 4096
};

enum option_type { TEXT, NEEDED, WORD, NUMBER, SWITCH }; /* NEEDED: a text without a default */

struct option {
	const char *flag;
	const char *environment; /* or NULL */
	unsigned commands;
	enum option_type type;
	size_t offset;
	const char *value;    /* what help calls the value; of a WORD all of them */
	const char *fallback; /* the default, as text; or NULL */
	int64_t minimum, maximum;
	const char *help;
};

extern const struct option options[];
extern const size_t option_count;

struct usage {
	const char *name;
	unsigned bit;
	const char *operands; /* as help shows them */
	int fewest, most;
};

void option_help(const char *command); /* --help, from the table, on stdout */

const struct usage *usage_of(const char *command);

/* The flag or the environment name that is nearest to what was written, among those that `commands`
 * have; "" when they have none. */
const char *option_nearest(const char *written, unsigned commands, bool environment);

#endif
