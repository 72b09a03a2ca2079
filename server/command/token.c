/* thidua token create: a token for when no admin's token is at hand. */
#include "command/command.h"
#include "command/database.h"
#include "command/operation.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static int create(const struct config *config)
{
	char token[SECRET_TOKEN_SIZE];
	struct db *db = NULL;
	int status = database_lock(config->db);

	if (!status)
		status = database_open(config->db, &db, NULL);
	if (!status)
		status = database_pepper(config, db);
	if (!status &&
		!operation_token(
			db, config->unit, config->role, config->label, config->days, token))
		status = EX_DATAERR;
	db_close(db);
	if (!status)
		printf("%s\n", token);
	return status;
}

int command_token(int argc, char **argv)
{
	struct config config;

	if (argc < 2 || strcmp(argv[1], "create") != 0)
		return command_fail(EX_USAGE, "thidua token knows one word: create");
	if (!config_read("token create", argc - 1, argv + 1, &config))
		return EX_USAGE;
	return create(&config);
}
