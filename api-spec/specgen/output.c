/* The output: gathered in memory, and written beside its name first, so that it is whole or old. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "output.h"

static FILE *out;

void put(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(out, format, args);
	va_end(args);
}

/* C would read "??" as the beginning of a trigraph. */
void put_quoted(const char *text, bool json)
{
	put(text ? "\"" : "NULL");
	for (const char *at = text; at && *at; at++)
		if (*at == '\n')
			put("\\n");
		else if (*at == '"' || *at == '\\' || (*at == '?' && !json))
			put("\\%c", *at);
		else if ((unsigned char)*at < ' ')
			put(json ? "\\u%04x" : "\\%03o", (unsigned)*at);
		else
			put("%c", *at);
	put(text ? "\"" : "");
}

static bool holds(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "rb");
	char *old = allocate(length + 1);
	bool equal =
		file && fread(old, 1, length + 1, file) == length && !memcmp(old, text, length);

	if (file)
		fclose(file);
	return equal;
}

void write_file(const char *path, void (*write)(void))
{
	const char *temporary = print("%s.tmp", path);
	char *text = NULL;
	size_t length = 0;

	out = open_memstream(&text, &length);
	if (!out)
		die("memory");
	write();
	if (fclose(out))
		die("memory");
	if (holds(path, text, length))
		return;

	FILE *file = fopen(temporary, "wb");

	if (!file || fwrite(text, 1, length, file) != length || fclose(file) ||
		rename(temporary, path))
		die(path);
}
