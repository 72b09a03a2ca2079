/* thidua import: catalogue rows from CSV files that are named after their resource. */
#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "buffer.h"
#include "command/database.h"
#include "command/operation.h"

#define MOST_BYTES (64 << 20)

static bool read_file(const char *path, struct buffer *out)
{
	char bytes[16384];
	size_t n;
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	while ((n = fread(bytes, 1, sizeof bytes, file)) > 0 && out->length < MOST_BYTES)
		buffer_bytes(out, bytes, n);
	bool whole = feof(file) && !ferror(file) && !out->failed;
	if (!whole && !errno)
		errno = out->failed ? ENOMEM : EFBIG;
	fclose(file);
	return whole;
}

/* "rows/02-units.csv" -> "02-units" */
static void name_of(const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	snprintf(out, size, "%.*s", (int)(dot ? (size_t)(dot - name) : strlen(name)), name);
}

static int import_file(struct db *db, const char *path)
{
	struct buffer text = {0};
	char name[128];
	int status = EX_OK;

	errno = 0;
	name_of(path, name, sizeof name);
	if (!read_file(path, &text))
		status = command_fail(EX_NOINPUT, "cannot read %s: %s", path, strerror(errno));
	else if (!operation_import(db, name, text.data ? text.data : "", text.length))
		status = EX_DATAERR;
	else
		printf("%s: loaded\n", path);
	buffer_free(&text);
	return status;
}

int command_import(int argc, char **argv)
{
	struct config config;
	struct db *db = NULL;

	if (!config_read("import", argc, argv, &config))
		return EX_USAGE;
	int status = database_lock(config.db);
	if (!status)
		status = database_open(config.db, &db, NULL);
	for (int i = 0; !status && i < config.file_count; i++)
		status = import_file(db, config.files[i]);
	db_close(db);
	return status;
}
