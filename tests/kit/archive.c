/*
 * An archive holds what its manifest says, and nothing else: each part is the list that it names, byte by byte as the
 * same caller gets it, with that many rows and that SHA-256.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"
#include "tally.h"
#include "unzip.h"

static bool is_sum(const char *text, const char *wanted)
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	char digits[2 * sizeof sum + 1];

	crypto_hash_sha256(sum, (const unsigned char *)text, strlen(text));
	sodium_bin2hex(digits, sizeof digits, sum, sizeof sum);
	return strcmp(digits, wanted) == 0;
}

static long long count_rows(const char *text)
{
	bool quoted = false;
	long long lines = 0;

	for (; *text; text++) {
		quoted ^= *text == '"';
		lines += *text == '\n' && !quoted;
	}
	return lines - 1;
}

static bool is_listed(struct scene *s, const char *text, const char *list)
{
	struct buffer path = {0};
	struct answer answer = {0};

	buffer_printf(&path, "/api/v1%s&format=csv", list);
	struct question question = {
		.method = "GET", .path = buffer_string(&path), .token = s->token};
	bool same = client_send(&s->client, &question, &answer) && answer.status == 200 &&
		strcmp(answer.body.data, text) == 0;

	answer_free(&answer);
	buffer_free(&path);
	return same;
}

static void judge_part(struct scene *s, const json_t *part)
{
	const char *name = json_string_value(json_object_get(part, "name"));
	const char *list = json_string_value(json_object_get(part, "list"));
	const char *sum = json_string_value(json_object_get(part, "sha256"));
	char *text = name ? unzip_part(s->answer.body.data, s->answer.body.length, name) : NULL;

	if (!text || !list || !sum)
		scene_fail(s, "the manifest has a part that is none: %s", name ? name : "-");
	else if (!is_sum(text, sum))
		scene_fail(s, "%s has another SHA-256 than %s", name, sum);
	else if (count_rows(text) != json_integer_value(json_object_get(part, "rows")))
		scene_fail(s, "%s has %lld rows", name, count_rows(text));
	else if (!is_listed(s, text, list))
		scene_fail(s, "%s is not what %s lists", name, list);
	else
		tally_pass();
	free(text);
}

void judge_archive(struct scene *s)
{
	const char *type = header_value(&s->answer, "Content-Type");
	const json_t *part;
	size_t i;

	if (s->answer.status != 200 || !type || strcmp(type, "application/zip") != 0)
		return;
	const struct buffer *body = &s->answer.body;
	char *text = unzip_part(body->data, body->length, "manifest.json");
	json_t *manifest = text ? json_loads(text, 0, NULL) : NULL;
	const json_t *parts = json_object_get(manifest, "parts");

	if (!json_array_size(parts) ||
		unzip_parts(body->data, body->length) != json_array_size(parts) + 1)
		scene_fail(s, "the archive is not what its manifest says: %s", text ? text : "-");
	json_array_foreach(parts, i, part) judge_part(s, part);
	json_decref(manifest);
	free(text);
}
