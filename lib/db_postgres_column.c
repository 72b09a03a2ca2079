/* The columns of a row, which come as text. */
#include "db_postgres.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

int column_count(const struct stmt *stmt)
{
	return stmt->shape ? PQnfields(stmt->shape) : 0;
}

const char *column_name(const struct stmt *stmt, int column)
{
	return PQfname(stmt->shape, column);
}

bool column_is_null(const struct stmt *stmt, int column)
{
	return PQgetisnull(stmt->result, stmt->row, column);
}

enum column_type column_type(const struct stmt *stmt, int column)
{
	if (column_is_null(stmt, column))
		return COLUMN_NULL;
	switch (PQftype(stmt->result, column)) {
	case TYPE_BOOL:
	case TYPE_INT8:
	case TYPE_INT4:
	case TYPE_NUMERIC:
		return COLUMN_INT;
	case TYPE_TEXT:
	case TYPE_NAME:
		return COLUMN_TEXT;
	case TYPE_BYTEA:
		return COLUMN_BLOB;
	}
	assert(!"an integer, a text or bytes"); /* a float decides nowhere */
	return COLUMN_TEXT;
}

int64_t column_int(const struct stmt *stmt, int column)
{
	const char *text = PQgetvalue(stmt->result, stmt->row, column);
	char *end = NULL;

	if (PQftype(stmt->result, column) == TYPE_BOOL)
		return *text == 't';
	errno = 0;
	long long number = strtoll(text, &end, 10);

	assert(!*end && !errno); /* a sum that no bigint holds, or a fraction */
	return number;
}

bool column_number(const struct stmt *stmt, int column, int64_t *out)
{
	if (column_is_null(stmt, column))
		return false;
	*out = column_int(stmt, column);
	return true;
}

const char *column_text(const struct stmt *stmt, int column)
{
	return column_is_null(stmt, column) ? NULL : PQgetvalue(stmt->result, stmt->row, column);
}

size_t column_length(const struct stmt *stmt, int column)
{
	size_t length = (size_t)PQgetlength(stmt->result, stmt->row, column);

	return length && PQftype(stmt->result, column) == TYPE_BYTEA ? (length - 2) / 2 : length;
}

const char *column_text_n(const struct stmt *stmt, int column, size_t *out_length)
{
	const char *text = column_text(stmt, column);

	if (text)
		*out_length = column_length(stmt, column);
	return text;
}

const void *column_blob(const struct stmt *stmt, int column)
{
	return column_text(stmt, column);
}
