/* Files are known by their first bytes, and by nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "media.h"

#define FILE_OF(word, type, bytes)                                                                 \
	{                                                                                          \
		word, type, bytes, sizeof(bytes) - 1                                               \
	}

static const struct {
	const char *word, *type, *bytes;
	size_t length;
} files[] = {
	FILE_OF("pdf", "application/pdf", "%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
	FILE_OF("jpeg", "image/jpeg", "\xff\xd8\xff\xe0\0\x10JFIF\0"),
	FILE_OF("jpeg", "image/jpeg",
		"\xff\xd8\xff\xe1\0\x10"
		"Exif\0"),
	FILE_OF("png", "image/png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
	FILE_OF("gif", NULL, "GIF89a"),
	FILE_OF("tiff", NULL, "II*\0\x08"),
	FILE_OF("tiff", NULL, "MM\0*\0"),
	FILE_OF("heic", NULL,
		"\0\0\0\x18"
		"ftypheic"),
	FILE_OF("webp", NULL, "RIFF\x24\0\0\0WEBPVP8 "),
	FILE_OF("zip", NULL, "PK\3\4\x14"),
	FILE_OF("old_office", NULL, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
	FILE_OF("svg", NULL, "<?xml version='1.0'?>\n<SVG xmlns='http://www.w3.org/2000/svg'/>"),
	FILE_OF("markup", NULL, "\xef\xbb\xbf \r\n<!DOCTYPE html>"),
	FILE_OF("markup", NULL, "<a"),
	FILE_OF("unknown", NULL, ""),
	FILE_OF("unknown", NULL, "\0<svg"),
	FILE_OF("unknown", NULL, " %PDF-1.7"),
	FILE_OF("unknown", NULL, "%PDF"),
	FILE_OF("unknown", NULL, "\x89PNG\n\x1a\n"),
	FILE_OF("unknown", NULL, "\xff\xd8"),
};

static void files_are_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		/* Of its exact size, so that the sanitizer sees its end. */
		char *exact = malloc(files[i].length + !files[i].length);

		assert_non_null(exact);
		memcpy(exact, files[i].bytes, files[i].length);
		const struct media *found = media_of(exact, files[i].length);

		free(exact);
		assert_string_equal(found->word, files[i].word);
		assert_true(!found->type == !files[i].type);
		if (files[i].type)
			assert_string_equal(found->type, files[i].type);
	}
}

static void types_that_were_kept(void **state)
{
	(void)state;
	assert_string_equal(media_type("image/png"), "image/png");
	assert_string_equal(media_type("text/html"), "application/octet-stream");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_known),
		cmocka_unit_test(types_that_were_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
