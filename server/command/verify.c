/* thidua verify: is the database whole, and did nobody change what happened? */
#include "command/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "backup/manifest.h"
#include "command/command.h"
#include "command/database.h"
#include "command/witness.h"
#include "request/journal.h"
#include "yearend/document.h"

static int64_t number(struct stmt *q)
{
	int64_t n = db_row(q) ? column_int(q, 0) : -1;

	return db_done(q) == OK ? n : -1;
}

static void print_counts(struct db *db, FILE *out)
{
	fprintf(out, "units %lld, tokens %lld, reports %lld, values %lld\n",
		(long long)number(db_query(db, "SELECT count(*) FROM units")),
		(long long)number(db_query(db, "SELECT count(*) FROM tokens WHERE session = 0")),
		(long long)number(db_query(db, "SELECT count(*) FROM reports")),
		(long long)number(db_query(db, "SELECT count(*) FROM report_values")));
}

static int verify_events(struct db *db, FILE *out)
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
	fprintf(out, "events %lld, head %lld %s\n", (long long)count, (long long)journal_head().seq,
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
static int verify_head(struct db *db, const char *text, FILE *out)
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
	fprintf(out, "the head %lld is in the chain\n", (long long)seq);
	return EX_OK;
}

static int verify_documents(struct db *db, FILE *out)
{
	int64_t count = 0, bad = 0;

	if (document_verify(db, &count, &bad))
		return command_fail(EX_DATAERR, "%s", db_message(db));
	if (bad)
		return command_fail(
			EX_DATAERR, "the bytes of document %lld were changed", (long long)bad);
	fprintf(out, "documents %lld\n", (long long)count);
	return EX_OK;
}

static int verify_rows(struct db *db, FILE *out)
{
	struct witness witness;
	enum error error = witness_verify(db, &witness);

	if (error == E_NOT_FOUND) {
		fprintf(out,
			"no server has sealed it yet: figures and rights are not compared with events\n");
		return EX_OK;
	}
	if (error)
		return command_fail(EX_DATAERR, "%s", db_message(db));
	if (*witness.finding)
		return command_fail(EX_DATAERR, "%s", witness.finding);
	fprintf(out, "reports %lld and rights %lld are as their events say\n",
		(long long)witness.reports, (long long)witness.rights);
	return EX_OK;
}

/* Of a copy, which has one beside it; last, as it says least of what was changed. */
static int verify_manifest(const char *path)
{
	struct manifest manifest;
	uint8_t sum[SECRET_HASH_SIZE];
	char text[2 * SECRET_HASH_SIZE + 1];

	if (manifest_read(path, &manifest))
		return EX_OK;
	if (!digest_file_sha256(path, sum))
		return command_fail(EX_NOINPUT, "cannot read %s", path);
	digest_hex(sum, text);
	if (strcmp(text, manifest.sha256) != 0)
		return command_fail(EX_DATAERR,
			"%s is not the file of its manifest: its SHA-256 is %s", path, text);
	printf("its manifest is of this file\n");
	return EX_OK;
}

int verify_database(struct db *db, const char *head, FILE *out)
{
	if (db_verify(db))
		return command_fail(EX_DATAERR, "%s", db_message(db));
	print_counts(db, out);
	int status = verify_events(db, out);

	if (!status)
		status = verify_head(db, head, out);
	if (!status)
		status = verify_rows(db, out);
	return status ? status : verify_documents(db, out);
}

int command_verify(int argc, char **argv)
{
	struct config config;
	struct db *db = NULL;
	int version = 0;

	if (!config_read("verify", argc, argv, &config))
		return EX_USAGE;
	int status = !db_exists(config.db)
		? command_fail(EX_NOINPUT, "there is no database %s", config.db)
		: database_is_read_only(config.db) ? EX_OK
						   : database_lock(config.db);
	if (!status)
		status = database_look(config.db, &db, &version);
	if (!status)
		status = verify_database(db, config.head, stdout);
	db_close(db);
	if (!status)
		status = verify_manifest(config.db);
	if (!status)
		printf("%s is whole, of schema %d\n", config.db, version);
	return status;
}
