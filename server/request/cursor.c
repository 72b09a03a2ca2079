/* Cursors: base64url of an 8-byte digest of the list, then each key with a mark before it and a NUL
 * behind. */
#include "request/cursor.h"

#include <string.h>

#include "request/value.h"
#include "secret.h"

#define BINDING 8

bool is_of_page(const struct route *route, const struct field *field)
{
	const size_t offsets[] = {route->limit_offset, route->cursor_offset, route->count_offset,
		route->format_offset, route->separator_offset, route->headings_offset,
		route->fields_offset};

	for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
		if (field->offset == offsets[i])
			return true;
	return false;
}

/* What the list is: the operation and its filters, without what only chooses the page. */
static void list_digest(struct request *req, unsigned char out[SECRET_HASH_SIZE])
{
	const struct route *route = req->route;
	struct digest digest;

	digest_start(&digest);
	digest_part(&digest, route->operation, strlen(route->operation));
	for (size_t i = 0; i < route->field_count; i++) {
		const struct field *field = &route->fields[i];
		struct value value = value_of_field(field, req->in);

		if (is_of_page(route, field) || value.form == VALUE_NULL)
			continue;
		digest_part(&digest, field->name, strlen(field->name));
		if (value.form == VALUE_TEXT)
			digest_part(&digest, value.text, strlen(value.text));
		else
			digest_int(&digest, value.number);
	}
	digest_end(&digest, out);
}

/* How long a cursor may be that the operation takes. */
static size_t most_letters(const struct route *route)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].offset == route->cursor_offset)
			return route->fields[i].schema->max_length;
	return 0;
}

const char *reply_cursor(struct request *req, const char *key1, const char *key2, const char *key3)
{
	const char *keys[] = {key1, key2, key3};
	unsigned char hash[SECRET_HASH_SIZE];
	struct buffer plain = {0};

	list_digest(req, hash);
	buffer_bytes(&plain, (const char *)hash, BINDING);
	for (size_t i = 0; i < 3; i++) {
		buffer_char(&plain, keys[i] ? '+' : '-');
		if (keys[i])
			buffer_bytes(&plain, keys[i], strlen(keys[i]));
		buffer_char(&plain, '\0');
	}
	char *cursor = NULL;

	if (plain.failed)
		req_fail(req, E_MEMORY);
	else
		cursor = req_alloc(req, SECRET_BASE64URL_SIZE(plain.length));
	if (cursor)
		secret_base64url(plain.data, plain.length, cursor);
	if (cursor && strlen(cursor) > most_letters(req->route))
		req_fail(req, E_FAULT); /* no list ends in the middle: the contract is wrong */
	buffer_free(&plain);
	return cursor;
}

bool cursor_read(struct request *req, const char *text)
{
	unsigned char hash[SECRET_HASH_SIZE];
	size_t size = strlen(text), length = 0, at = BINDING;
	char *plain = req_alloc(req, size);
	bool good = plain && secret_base64url_read(text, size, plain, &length) &&
		length > BINDING && plain[length - 1] == '\0';

	list_digest(req, hash);
	good = good && !memcmp(hash, plain, BINDING);
	for (size_t i = 0; good && i < 3; i++) {
		bool key = at < length && plain[at] == '+';

		good = key || (at < length && plain[at] == '-' && !plain[at + 1]);
		if (!good)
			break;
		if (key)
			req->after[i] = plain + at + 1;
		at += strlen(plain + at) + 1;
	}
	return good && at == length;
}

const char *const *cursor_keys(const struct request *req)
{
	return req->after;
}
