/* thidua init: a new database with the catalogue of the cluster. */
#include "command/command.h"
#include "command/database.h"

#include <stdio.h>
#include <sysexits.h>

int command_init(int argc, char **argv)
{
	struct config config;

	if (!config_read("init", argc, argv, &config))
		return EX_USAGE;
	int status = database_lock(config.db);
	if (status)
		return status;
	if (db_exists(config.db))
		return command_fail(EX_CANTCREAT,
			"%s exists already and stays as it is; move it away,"
			" or load rows into it with `thidua import`",
			config.db);
	status = database_pepper(&config, NULL);
	if (status)
		return status;
	status = database_create(
		config.db, config.empty ? database_load_top_unit : database_load_catalogue);
	if (status == EX_OK)
		printf("%s is ready; `thidua serve --db %s` serves it\n", config.db, config.db);
	return status;
}
