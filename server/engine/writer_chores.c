#include "engine/writer_chores.h"

#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "db.h"
#include "engine/idempotency.h"
#include "engine/token_uses.h"
#include "engine/writer_commit.h"

#define KEEP_ANSWERS (48 * 3600 * INT64_C(1000)) /* milliseconds */

void writer_do_chores(struct db *db)
{
	enum error error = db_begin(db);
	bool unknown = false;

	if (!error)
		error = token_uses_store(db);
	if (!error)
		error = idempotency_purge(db, calendar_now() - KEEP_ANSWERS);
	if (!error)
		error = writer_commit(db, journal_head(), &unknown);
	atomic_fetch_add(&server.commits, 1);
	if (!error)
		return;
	log_error("chores", "message", db_message(db), NULL);
	if (db_in_transaction(db))
		db_rollback(db);
}
