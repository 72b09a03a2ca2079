/* The signatures of files. */
#include "media.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

struct signature {
	struct media media;
	size_t offset;
	const char *bytes;
	size_t length;
};

#define SIGNATURE(word, type, offset, bytes)                                                       \
	{                                                                                          \
		{word, type}, offset, bytes, sizeof(bytes) - 1                                     \
	}

static const struct signature signatures[] = {
	SIGNATURE("pdf", "application/pdf", 0, "%PDF-"),
	SIGNATURE("jpeg", "image/jpeg", 0, "\xff\xd8\xff"),
	SIGNATURE("png", "image/png", 0, "\x89PNG\r\n\x1a\n"),
	SIGNATURE("gif", NULL, 0, "GIF8"),
	SIGNATURE("tiff", NULL, 0, "II*\0"),
	SIGNATURE("tiff", NULL, 0, "MM\0*"),
	SIGNATURE("heic", NULL, 4, "ftyp"),
	SIGNATURE("webp", NULL, 8, "WEBP"),
	SIGNATURE("zip", NULL, 0, "PK\3\4"),
	SIGNATURE("old_office", NULL, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
};

static const struct media svg = {"svg", NULL}, markup = {"markup", NULL},
			  unknown = {"unknown", NULL};

static bool holds(const char *text, size_t length, const char *part)
{
	size_t size = strlen(part);

	for (size_t i = 0; i + size <= length; i++)
		if (!strncasecmp(text + i, part, size))
			return true;
	return false;
}

/* A browser that is given such a file takes it for a page and runs what is in it. */
static const struct media *media_of_text(const char *text, size_t length)
{
	size_t at = length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (at < length && strchr(" \t\r\n", text[at]) && text[at])
		at++;
	if (at == length || text[at] != '<')
		return &unknown;
	return holds(text + at, length - at, "<svg") ? &svg : &markup;
}

const struct media *media_of(const void *head, size_t length)
{
	const char *bytes = head;

	if (length > MEDIA_HEAD)
		length = MEDIA_HEAD;
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
		const struct signature *s = &signatures[i];

		if (s->offset + s->length <= length &&
			!memcmp(bytes + s->offset, s->bytes, s->length))
			return &s->media;
	}
	return media_of_text(bytes, length);
}

const char *media_type(const char *type)
{
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
		if (signatures[i].media.type && !strcmp(signatures[i].media.type, type))
			return signatures[i].media.type;
	return "application/octet-stream";
}
