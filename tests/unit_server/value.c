/* Values of the contract: one form a schema, the same in JSON, inputs, columns and answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture/fixture.h"
#include "request/value.h"

static const struct schema text = {.types = SCHEMA_STRING | SCHEMA_NULL};
static const struct schema day = {.types = SCHEMA_STRING, .format = FORMAT_DATE};
static const struct schema integer = {.types = SCHEMA_INTEGER | SCHEMA_NULL};
static const struct schema number = {.types = SCHEMA_NUMBER};
static const struct schema points = {.types = SCHEMA_NUMBER, .thousandths = true};
static const struct schema boolean = {.types = SCHEMA_BOOLEAN};
static const struct schema instant = {.types = SCHEMA_STRING, .format = FORMAT_DATE_TIME};
static const struct schema object = {.types = SCHEMA_OBJECT | SCHEMA_NULL};
static const struct schema array = {.types = SCHEMA_ARRAY};

static void has_one_form_for_each_schema(void **state)
{
	(void)state;
	assert_int_equal(value_form(&text), VALUE_TEXT);
	assert_int_equal(value_form(&day), VALUE_TEXT);
	assert_int_equal(value_form(&integer), VALUE_INT);
	assert_int_equal(value_form(&number), VALUE_HUNDREDTHS);
	assert_int_equal(value_form(&points), VALUE_THOUSANDTHS);
	assert_int_equal(value_form(&boolean), VALUE_BOOL);
	assert_int_equal(value_form(&instant), VALUE_INSTANT);
	assert_int_equal(value_form(&object), VALUE_NESTED);
	assert_int_equal(value_form(&array), VALUE_NESTED);
}

static struct value parsed(const struct schema *schema, json_t *json)
{
	struct value value = value_of_json(schema, json);

	json_decref(json);
	return value;
}

static void assert_number(struct value value, enum value_form form, int64_t expected)
{
	assert_int_equal(value.form, form);
	assert_int_equal(value.number, expected);
}

static void reads_json(void **state)
{
	json_t *string = json_string("Đắk Lắk");
	struct value value = value_of_json(&text, string);

	(void)state;
	assert_int_equal(value.form, VALUE_TEXT);
	assert_string_equal(value.text, "Đắk Lắk");
	json_decref(string);
	assert_number(parsed(&integer, json_integer(-3)), VALUE_INT, -3);
	assert_number(parsed(&number, json_integer(70)), VALUE_HUNDREDTHS, 7000);
	assert_number(parsed(&number, json_real(91.57)), VALUE_HUNDREDTHS, 9157);
	assert_number(parsed(&points, json_integer(70)), VALUE_THOUSANDTHS, 70000);
	assert_number(parsed(&points, json_real(92.125)), VALUE_THOUSANDTHS, 92125);
	assert_number(parsed(&boolean, json_true()), VALUE_BOOL, 1);
	assert_number(parsed(&boolean, json_false()), VALUE_BOOL, 0);
	assert_number(
		parsed(&instant, json_string("1970-01-01T07:00:01+07:00")), VALUE_INSTANT, 1000);
}

/* A report's handler goes on after some faults: what it then sees is no value, never a wrong one. */
static void takes_what_does_not_fit_for_null(void **state)
{
	(void)state;
	assert_int_equal(value_of_json(&text, NULL).form, VALUE_NULL);
	assert_int_equal(parsed(&integer, json_null()).form, VALUE_NULL);
	assert_int_equal(parsed(&integer, json_string("12")).form, VALUE_NULL);
	assert_int_equal(parsed(&integer, json_string("1970-01-01T00:00:01Z")).form, VALUE_NULL);
	assert_int_equal(parsed(&integer, json_real(1.5)).form, VALUE_NULL);
	assert_int_equal(parsed(&number, json_string("70")).form, VALUE_NULL);
	assert_int_equal(parsed(&boolean, json_integer(1)).form, VALUE_NULL);
	assert_int_equal(parsed(&instant, json_string("noon")).form, VALUE_NULL);
	assert_int_equal(parsed(&text, json_integer(1)).form, VALUE_NULL);
	assert_int_equal(parsed(&object, json_object()).form, VALUE_NULL);
}

struct sample_in {
	const char *name;
	int64_t count;
	bool has_count;
	bool open;
};

static const struct field name_field = {
	.schema = &text, .offset = offsetof(struct sample_in, name), .has_offset = NO_OFFSET};
static const struct field count_field = {.schema = &integer,
	.offset = offsetof(struct sample_in, count),
	.has_offset = offsetof(struct sample_in, has_count)};
static const struct field open_field = {
	.schema = &boolean, .offset = offsetof(struct sample_in, open), .has_offset = NO_OFFSET};

static void keeps_inputs_in_their_fields(void **state)
{
	struct sample_in in = {0};
	struct value name = value_of_text("gialai");
	struct value count = value_of_number(VALUE_INT, 0);
	struct value open = value_of_number(VALUE_BOOL, 1);
	struct value none = value_of_text(NULL);

	(void)state;
	assert_int_equal(value_of_field(&name_field, &in).form, VALUE_NULL);
	assert_int_equal(value_of_field(&count_field, &in).form, VALUE_NULL);
	assert_number(value_of_field(&open_field, &in), VALUE_BOOL, 0);
	value_store(&none, &count_field, &in);
	assert_false(in.has_count);
	value_store(&name, &name_field, &in);
	value_store(&count, &count_field, &in);
	value_store(&open, &open_field, &in);
	assert_string_equal(in.name, "gialai");
	assert_true(in.has_count);
	assert_true(in.open);
	assert_string_equal(value_of_field(&name_field, &in).text, "gialai");
	assert_number(value_of_field(&count_field, &in), VALUE_INT, 0);
	assert_number(value_of_field(&open_field, &in), VALUE_BOOL, 1);
}

