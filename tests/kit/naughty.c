#include "naughty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define TEN(text) text text text text text text text text text text

const char *const naughty_texts[NAUGHTY_TEXTS] = {"Nguye\u0302\u0303n Thi\u0323 Hoa",
	"Trần  Văn   Đôi", " Ở hai đầu ", "An\u00a0Bình", "\u200bKhông\u200d rộng\ufeff",
	"\u202eNgược\u202c", "\u2066Trái\u2069", "\u00d0ỗ Thị \u00f0ào", "2020 \u2013 2021",
	"NguyÔn V¨n An", "Nguyeãn Vaên An", "Nguy?n V?n An", "Mất \ufffd chữ",
	"<img src=x onerror=alert(1)>", "'); DROP TABLE reports; --", "=1+1", "+84 26 3",
	"@SUM(A1)", "-1", "'=1+1", "'chuyện", "''", "\t=1", "\"", "\"a\"\"b\"", "a,b;c", "; , |",
	"hai\ndòng", "hai\r\ndòng", "cột\tcột", "\\", "\\u0041", "😀", "👩‍👩‍👧‍👦",
	"שלום עולם", "مرحبا", "{element} %s %n", "null", "0012", "1.144,50",
	TEN(TEN("Đ")) TEN(TEN("ớ")), TEN(TEN(TEN("Dài "))), "\u2028"};

bool naughty_says(const char *sentence, const char *word)
{
	for (size_t i = 0; i < NAUGHTY_TEXTS; i++)
		if (strstr(naughty_texts[i], word) && strstr(sentence, naughty_texts[i]))
			return true;
	return false;
}

bool naughty_fits(const struct schema *schema)
{
	return (schema->types & SCHEMA_STRING) && !schema->words &&
		(schema->format == FORMAT_NONE || schema->format >= FORMAT_LINE);
}

static json_t *copy_items(const struct schema *schema, const json_t *sound, size_t *turn)
{
	json_t *array = json_array(), *item;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)sound, i, item)
		json_array_append_new(array, naughty_copy(schema->items, item, turn));
	return array;
}

static json_t *copy_members(const struct schema *schema, const json_t *sound, size_t *turn)
{
	json_t *object = json_object(), *value;
	const char *name;

	json_object_foreach((json_t *)(uintptr_t)sound, name, value)
	{
		const struct property *property = schema_property(schema, name);

		json_object_set_new(object, name,
			property ? naughty_copy(property->schema, value, turn)
				 : json_deep_copy(value));
	}
	return object;
}

json_t *naughty_copy(const struct schema *schema, const json_t *sound, size_t *turn)
{
	if (naughty_fits(schema) && (json_is_string(sound) || json_is_null(sound)))
		return json_string(naughty_texts[(*turn)++ % NAUGHTY_TEXTS]);
	if (json_is_array(sound) && schema->items)
		return copy_items(schema, sound, turn);
	if (json_is_object(sound) && schema->property_count)
		return copy_members(schema, sound, turn);
	return json_deep_copy(sound);
}

static json_t *child(const json_t *parent, const char *step, size_t length)
{
	char name[80];

	snprintf(name, sizeof name, "%.*s", (int)length, step);
	return json_is_array(parent) ? json_array_get(parent, strtoul(name, NULL, 10))
				     : json_object_get(parent, name);
}

static void set_child(json_t *parent, const char *step, size_t length, const json_t *value)
{
	char name[80];

	snprintf(name, sizeof name, "%.*s", (int)length, step);
	if (json_is_array(parent))
		json_array_set_new(parent, strtoul(name, NULL, 10), json_deep_copy(value));
	else
		json_object_set_new(parent, name, json_deep_copy(value));
}

static bool become(json_t *body, const json_t *sound)
{
	bool changed = !json_equal(body, sound);
	json_t *copy = json_deep_copy(sound);

	if (json_is_object(body)) {
		json_object_clear(body);
		json_object_update(body, copy);
	} else if (json_is_array(body)) {
		json_array_clear(body);
		json_array_extend(body, copy);
	}
	json_decref(copy);
	return changed;
}

/* From the end of the pointer up to the first that was changed. */
bool naughty_restore(json_t *body, const json_t *sound, const char *pointer)
{
	size_t length = strcspn(pointer + (*pointer == '/'), "/");
	const char *rest = pointer + (*pointer == '/') + length;
	json_t *below = child(body, pointer + (*pointer == '/'), length);
	json_t *was = child(sound, pointer + (*pointer == '/'), length);

	if (!*pointer || !below || !was)
		return become(body, sound);
	if ((json_is_object(below) || json_is_array(below)) && naughty_restore(below, was, rest))
		return true;
	if (!json_equal(below, was)) {
		set_child(body, pointer + 1, length, was);
		return true;
	}
	return false;
}

/* An answer may have the items of a list in an order of its own, and the reason of a step in a member of its own. */
static bool is_somewhere(const json_t *answer, const char *text)
{
	const char *name;
	json_t *below;
	size_t i;

	if (json_is_string(answer))
		return !strcmp(json_string_value(answer), text);
	json_array_foreach(
		(json_t *)(uintptr_t)answer, i, below) if (is_somewhere(below, text)) return true;
	json_object_foreach((json_t *)(uintptr_t)answer, name,
		below) if (is_somewhere(below, text)) return true;
	return false;
}

static bool is_shown(const json_t *sent, const json_t *answer)
{
	char *stored = text_stored_form(json_string_value(sent));
	bool shown = !*stored || is_somewhere(answer, stored);

	free(stored);
	return shown;
}

static bool all_shown(const json_t *body, const json_t *sound, const json_t *answer)
{
	const char *name;
	json_t *below;
	size_t i;

	if (json_is_string(body))
		return json_equal(body, sound) || is_shown(body, answer);
	json_array_foreach((json_t *)(uintptr_t)body, i,
		below) if (!all_shown(below, json_array_get(sound, i), answer)) return false;
	json_object_foreach((json_t *)(uintptr_t)body, name,
		below) if (!all_shown(below, json_object_get(sound, name), answer)) return false;
	return true;
}

const char *naughty_lost(const json_t *body, const json_t *sound, const json_t *answer)
{
	const char *name;
	json_t *below;

	json_object_foreach((json_t *)(uintptr_t)body, name, below)
	{
		if (json_object_get(answer, name) &&
			!all_shown(below, json_object_get(sound, name), answer))
			return name;
	}
	return NULL;
}
