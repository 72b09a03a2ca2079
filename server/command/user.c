/* thidua user: the first person who signs in, and a password that was lost, when no admin is at hand. */
#include "command/command.h"
#include "command/database.h"
#include "command/operation.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* Prints the one-time password alone. */
static int run(const struct config *config, bool add)
{
	char password[SECRET_ONE_TIME_SIZE];
	struct db *db = NULL;
	int status = database_lock(config->db);

	if (!status)
		status = database_open(config->db, &db, NULL);
	if (!status)
		status = database_pepper(config, db);
	if (!status &&
		!(add ? operation_user(db, config, password)
		      : operation_password(db, config->file, password)))
		status = EX_DATAERR;
	db_close(db);
	if (!status)
		printf("%s\n", password);
	return status;
}

int command_user(int argc, char **argv)
{
	struct config config;
	bool add = argc > 1 && strcmp(argv[1], "add") == 0;

	if (!add && (argc < 2 || strcmp(argv[1], "password") != 0))
		return command_fail(EX_USAGE, "thidua user knows two words: add, password");
	if (!config_read(add ? "user add" : "user password", argc - 1, argv + 1, &config))
		return EX_USAGE;
	return run(&config, add);
}
