/* Templates that nobody would write, for libFuzzer: filled or refused, and what a value says stays text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "template.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *part(void *context, const char *name)
{
	(void)context;
	return strcmp(name, "part") == 0 ? "{{a}} {{b}}" : NULL;
}

static void must(bool good)
{
	if (!good)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct template template = {.part = part};
	char fault[TEMPLATE_FAULT_SIZE];
	struct buffer out = {0};
	char *copy = malloc(size + 1);
	json_t *values = json_pack("{s:s, s:i, s:f, s:n, s:[{s:s},{s:s}]}", "a", "\x01<&>\"'", "b",
		1144, "c", 75.32, "d", "e", "a", "x", "a", "2021-03-05");

	memcpy(copy, data, size);
	copy[size] = '\0';
	/* The text itself has none of it, and is UTF-8 like all files of the program. */
	if (size < 2000 && !memchr(data, '\x01', size) && text_is_utf8(copy, size)) {
		enum error error = template_fill(&template, copy, values, &out, fault);

		must(!error || error == E_FAULT);
		must(!error || *fault);
		const char *found = error ? NULL : strchr(buffer_string(&out), '\x01');

		must(!found || !strncmp(found, "\x01&lt;", 5));
	}
	buffer_free(&out);
	json_decref(values);
	free(copy);
	return 0;
}
