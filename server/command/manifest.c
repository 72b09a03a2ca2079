/* The manifest of a copy: a small JSON file, written whole or not at all. */
#include "command/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buffer.h"
#include "command/command.h"
#include "schema.h"

static void print(struct buffer *out, const struct manifest *manifest)
{
	buffer_printf(out, "{\n  \"sha256\": \"%s\",\n  \"schema\": %lld,\n", manifest->sha256,
		(long long)manifest->schema);
	buffer_printf(out, "  \"event\": {\"seq\": %lld, \"hash\": \"%s\"},\n",
		(long long)manifest->event_seq, manifest->event_hash);
	buffer_text(out, "  \"at\": \"");
	buffer_instant(out, manifest->at);
	buffer_text(out, "\"\n}\n");
}

static bool write_synced(const char *path, const struct buffer *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	bool written =
		write(fd, text->data, text->length) == (ssize_t)text->length && fsync(fd) == 0;
	return close(fd) == 0 && written;
}

int manifest_write(const char *path, const struct manifest *manifest)
{
	struct buffer text = {0};
	char part[4096];
	int status = EX_OK;

	print(&text, manifest);
	if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part || text.failed)
		status = command_fail(EX_OSERR, "out of memory");
	else if (!write_synced(part, &text) || rename(part, path) != 0)
		status = command_fail(EX_IOERR, "cannot write %s: %s", path, strerror(errno));
	buffer_free(&text);
	return status;
}

static bool copy_hash(const json_t *json, char out[2 * SECRET_HASH_SIZE + 1])
{
	const char *text = json_string_value(json);

	if (!text || strlen(text) != 2 * SECRET_HASH_SIZE)
		return false;
	memcpy(out, text, 2 * SECRET_HASH_SIZE + 1);
	return true;
}

static bool take(const json_t *json, struct manifest *out)
{
	const json_t *event = json_object_get(json, "event");
	const char *at = json_string_value(json_object_get(json, "at"));

	out->schema = json_integer_value(json_object_get(json, "schema"));
	out->event_seq = json_integer_value(json_object_get(event, "seq"));
	return copy_hash(json_object_get(json, "sha256"), out->sha256) &&
		copy_hash(json_object_get(event, "hash"), out->event_hash) && out->schema > 0 &&
		at && schema_instant(at, &out->at);
}

int manifest_read(const char *path, struct manifest *out)
{
	json_error_t error;
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (!json)
		return command_fail(
			EX_NOINPUT, "cannot read the manifest %s: %s", path, error.text);
	bool complete = take(json, out);
	json_decref(json);
	return complete ? EX_OK
			: command_fail(EX_DATAERR, "%s is not the manifest of a copy", path);
}
