/* thidua verify: is the database whole, and did nobody change what happened? */
#include "command/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "command/database.h"
#include "request/journal.h"
#include "yearend/document.h"

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

/* SEQ:HASH, as the log and a manifest have them; NULL when it is not of that form. */
static const char *read_head(const char *text, int64_t *out_seq)
{
	const char *hex = text + strspn(text, "0123456789");
	bool well_formed = hex > text && *hex == ':' && strlen(hex + 1) == 2 * SECRET_HASH_SIZE &&
		strspn(hex + 1, "0123456789abcdef") == 2 * SECRET_HASH_SIZE;

	*out_seq = strtoll(text, NULL, 10);
	return well_formed ? hex + 1 : NULL;
}

/* A chain that holds may have been written anew, or cut; a head that was kept elsewhere tells. */
static int verify_head(struct db *db, const char *text)
{
	int64_t seq = 0;
	const char *hash = text ? read_head(text, &seq) : NULL;
	bool found = false;

	if (!text)
		return EX_OK;
	if (!hash)
		return command_fail(EX_USAGE, "--head must be SEQ:HASH, not \"%s\"", text);
	if (journal_has(db, seq, hash, &found))
		return command_fail(EX_DATAERR, "%s", db_message(db));
	if (!found)
		return command_fail(EX_DATAERR,
			"the head %lld is not in the chain: it was cut off or written anew",
			(long long)seq);
	printf("the head %lld is in the chain\n", (long long)seq);
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
		status = verify_head(db, config.head);
	if (!status)
		status = verify_documents(db);
	db_close(db);
	if (!status)
		printf("%s is whole\n", config.db);
	return status;
}
