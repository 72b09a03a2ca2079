#include "engine/writer_log.h"

#include <stdatomic.h>

#include "base/counters.h"
#include "base/server.h"
#include "calendar.h"
#include "db.h"
#include "engine/reader.h"

#define RESET_AGAIN 30000000 /* microseconds after a try that failed */
#define RESET_PAGES 4096     /* 16 MiB of 4 KiB pages */

/* Where readers overlap without end the log would never begin anew, so they are held for that
 * moment. It fails when another process reads the file: then not again for a while, as it waits. A copy
 * that is being made is known, and not waited for. */
static enum error reset_log(struct db *db)
{
	static int64_t not_before;

	if (atomic_load(&server.copying) || calendar_monotonic() < not_before || !reader_hold())
		return OK;
	enum error error = db_checkpoint(db, DB_SAVE_ALL);

	reader_resume();
	if (error)
		not_before = calendar_monotonic() + RESET_AGAIN;
	return error;
}

enum error writer_save_log(struct db *db)
{
	int64_t begin = calendar_monotonic();
	enum error error = db_checkpoint(db, DB_SAVE_SOME);

	if (!error && db_wal_pages(db) >= RESET_PAGES)
		error = reset_log(db);
	counter_checkpoint(calendar_monotonic() - begin, error);
	return error;
}
