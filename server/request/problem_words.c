#include "request/problem_words.h"

#include <stdio.h>
#include <string.h>

#include "gen/words.h"
#include "vietnamese.h"

struct text {
	const char *at;
	size_t length;
};

size_t param_length(const char *text)
{
	size_t length = strlen(text);

	if (length <= LONGEST_PARAM)
		return length;
	length = LONGEST_PARAM;
	while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return length;
}

const struct word *word_of(const struct words *group, const char *word, size_t length)
{
	for (size_t i = 0; i < group->count; i++)
		if (strlen(group->words[i].word) == length &&
			!memcmp(group->words[i].word, word, length))
			return &group->words[i];
	return NULL;
}

static void quote(struct buffer *out, struct text text)
{
	buffer_text(out, "“");
	buffer_bytes(out, text.at, text.length);
	buffer_text(out, "”");
}

static void say_word(struct buffer *out, const struct words *group, struct text text, bool english)
{
	const struct word *word = word_of(group, text.at, text.length);

	if (word)
		buffer_text(out, english ? word->en : word->vi);
	else
		quote(out, text);
}

static void say_int(struct buffer *out, int64_t number, bool english)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%lld", (long long)number);
	if (english)
		buffer_text(out, digits);
	else
		vietnamese_number(out, digits);
}

int param_places(const struct param_kind *kind)
{
	return kind->type == PARAM_POINTS ? 3 : 2;
}

static void say_decimal(struct buffer *out, int64_t number, int places, bool english)
{
	struct buffer digits = {0};

	buffer_decimal(english ? out : &digits, number, places);
	const char *text = english ? NULL : buffer_string(&digits);

	if (text)
		vietnamese_number(out, text);
	else if (!english)
		out->failed = true;
	buffer_free(&digits);
}

/* In Vietnamese as `say` writes it; what it does not know between quotation marks. */
static void say_dated(struct buffer *out, struct text text, bool english,
	bool (*say)(struct buffer *out, const char *text, size_t length))
{
	struct buffer said = {0};

	if (!say(&said, text.at, text.length))
		quote(out, text);
	else if (english)
		buffer_bytes(out, text.at, text.length);
	else
		buffer_bytes(out, said.data, said.length);
	out->failed |= said.failed;
	buffer_free(&said);
}

/* "NĐ 91/2017 Đ.38, assumed": how sure it is stands last. */
static void say_source(struct buffer *out, struct text source, bool english)
{
	size_t start = source.length;

	while (start > 0 && source.at[start - 1] != ' ')
		start--;
	const struct word *sure =
		word_of(&words_evidence, source.at + start, source.length - start);

	buffer_bytes(out, source.at, sure ? start : source.length);
	if (sure)
		buffer_text(out, english ? sure->en : sure->vi);
}

static struct stmt *name_query(struct db *db, enum param_type type)
{
	switch (type) {
	case PARAM_UNIT:
		return db_query(db, "SELECT name_vi FROM units WHERE unit = :code");
	case PARAM_CLUSTER:
		return db_query(db,
			"SELECT name_vi || ' năm ' || CAST(year AS TEXT) FROM clusters"
			" WHERE cluster = :code");
	case PARAM_ELEMENT:
		return db_query(db,
			"SELECT name_vi || ' (' || element || ')' FROM elements"
			" WHERE element = :code");
	case PARAM_INDICATOR:
		return db_query(db,
			"SELECT name_vi || ' (' || indicator || ')' FROM indicators"
			" WHERE indicator = :code");
	case PARAM_AWARD:
		return db_query(db, "SELECT name_vi FROM award_types WHERE award = :code");
	default:
		return NULL;
	}
}

/* False when there is none. A name that was not read is no reason to show the code: the request
 * fails. */
static bool say_name(
	struct request *req, struct buffer *out, enum param_type type, struct text code)
{
	struct stmt *q = req->db ? name_query(req->db, type) : NULL;
	char key[LONGEST_PARAM + 1] = "";

	if (!q || code.length > LONGEST_PARAM)
		return false;
	memcpy(key, code.at, code.length);
	bind_text(q, ":code", key);
	bool found = db_row(q);

	if (found)
		buffer_text(out, column_text(q, 0));
	return !req_fail(req, db_done(q)) && found;
}

static void say_code(struct request *req, struct buffer *out, enum param_type type,
	struct text code, bool english)
{
	if (english)
		buffer_bytes(out, code.at, code.length);
	else if (!say_name(req, out, type, code))
		quote(out, code);
}

static void say_text(struct request *req, struct buffer *out, const struct param_kind *kind,
	struct text text, bool english)
{
	switch (kind->type) {
	case PARAM_WORD:
		say_word(out, kind->words, text, english);
		break;
	case PARAM_DAY:
		say_dated(out, text, english, vietnamese_day);
		break;
	case PARAM_INSTANT:
		say_dated(out, text, english, vietnamese_instant);
		break;
	case PARAM_PERIOD:
		say_dated(out, text, english, vietnamese_period);
		break;
	case PARAM_SOURCE:
		say_source(out, text, english);
		break;
	case PARAM_TEXT:
		if (kind->list)
			quote(out, text);
		else
			buffer_bytes(out, text.at, text.length);
		break;
	case PARAM_INT:
	case PARAM_DECIMAL:
	case PARAM_POINTS:
	case PARAM_YEAR:
	case PARAM_ID:
		buffer_bytes(out, text.at, text.length);
		break;
	case PARAM_UNIT:
	case PARAM_CLUSTER:
	case PARAM_ELEMENT:
	case PARAM_INDICATOR:
	case PARAM_AWARD:
		say_code(req, out, kind->type, text, english);
		break;
	}
}

static void say_items(
	struct request *req, struct buffer *out, const struct param *param, bool english)
{
	for (const char *at = param->text; *at; at += *at == ',') {
		buffer_text(out, at == param->text ? "" : ", ");
		at += strspn(at, " ");
		struct text item = {at, strcspn(at, ",")};

		say_text(req, out, param->kind, item, english);
		at += item.length;
	}
}

void param_say(struct request *req, struct buffer *out, const struct param *param, bool english)
{
	const struct param_kind *kind = param->kind;
	const char *text = param->text;

	if (kind->list && text && *text)
		say_items(req, out, param, english);
	else if (!kind->list && kind->type == PARAM_INT)
		say_int(out, param->number, english);
	else if (!kind->list && (kind->type == PARAM_DECIMAL || kind->type == PARAM_POINTS))
		say_decimal(out, param->number, param_places(kind), english);
	else if (!kind->list && (kind->type == PARAM_YEAR || kind->type == PARAM_ID))
		buffer_int(out, param->number);
	else if (!kind->list && !text && kind->type == PARAM_DAY)
		buffer_text(out, english ? "no limit" : "không giới hạn");
	else if (kind->list || !text)
		buffer_text(out, english ? "none" : "không có");
	else
		say_text(req, out, kind, (struct text){text, param_length(text)}, english);
}
