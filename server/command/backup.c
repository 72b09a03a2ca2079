/* thidua backup: a copy of the database in one file, with a manifest that says what it holds. */
#include "command/command.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "backup/backup.h"
#include "command/database.h"

static int copy(const struct config *config)
{
	struct manifest manifest;
	char why[BACKUP_WHY_SIZE];

	if (backup_make(config->db, config->pepper_file, config->file, NULL, &manifest, why))
		return command_fail(EX_IOERR, "%s", why);
	printf("%s and %s.json are written\n", config->file, config->file);
	return EX_OK;
}

int command_backup(int argc, char **argv)
{
	struct config config;
	struct db *db = NULL;

	if (!config_read("backup", argc, argv, &config))
		return EX_USAGE;
	if (access(config.file, F_OK) == 0)
		return command_fail(EX_CANTCREAT, "%s exists already", config.file);
	int status = database_lock(config.db);
	if (!status)
		status = database_open(config.db, &db, NULL);
	if (!status)
		status = copy(&config);
	db_close(db);
	return status;
}