static void assert_written(struct value value, const char *json, const char *cell)
{
	struct buffer out = {0};

	value_write(&value, &out, AS_JSON);
	assert_string_equal(buffer_string(&out), json);
	buffer_truncate(&out, 0);
	value_write(&value, &out, AS_CELL);
	assert_string_equal(buffer_string(&out), cell);
	buffer_free(&out);
}

static void has_a_comma_between_semicolons(void **state)
{
	struct buffer out = {0};
	const struct value value = value_of_number(VALUE_HUNDREDTHS, -5);
	const struct value score = value_of_number(VALUE_THOUSANDTHS, 92500);

	(void)state;
	value_write(&value, &out, AS_CELL_OF_SEMICOLONS);
	buffer_char(&out, ' ');
	value_write(&score, &out, AS_CELL_OF_SEMICOLONS);
	assert_string_equal(buffer_string(&out), "-0,05 92,500");
	buffer_free(&out);
}

static void is_written_as_json_or_a_cell(void **state)
{
	(void)state;
	assert_written(value_of_text(NULL), "null", "");
	assert_written(value_of_text("a, \"b\""), "\"a, \\\"b\\\"\"", "\"a, \"\"b\"\"\"");
	assert_written(value_of_number(VALUE_INT, 9157), "9157", "9157");
	assert_written(value_of_number(VALUE_HUNDREDTHS, 9157), "91.57", "91.57");
	assert_written(value_of_number(VALUE_THOUSANDTHS, 92500), "92.500", "92.500");
	assert_written(value_of_number(VALUE_BOOL, 1), "true", "true");
	assert_written(value_of_number(VALUE_BOOL, 0), "false", "false");
	assert_written(value_of_number(VALUE_INSTANT, 1000), "\"1970-01-01T00:00:01.000Z\"",
		"1970-01-01T00:00:01.000Z");
}

static void assert_same(const struct value *a, const struct value *b, bool expected)
{
	assert_int_equal(value_same(a, b), expected);
	assert_int_equal(value_same(b, a), expected);
}

static void is_the_same_by_form_and_content(void **state)
{
	char copy[] = "gialai";
	struct value one = value_of_text("gialai"), same = value_of_text(copy);
	struct value longer = value_of_text("gialai.pleiku"), none = value_of_text(NULL);
	struct value empty = value_of_text(""), zero = value_of_number(VALUE_INT, 0);
	struct value two = value_of_number(VALUE_INT, 2), again = value_of_number(VALUE_INT, 2);

	(void)state;
	assert_same(&one, &same, true);
	assert_same(&one, &longer, false);
	assert_same(&none, &empty, false);
	assert_same(&none, &zero, false);
	assert_same(&none, &none, true);
	assert_same(&two, &again, true);
	assert_same(&two, &zero, false);
}

static void assert_column_written(
	const struct value *value, const struct stmt *q, int column, enum value_form form)
{
	struct buffer expected = {0}, found = {0};

	value_write(value, &expected, AS_JSON);
	value_write_column(&found, AS_JSON, q, column, form);
	assert_string_equal(buffer_string(&found), buffer_string(&expected));
	buffer_free(&expected);
	buffer_free(&found);
}

/* What was bound comes back from a column as the same value. */
static void goes_through_a_statement(void **state)
{
	struct db *db = fixture_open();
	const struct value given[] = {
		value_of_text("gialai"),
		value_of_number(VALUE_HUNDREDTHS, 9157),
		value_of_number(VALUE_BOOL, 1),
		value_of_text(NULL),
		value_of_text(""),
	};
	struct stmt *q = db_query(db, "SELECT :a, :b, :c, :d, :e");
	const enum value_form forms[] = {
		VALUE_TEXT, VALUE_HUNDREDTHS, VALUE_BOOL, VALUE_INT, VALUE_TEXT};

	(void)state;
	for (int i = 0; i < 5; i++)
		value_bind(&given[i], q, i + 1);
	assert_true(db_row(q));
	for (int i = 0; i < 5; i++) {
		struct value found = value_of_column(q, i, forms[i]);

		assert_same(&given[i], &found, true);
		assert_column_written(&given[i], q, i, forms[i]);
	}
	assert_int_equal(value_of_column(q, 3, VALUE_TEXT).form, VALUE_NULL);
	assert_int_equal(db_done(q), OK);
	db_close(db);
	fixture_remove();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_one_form_for_each_schema),
		cmocka_unit_test(reads_json),
		cmocka_unit_test(takes_what_does_not_fit_for_null),
		cmocka_unit_test(keeps_inputs_in_their_fields),
		cmocka_unit_test(is_written_as_json_or_a_cell),
		cmocka_unit_test(has_a_comma_between_semicolons),
		cmocka_unit_test(is_the_same_by_form_and_content),
		cmocka_unit_test(goes_through_a_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
