/* Where the annexes of a final dossier would be others today. */
#include "yearend/dossier_annex.h"

#define MOST_DIFFERENCES 200

/* "gialai/DT-03/sector" */
static const char *key_of(struct request *req, const struct annex *annex, const json_t *row)
{
	const char *key = "";

	for (size_t i = 0; i < annex->keys; i++) {
		const json_t *part = json_object_get(row, annex->columns[i]);
		const char *text = json_string_value(part);

		if (!text)
			text = req_printf(req, "%" JSON_INTEGER_FORMAT, json_integer_value(part));
		key = req_printf(req, "%s%s%s", key, *key ? "/" : "", text);
	}
	return key;
}

static json_t *by_key(struct request *req, const struct annex *annex, const json_t *all)
{
	json_t *rows = json_object(), *row;
	size_t i;

	json_array_foreach(json_object_get(all, annex->name), i, row)
		json_object_set(rows, key_of(req, annex, row), row);
	return rows;
}

static void note(json_t *out, const struct annex *annex, const char *key, const char *column,
	json_t *before, json_t *after)
{
	if (json_array_size(out) < MOST_DIFFERENCES)
		json_array_append_new(out,
			json_pack("{s:s, s:s, s:s?, s:O?, s:O?}", "annex", annex->name, "key", key,
				"column", column, "old", before, "new", after));
}

static void compare(const struct annex *annex, json_t *before, json_t *after, json_t *out)
{
	const char *key;
	json_t *row;

	json_object_foreach(before, key, row)
	{
		const json_t *now = json_object_get(after, key);

		if (!now)
			note(out, annex, key, NULL, row, NULL);
		for (size_t i = annex->keys; now && annex->columns[i]; i++) {
			json_t *old = json_object_get(row, annex->columns[i]);
			json_t *new = json_object_get(now, annex->columns[i]);

			if (!json_equal(old, new))
				note(out, annex, key, annex->columns[i], old, new);
		}
	}
	json_object_foreach(after, key, row) if (!json_object_get(before, key))
		note(out, annex, key, NULL, NULL, row);
}

json_t *dossier_differences(struct request *req, const json_t *frozen, const json_t *now)
{
	json_t *out = json_array();

	for (size_t i = 0; i < annex_count; i++) {
		json_t *before = by_key(req, &annexes[i], frozen);
		json_t *after = by_key(req, &annexes[i], now);

		compare(&annexes[i], before, after, out);
		json_decref(before);
		json_decref(after);
	}
	return out;
}
