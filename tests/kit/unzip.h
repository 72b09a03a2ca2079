/* Reads what the server packed, with a library that is not its own. */
#ifndef THIDUA_TEST_UNZIP_H
#define THIDUA_TEST_UNZIP_H

#include <stddef.h>

/* The text of a part of a zip archive, whose checksum holds; NULL when the archive is broken or has no
 * such part. To be freed. */
char *unzip_part(const char *archive, size_t length, const char *name);

/* How many parts it has; 0 when it is broken. */
size_t unzip_parts(const char *archive, size_t length);

/* How often a word stands in a text. */
size_t unzip_count(const char *text, const char *word);

#endif
