#include "engine/writer_commit.h"

#include <time.h>

#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "db.h"

#define ASKING 5000000 /* microseconds for the engine to come back */
#define PAUSE  50      /* milliseconds */

/* Whether the log of events holds our last one. Behind db_begin() no other writer is at work, that one either
 * of whose answer is missing. */
static enum error ask(struct db *db, struct journal_head ours, bool *out_kept)
{
	char hash[2 * SECRET_HASH_SIZE + 1];
	enum error error = db_begin(db);

	digest_hex(ours.hash, hash);
	if (!error)
		error = journal_has(db, ours.seq, hash, out_kept);
	/* No rollback: a commit waits until a standby has all that came before it, our lost one too. */
	if (!error)
		error = db_commit(db);
	if (error)
		db_rollback(db);
	return error;
}

/* The answer of a COMMIT was lost with the connection. A change has an event, whose hash nobody else can have
 * made; what has none changed nothing that counts. */
static enum error decide(struct db *db, struct journal_head before)
{
	int64_t end = calendar_monotonic() + ASKING;
	struct journal_head ours = journal_head();
	bool kept = false;

	if (ours.seq == before.seq)
		return E_BUSY;
	while (ask(db, ours, &kept)) {
		if (calendar_monotonic() > end)
			return E_FAULT;
		nanosleep(&(struct timespec){.tv_nsec = PAUSE * 1000000L}, NULL);
	}
	log_info("commit_decided", "kept", kept ? "yes" : "no", NULL);
	return kept ? OK : E_BUSY;
}

void writer_give_up(const struct db *db)
{
	log_error("poisoned", "message", db_message(db), NULL);
	atomic_store(&server.poisoned, true);
}

enum error writer_commit(struct db *db, struct journal_head before, bool *out_unknown)
{
	enum error error = db_commit(db);

	if (error == E_FAULT && db_nature.is_shared)
		error = decide(db, before);
	else if (error == E_FAULT)
		writer_give_up(db);
	*out_unknown = error == E_FAULT;
	return error;
}
