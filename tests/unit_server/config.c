/* The options: defaults, the environment, flags before it, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"

static struct config config;

/* Runs config_read() on "NAME WORDS", split at blanks. */
static bool read_words(const char *command, const char *words)
{
	static char text[512];
	static char *argv[32];
	int argc = 0;

	snprintf(text, sizeof text, "%s", words);
	argv[argc++] = (char *)(uintptr_t)command;
	for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	return config_read(command, argc, argv, &config);
}

static int clean_environment(void **state)
{
	(void)state;
	unsetenv("THIDUA_DB");
	unsetenv("THIDUA_LISTEN");
	unsetenv("THIDUA_ALLOW_PUBLIC");
	unsetenv("THIDUA_DBB");
	return 0;
}

static void has_defaults(void **state)
{
	(void)state;
	assert_true(read_words("serve", ""));
	assert_string_equal(config.db, "thidua.db");
	assert_string_equal(config.pepper_file, "thidua.db.pepper");
	assert_string_equal(config.listen, "127.0.0.1:8080");
	assert_string_equal(config.log_format, "text");
	assert_null(config.cors_origin);
	assert_false(config.allow_public);
	assert_int_equal(config.connections, 4096);
	assert_int_equal(config.min_free_mib, 64);
	assert_null(config.file);
}

static void flag_beats_environment(void **state)
{
	(void)state;
	setenv("THIDUA_DB", "env.db", 1);
	setenv("THIDUA_LISTEN", "127.0.0.1:1", 1);
	setenv("THIDUA_ALLOW_PUBLIC", "true", 1);
	assert_true(read_words("serve", "--listen=[::1]:0 --connections 8 --allow-public=0"));
	assert_string_equal(config.db, "env.db");
	assert_string_equal(config.pepper_file, "env.db.pepper");
	assert_string_equal(config.listen, "[::1]:0");
	assert_int_equal(config.connections, 8);
	assert_false(config.allow_public);
	assert_true(read_words("serve", ""));
	assert_true(config.allow_public);
	/* A name of another command is known, and means nothing here. */
	assert_true(read_words("verify", ""));
	assert_null(config.listen);
}

static void takes_operands(void **state)
{
	(void)state;
	assert_true(read_words("import", "a.csv --db x.db b.csv -- --c.csv"));
	assert_string_equal(config.db, "x.db");
	assert_int_equal(config.file_count, 3);
	assert_string_equal(config.file, "a.csv");
	assert_string_equal(config.files[2], "--c.csv");
	assert_true(read_words("token create", "--unit gialai --role head"));
	assert_string_equal(config.role, "head");
	assert_int_equal(config.days, 0);
}

static void refuse(const char *command, const char *words)
{
	assert_false(read_words(command, words));
}

static void refuses(void **state)
{
	(void)state;
	refuse("serve", "--lisen 127.0.0.1:1");
	refuse("serve", "--listen");
	refuse("serve", "--listen=");
	refuse("serve", "something");
	refuse("serve", "--unit gialai");
	refuse("serve", "--connections 7");
	refuse("serve", "--connections 100001");
	refuse("serve", "--connections 99999999999999999999");
	refuse("serve", "--connections +8");
	refuse("serve", "--connections 8x");
	refuse("serve", "--log-format tex");
	refuse("serve", "--log-format text|json");
	refuse("serve", "--check-replies=maybe");
	refuse("token create", "--unit gialai");
	refuse("backup", "");
	refuse("backup", "a b");
	setenv("THIDUA_DBB", "x", 1);
	refuse("serve", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(has_defaults, clean_environment),
		cmocka_unit_test_setup(flag_beats_environment, clean_environment),
		cmocka_unit_test_setup(takes_operands, clean_environment),
		cmocka_unit_test_setup(refuses, clean_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
