/* The program: one table of sub-commands. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/config_option.h"
#include "command/command.h"
#include "gen/api.h"
#include "secret.h"

static const struct command {
	const char *name;
	const char *full_name; /* as config.h knows it */
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{"serve", "serve", command_serve,
		"answer requests; makes the database when it is not there"},
	{"init", "init", command_init, "make a database with the catalogue of the cluster"},
	{"demo", "demo", command_demo, "make a database that tells the year 2021 of Cụm 7, to try"},
	{"token", "token create", command_token, "make a token and print it"},
	{"user", "user add", command_user, "make a user and print the one-time password"},
	{"user", "user password", command_user,
		"give a user another one-time password and print it"},
	{"import", "import", command_import, "load catalogue rows from CSV files"},
	{"backup", "backup", command_backup, "copy the database into a file, with a manifest"},
	{"restore", "restore", command_restore, "put such a copy in the place of the database"},
	{"verify", "verify", command_verify, "check the database and its chain of events"},
	{"copy", "copy", command_copy,
		"carry a database to another engine: out of one as text, into a new one"},
	{"status", "status", command_status,
		"say in ten lines how the server is; exit 1 when it wants a person"},
	{"routes", "routes", command_routes,
		"list the operations: who may call them, and their lane"},
};
#define COMMANDS (sizeof commands / sizeof *commands)

static int print_help(FILE *out, int status)
{
	fprintf(out, "usage: thidua COMMAND [options]\n\n");
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-14s %s\n", commands[i].full_name, commands[i].help);
	fprintf(out,
		"\nthidua COMMAND --help lists the options; thidua --version tells the version\n");
	return status;
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	}
	return false;
}

static int run(const struct command *command, int argc, char **argv)
{
	if (asks_for_help(argc, argv)) {
		option_help(command->full_name);
		return EX_OK;
	}
	return command->run(argc, argv);
}

/* By its first word; where several begin with it, by both, and without a second one the first of them. */
static const struct command *find_command(int argc, char **argv)
{
	const struct command *found = NULL;

	for (const struct command *command = commands; command < commands + COMMANDS; command++) {
		const char *second = strchr(command->full_name, ' ');

		if (strcmp(argv[1], command->name) != 0)
			continue;
		if (!found || (second && argc > 2 && strcmp(argv[2], second + 1) == 0))
			found = command;
	}
	return found;
}

int main(int argc, char **argv)
{
	umask(077);
	json_object_seed(0);
	if (!secret_start())
		return command_fail(EX_OSERR, "libsodium cannot start");
	if (argc < 2)
		return print_help(stderr, EX_USAGE);
	if (strcmp(argv[1], "--version") == 0) {
		puts("thidua " API_VERSION);
		return EX_OK;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return print_help(stdout, EX_OK);

	const struct command *command = find_command(argc, argv);

	if (command)
		return run(command, argc - 1, argv + 1);
	fprintf(stderr, "thidua: there is no command %s\n", argv[1]);
	return print_help(stderr, EX_USAGE);
}
