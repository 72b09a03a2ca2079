/* thidua verify: is the database whole, and did nobody change what happened? */
#include "command/command.h"

#include <stdio.h>
#include <sysexits.h>

#include "yearend/document.h"
#include "command/database.h"
#include "request/journal.h"

static int64_t number(struct stmt *q)
{
	int64_t n = db_row(q) ? column_int(q, 0) : -1;

	return db_done(q) == OK ? n : -1;
}

static void print_counts(struct db *db)
{
	printf("units %lld, tokens %lld, reports %lld, values %lld\n",
		(long long)number(db_query(db, "SELECT count(*) FROM units")),
		(long long)number(db_query(db, "SELECT count(*) FROM tokens WHERE session = 0")),
		(long long)number(db_query(db, "SELECT count(*) FROM reports")),
		(long long)number(db_query(db, "SELECT count(*) FROM report_values")));
}

static int verify_events(struct db *db)
{
	int64_t count = 0, bad = 0;
	char hash[2 * SECRET_HASH_SIZE + 1];

	if (journal_open(db) || journal_verify(db, &count, &bad))
		return command_fail(EX_DATAERR, "%s", db_message(db));
	if (bad)
		return command_fail(EX_DATAERR,
			"the chain of events breaks at %lld: it or one before it was changed",
			(long long)bad);
	digest_hex(journal_head().hash, hash);
	printf("events %lld, head %lld %s\n", (long long)count, (long long)journal_head().seq,
		hash);
	return EX_OK;
}

static int verify_documents(struct db *db)
{
	int64_t count = 0, bad = 0;

	if (document_verify(db, &count, &bad))
		return command_fail(EX_DATAERR, "%s", db_message(db));
	if (bad)
		return command_fail(
			EX_DATAERR, "the bytes of document %lld were changed", (long long)bad);
	printf("documents %lld\n", (long long)count);
	return EX_OK;
}

int command_verify(int argc, char **argv)
{
	struct config config;
	struct db *db = NULL;

	if (!config_read("verify", argc, argv, &config))
		return EX_USAGE;
	int status = database_lock(config.db);
	if (!status)
		status = database_open(config.db, &db, NULL);
	if (!status && db_verify(db))
		status = command_fail(EX_DATAERR, "%s", db_message(db));
	if (!status) {
		print_counts(db);
		status = verify_events(db);
	}
	if (!status)
		status = verify_documents(db);
	db_close(db);
	if (!status)
		printf("%s is whole\n", config.db);
	return status;
}
