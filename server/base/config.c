/* Reads the options of option.c from the environment and the arguments. */
#include "base/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config_option.h"
#include "db.h"

#define PREFIX    "THIDUA_"
#define PATH_SIZE 4096

extern char **environ;

static bool complain(const struct usage *usage, const char *what, const char *text)
{
	fprintf(stderr, "thidua %s: %s%s; see thidua %s --help\n", usage->name, what, text,
		usage->name);
	return false;
}

static bool word_fits(const char *words, const char *text)
{
	size_t length = strlen(text);

	for (const char *word = words; *word; word += strspn(word, "|")) {
		size_t n = strcspn(word, "|");
		if (n == length && memcmp(word, text, n) == 0)
			return true;
		word += n;
	}
	return false;
}

static bool number_fits(const struct option *option, const char *text, int64_t *out)
{
	char *end = NULL;

	errno = 0;
	long long number = strtoll(text, &end, 10);
	if (!*text || strspn(text, "0123456789") != strlen(text) || *end || errno)
		return false;
	*out = number;
	return number >= option->minimum && number <= option->maximum;
}

static bool set_text(
	const struct option *option, const char *source, const char *text, struct config *out)
{
	if (!*text) {
		fprintf(stderr, "thidua: %s is empty\n", source);
		return false;
	}
	if (option->type == WORD && !word_fits(option->value, text)) {
		fprintf(stderr, "thidua: %s must be one of %s, not \"%s\"\n", source, option->value,
			text);
		return false;
	}
	memcpy((char *)out + option->offset, &text, sizeof(text));
	return true;
}

static bool set_number(
	const struct option *option, const char *source, const char *text, struct config *out)
{
	int64_t number = 0;

	if (!number_fits(option, text, &number)) {
		fprintf(stderr, "thidua: %s must be a number from %lld to %lld, not \"%s\"\n",
			source, (long long)option->minimum, (long long)option->maximum, text);
		return false;
	}
	memcpy((char *)out + option->offset, &number, sizeof(number));
	return true;
}

static bool set_switch(
	const struct option *option, const char *source, const char *text, struct config *out)
{
	bool on = strcmp(text, "1") == 0 || strcmp(text, "true") == 0;

	if (!on && strcmp(text, "0") != 0 && strcmp(text, "false") != 0) {
		fprintf(stderr, "thidua: %s must be 1 or 0, not \"%s\"\n", source, text);
		return false;
	}
	memcpy((char *)out + option->offset, &on, sizeof(on));
	return true;
}

static bool set(
	const struct option *option, const char *source, const char *text, struct config *out)
{
	if (option->type == SWITCH)
		return set_switch(option, source, text, out);
	if (option->type == NUMBER)
		return set_number(option, source, text, out);
	return set_text(option, source, text, out);
}

static bool set_defaults(const struct usage *usage, struct config *out)
{
	bool fits = true;

	for (size_t i = 0; i < option_count; i++) {
		if ((options[i].commands & usage->bit) && options[i].fallback)
			fits &= set(&options[i], options[i].flag, options[i].fallback, out);
	}
	return fits;
}

/* All THIDUA_ names must be known; those of other commands are not looked at. */
static bool read_environment(const struct usage *usage, struct config *out)
{
	for (char **entry = environ; *entry; entry++) {
		size_t length = strcspn(*entry, "=");
		size_t i = 0;

		if (strncmp(*entry, PREFIX, strlen(PREFIX)) != 0)
			continue;
		while (i < option_count &&
			(!options[i].environment || strlen(options[i].environment) != length ||
				strncmp(options[i].environment, *entry, length) != 0))
			i++;
		if (i == option_count) {
			char *name = strndup(*entry, length);
			fprintf(stderr,
				"thidua: unknown environment variable %s; did you mean %s?\n",
				name ? name : PREFIX,
				option_nearest(name ? name : PREFIX, ALL_COMMANDS, true));
			free(name);
			return false;
		}
		if ((options[i].commands & usage->bit) &&
			!set(&options[i], options[i].environment,
				*entry + length + ((*entry)[length] == '='), out))
			return false;
	}
	return true;
}

