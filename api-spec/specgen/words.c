/* What specgen needs of words: to make, compare and judge them. Memory lives as long as the process. */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"

void die(const char *what)
{
	fprintf(stderr, "specgen: %s: %s\n", what, strerror(errno));
	exit(1);
}

void *allocate(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		die("memory");
	return memory;
}

char *print(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		die("memory");
	va_end(args);
	return text;
}

bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

bool listed(const char *list, const char *word)
{
	size_t length = word ? strlen(word) : 0;

	for (const char *at = list; length && (at = strstr(at, word)); at += length)
		if ((at == list || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

bool has_place(const char *text, const char *name)
{
	return strstr(text, print("{%s}", name));
}

bool is_snake(const char *name)
{
	return name && islower((unsigned char)*name) && !name[strspn(name, LETTERS DIGITS "_")];
}

const char *upper(const char *word)
{
	char *text = print("%s", word);

	for (char *at = text; *at; at++)
		*at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
	return text;
}

const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

const char *join(const char *beside, const char *name)
{
	return print("%.*s%s", (int)(file_name(beside) - beside), beside, name);
}
