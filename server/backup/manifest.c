/* The manifest of a copy: a small JSON file, written whole or not at all. */
#include "backup/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "schema.h"

static void print(struct buffer *out, const struct manifest *manifest)
{
	buffer_printf(out, "{\n  \"sha256\": \"%s\",\n  \"schema\": %lld,\n", manifest->sha256,
		(long long)manifest->schema);
	buffer_printf(out, "  \"event\": {\"seq\": %lld, \"hash\": \"%s\"},\n",
		(long long)manifest->event_seq, manifest->event_hash);
	if (*manifest->pepper)
		buffer_printf(out, "  \"pepper\": \"%s\",\n", manifest->pepper);
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

static enum error write_whole(const char *path, const struct buffer *text)
{
	char part[PATH_MAX];

	if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part) {
		errno = ENAMETOOLONG;
		return E_FAULT;
	}
	return write_synced(part, text) && rename(part, path) == 0 ? OK : E_FAULT;
}

static bool name_of(const char *copy, char out[PATH_MAX])
{
	bool fits = snprintf(out, PATH_MAX, "%s.json", copy) < PATH_MAX;

	if (!fits)
		errno = ENAMETOOLONG;
	return fits;
}

enum error manifest_write(const char *copy, const struct manifest *manifest)
{
	struct buffer text = {0};
	char path[PATH_MAX];
	enum error error = E_FAULT;

	print(&text, manifest);
	if (text.failed)
		errno = ENOMEM;
	else if (name_of(copy, path))
		error = write_whole(path, &text);
	buffer_free(&text);
	return error;
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

	const char *pepper = json_string_value(json_object_get(json, "pepper"));

	snprintf(out->pepper, sizeof out->pepper, "%s", pepper ? pepper : "");
	out->schema = json_integer_value(json_object_get(json, "schema"));
	out->event_seq = json_integer_value(json_object_get(event, "seq"));
	return copy_hash(json_object_get(json, "sha256"), out->sha256) &&
		copy_hash(json_object_get(event, "hash"), out->event_hash) && out->schema > 0 &&
		at && schema_instant(at, &out->at);
}

enum error manifest_read(const char *copy, struct manifest *out)
{
	char path[PATH_MAX];
	json_t *json =
		name_of(copy, path) ? json_load_file(path, JSON_REJECT_DUPLICATES, NULL) : NULL;

	if (!json)
		return E_NOT_FOUND;
	bool complete = take(json, out);
	json_decref(json);
	return complete ? OK : E_FAULT;
}

enum error manifest_remove(const char *copy)
{
	char path[PATH_MAX];

	return name_of(copy, path) && (unlink(path) == 0 || errno == ENOENT) ? OK : E_FAULT;
}