static bool refuse_flag(const struct usage *usage, const char *flag)
{
	const char *nearest = option_nearest(flag, usage->bit, false);

	if (!*nearest)
		return complain(usage, "unknown option ", flag);
	fprintf(stderr, "thidua %s: unknown option %s; did you mean %s?\n", usage->name, flag,
		nearest);
	return false;
}

/* One argument that begins with '-', as "--flag value" or "--flag=value"; moves *index to the
 * value. */
static bool read_flag(
	const struct usage *usage, int argc, char **argv, int *index, struct config *out)
{
	char *flag = argv[*index];
	size_t length = strcspn(flag, "=");
	const char *value = flag[length] ? flag + length + 1 : NULL;
	size_t i = 0;

	while (i < option_count &&
		(!(options[i].commands & usage->bit) || strlen(options[i].flag) != length ||
			strncmp(options[i].flag, flag, length) != 0))
		i++;
	if (i == option_count) {
		flag[length] = '\0';
		return refuse_flag(usage, flag);
	}
	if (!value && options[i].type == SWITCH)
		value = "1";
	if (!value && *index + 1 < argc)
		value = argv[++*index];
	if (!value)
		return complain(usage, "no value after ", flag);
	return set(&options[i], options[i].flag, value, out);
}

/* Flags and operands in any order; operands are moved to the front of argv. */
static bool read_arguments(const struct usage *usage, int argc, char **argv, struct config *out)
{
	int operands = 0;
	bool flags = true;

	for (int i = 1; i < argc; i++) {
		if (flags && strcmp(argv[i], "--") == 0)
			flags = false;
		else if (!flags || argv[i][0] != '-')
			argv[operands++] = argv[i];
		else if (!read_flag(usage, argc, argv, &i, out))
			return false;
	}
	if (operands > usage->most)
		return complain(usage, "what is ", argv[usage->most]);
	if (operands < usage->fewest)
		return complain(usage, "missing:", usage->operands);
	out->file = operands ? argv[0] : NULL;
	out->files = argv;
	out->file_count = operands;
	return true;
}

static bool check_needed(const struct usage *usage, const struct config *config)
{
	for (size_t i = 0; i < option_count; i++) {
		const char *text = NULL;

		if (options[i].type != NEEDED || !(options[i].commands & usage->bit))
			continue;
		memcpy(&text, (const char *)config + options[i].offset, sizeof(text));
		if (!text)
			return complain(usage, "missing: ", options[i].flag);
	}
	return true;
}

/* One end of a copy is a database, the other a stream. */
static bool choose_end(const struct usage *usage, struct config *out)
{
	if (usage->bit != COPY)
		return true;
	bool reads = strcmp(out->from, "-") == 0, writes = strcmp(out->to, "-") == 0;

	out->db = reads ? out->to : out->from;
	return reads != writes || complain(usage, "one of --from and --to is -, ", "not both");
}

/* A path beside the database, where none was given; it stays for the life of the process, as argv does. */
static bool place(const struct usage *usage, unsigned commands, const char *ending,
	char path[PATH_SIZE], const struct config *config, const char **out)
{
	char stem[PATH_SIZE];

	if (!(usage->bit & commands) || *out)
		return true;
	*out = path;
	db_stem(config->db, stem, sizeof stem);
	return snprintf(path, PATH_SIZE, "%s%s", stem, ending) < PATH_SIZE ||
		complain(usage, "the path is too long: ", "--db");
}

static bool place_all(const struct usage *usage, struct config *out)
{
	static char pepper[PATH_SIZE], backups[PATH_SIZE];

	return place(usage, WITH_PEPPER, ".pepper", pepper, out, &out->pepper_file) &&
		place(usage, WITH_BACKUPS, ".backups", backups, out, &out->backup_to);
}

bool config_read(const char *command, int argc, char **argv, struct config *out)
{
	const struct usage *usage = usage_of(command);

	*out = (struct config){.notify_socket = getenv("NOTIFY_SOCKET")};
	return set_defaults(usage, out) && read_environment(usage, out) &&
		read_arguments(usage, argc, argv, out) && check_needed(usage, out) &&
		choose_end(usage, out) && place_all(usage, out);
}
