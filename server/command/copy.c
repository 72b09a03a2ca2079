/*
 * thidua copy: carries a database to the other engine, or back. A program has one engine, so one of it writes the database
 * as text and another one makes a database of that:
 *
 *	thidua copy --from thidua.db --to - | thidua-postgres copy --from - --to postgres://db.example.vn/thidua
 */
#include "command/command.h"

#include <stdio.h>
#include <sysexits.h>

#include "command/copy_text.h"
#include "command/database.h"
#include "command/verify.h"

static char pepper_mark[SECRET_MARK_SIZE]; /* of the pepper that the tokens of the copy need */

static int write_out(struct db *db, const struct config *config)
{
	if (db_alone(db))
		return command_fail(EX_TEMPFAIL, "%s", db_message(db));
	database_pepper_mark(config, pepper_mark);
	int status = verify_database(db, NULL, stderr);

	return status ? status : copy_write(db, pepper_mark, stdout);
}

static int copy_out(const struct config *config)
{
	struct db *db = NULL;
	int version = 0;
	int status = db_exists(config->db)
		? database_lock(config->db)
		: command_fail(EX_NOINPUT, "there is no database %s", config->db);

	if (!status)
		status = database_look(config->db, &db, &version);
	if (!status)
		status = write_out(db, config);
	db_close(db);
	return status;
}

static bool fill(struct db *db)
{
	return copy_read(db, stdin, pepper_mark) == EX_OK;
}

static int copy_in(const struct config *config)
{
	int status = database_lock(config->db);

	if (!status && db_exists(config->db))
		status = command_fail(
			EX_CANTCREAT, "%s exists already and stays as it is", config->db);
	if (!status)
		status = database_create(config->db, fill);
	if (status == EX_SOFTWARE)
		return EX_DATAERR; /* what could not be loaded is not the program's own */
	if (!status)
		database_tell_pepper(config, pepper_mark);
	return status;
}

int command_copy(int argc, char **argv)
{
	struct config config;

	if (!config_read("copy", argc, argv, &config))
		return EX_USAGE;
	if (config.db == config.from)
		return copy_out(&config);
	int status = copy_in(&config);

	if (!status)
		printf("%s is ready; `thidua serve --db %s` serves it\n", config.db, config.db);
	return status;
}
