/* thidua demo: a new database in which the year 2021 of Cụm 7 was told from its beginning to its end. */
#include "command/command.h"

#include <sysexits.h>

#include "base/embed.h"
#include "base/server.h"
#include "calendar.h"
#include "command/database.h"
#include "command/story.h"

#define BEFORE "2020-11-02" /* the catalogue is loaded: nothing of the story is earlier */

static bool fill(struct db *db)
{
	int64_t day = 0;

	if (calendar_parse_day(BEFORE, &day))
		server.told = calendar_instant(day, 0, 0);
	return database_load_catalogue(db) && story_tell(db, embed_demo, embed_demo_count);
}

int command_demo(int argc, char **argv)
{
	struct config config;

	if (!config_read("demo", argc, argv, &config))
		return EX_USAGE;
	return database_make(&config, fill, "the demonstration is a database of its own");
}
