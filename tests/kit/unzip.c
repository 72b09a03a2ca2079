#include "unzip.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

static char *read_part(zip_t *archive, const char *name)
{
	zip_stat_t found;
	zip_file_t *part = zip_fopen(archive, name, 0);

	if (!part || zip_stat(archive, name, 0, &found) != 0)
		return NULL;
	char *text = malloc(found.size + 1);
	zip_int64_t length = text ? zip_fread(part, text, found.size + 1) : -1;

	/* A checksum that does not hold is an error of the last read. */
	if (length != (zip_int64_t)found.size || zip_fclose(part) != 0) {
		free(text);
		return NULL;
	}
	text[length] = '\0';
	return text;
}

static zip_t *open_archive(const char *archive, size_t length)
{
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(archive, length, 0, &error);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_CHECKCONS, &error) : NULL;

	if (!zip)
		zip_source_free(source);
	return zip;
}

char *unzip_part(const char *archive, size_t length, const char *name)
{
	zip_t *zip = open_archive(archive, length);
	char *text = zip ? read_part(zip, name) : NULL;

	if (zip)
		zip_discard(zip);
	return text;
}

size_t unzip_parts(const char *archive, size_t length)
{
	zip_t *zip = open_archive(archive, length);
	zip_int64_t count = zip ? zip_get_num_entries(zip, 0) : 0;

	if (zip)
		zip_discard(zip);
	return (size_t)count;
}

size_t unzip_count(const char *text, const char *word)
{
	size_t count = 0, length = strlen(word);

	/* Not strstr(), of which a sanitizer measures the whole text each time. */
	for (; *text; text++)
		count += *text == *word && !strncmp(text, word, length);
	return count;
}
