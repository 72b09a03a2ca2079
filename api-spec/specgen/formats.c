/* The formats that a string or an integer may name. lib/schema_text.c decides; the patterns tell
 * outside tools the same, in what ECMAScript, Python, Java and RE2 have in common. */
#include "model.h"

static const struct format formats[] = {
	{"date", STRING, NULL, true},
	{"date-time", STRING, NULL, true},
	{"period", STRING, "^[1-9][0-9]{3}-(0[1-9]|1[0-2]|H1|Y)$", false},
	{"slug", STRING, "^[a-z0-9]+([.-][a-z0-9]+)*$", false},
	{"code", STRING, "^[A-Za-z0-9][A-Za-z0-9_./-]*$", false},
	{"key", STRING, "^[a-z][a-z0-9_:@.-]*$", false},
	{"login", STRING, "^[a-z0-9._-]*$", false},
	{"count", INTEGER, NULL, false},
	{"cursor", STRING, "^[A-Za-z0-9_-]+$", false},
	{"password", STRING, NULL, true},
	{"line", STRING, "^[^\\x00-\\x1f\\x7f-\\x9f]*$", false},
	{"name", STRING, "^[^\\x00-\\x1f\\x7f-\\x9f]*$", false},
};

const char *const plain_text = "^[^\\x00-\\x08\\x0b-\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$";

enum { FORMAT_COUNT = sizeof(formats) / sizeof(formats[0]) };

const struct format *format_named(const char *name)
{
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		if (same(formats[i].name, name))
			return &formats[i];
	return NULL;
}

const char *format_names(void)
{
	const char *names = formats[0].name;

	for (size_t i = 1; i < FORMAT_COUNT; i++)
		names = print("%s %s", names, formats[i].name);
	return names;
}
