/*
 * UTF-16, which spreadsheets save as "Unicode text" and Windows shells write into files, to be read as
 * UTF-8.
 */
#ifndef THIDUA_UTF16_H
#define THIDUA_UTF16_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

enum utf16 {
	UTF16_NOT,
	UTF16_LITTLE, /* by its byte order mark */
	UTF16_BIG,
	UTF16_UNMARKED /* it begins with ASCII in UTF-16, but no mark says so */
};

/* What the first bytes of a text say. */
enum utf16 utf16_look(const char *text, size_t length);

/* Appends a text that begins with its mark as UTF-8, without the mark: at most three bytes for two.
 * False when it is not well-formed: half a unit, half a surrogate pair, a NUL. What memory lacks is seen
 * in `out`. */
bool utf16_to_utf8(const char *text, size_t length, struct buffer *out);

#endif
