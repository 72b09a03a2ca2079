/* thidua init: a new database with the catalogue of the cluster. */
#include "command/command.h"
#include "command/database.h"

#include <sysexits.h>

int command_init(int argc, char **argv)
{
	struct config config;

	if (!config_read("init", argc, argv, &config))
		return EX_USAGE;
	return database_make(&config,
		config.empty ? database_load_top_unit : database_load_catalogue,
		"move it away, or load rows into it with `thidua import`");
}
