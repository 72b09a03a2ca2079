/*
 * Schema checks as data: a document, and the lines that its faults print, each of them
 *	POINTER FAULT [allowed=..] [limit=..] [found=..]
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buffer.h"
#include "schema.h"

#define LENGTH_OF(array)  (sizeof(array) / sizeof *(array))
#define TEXT(least, most) .types = SCHEMA_STRING, .min_length = (least), .max_length = (most)

static uint64_t random_state = 20210630;

static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static const struct schema code = {TEXT(1, 10), .format = FORMAT_CODE};
static const struct schema count = {.types = SCHEMA_INTEGER | SCHEMA_NULL,
	.format = FORMAT_COUNT,
	.minimum = 0,
	.maximum = 1000000};
static const struct schema status = {.types = SCHEMA_STRING,
	.max_length = SIZE_MAX,
	.words = (const char *const[]){"actual", "missing", NULL}};
static const struct schema note = {
	.types = SCHEMA_STRING | SCHEMA_NULL, .min_length = 2, .max_length = 5};
static const struct property value_properties[] = {
	{.name = "element", .schema = &code, .required = true},
	{.name = "value", .schema = &count},
	{.name = "status", .schema = &status},
	{.name = "note", .schema = &note},
};
static const struct schema value = {
	.types = SCHEMA_OBJECT, .properties = value_properties, .property_count = 4};
static const struct schema values = {
	.types = SCHEMA_ARRAY, .items = &value, .min_items = 1, .max_items = 3};
static const struct schema integer = {.types = SCHEMA_INTEGER, .minimum = 1, .maximum = 500};
static const struct schema number = {.types = SCHEMA_NUMBER, .minimum = 0, .maximum = 10000};
static const struct schema boolean = {.types = SCHEMA_BOOLEAN};
static const struct property report_properties[] = {
	{.name = "id", .schema = &integer, .required = true, .read_only = true},
	{.name = "unit", .schema = &code, .required = true},
	{.name = "values", .schema = &values, .required = true},
	{.name = "limit", .schema = &integer},
	{.name = "target", .schema = &number},
	{.name = "final", .schema = &boolean},
};
static const struct schema report = {
	.types = SCHEMA_OBJECT, .properties = report_properties, .property_count = 6};

static const char *const fault_names[] = {
	[FAULT_MISSING] = "MISSING",
	[FAULT_UNKNOWN] = "UNKNOWN",
	[FAULT_READ_ONLY] = "READ_ONLY",
	[FAULT_TYPE] = "TYPE",
	[FAULT_TOO_SHORT] = "TOO_SHORT",
	[FAULT_TOO_LONG] = "TOO_LONG",
	[FAULT_TOO_FEW] = "TOO_FEW",
	[FAULT_TOO_MANY] = "TOO_MANY",
	[FAULT_TOO_SMALL] = "TOO_SMALL",
	[FAULT_TOO_LARGE] = "TOO_LARGE",
	[FAULT_WORD] = "WORD",
	[FAULT_FORMAT] = "FORMAT",
	[FAULT_PRECISION] = "PRECISION",
	[FAULT_LETTERS_LOST] = "LETTERS_LOST",
	[FAULT_OLD_ENCODING] = "OLD_ENCODING",
	[FAULT_NOT_COUNT] = "NOT_COUNT",
	[FAULT_COUNT_TOO_LARGE] = "COUNT_TOO_LARGE",
};

static bool print_fault(void *context, const struct schema_report *fault)
{
	struct buffer *out = context;

	buffer_printf(
		out, "%s%s %s", out->length ? "\n" : "", fault->pointer, fault_names[fault->fault]);
	if (fault->allowed)
		buffer_printf(out, " allowed=%s", fault->allowed);
	if (fault->limit)
		buffer_printf(out, " limit=%" PRId64, fault->limit);
	if (fault->found)
		buffer_printf(out, " found=%s", fault->found);
	assert_non_null(fault->schema);
	return true;
}

static json_t *parse(const char *text)
{
	json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);

	if (!json)
		fail_msg("not JSON: %s", text);
	return json;
}

static void assert_check(
	const struct schema *schema, bool request, const char *text, const char *expected)
{
	struct buffer faults = {0};
	json_auto_t *json = parse(text);

	bool fits = schema_check(schema, json, request, print_fault, &faults);
	const char *found = buffer_string(&faults);
	if (strcmp(found, expected) != 0)
		fail_msg("%s\n  expected: %s\n  found:    %s", text, expected, found);
	assert_int_equal(fits, !*expected);
	assert_int_equal(schema_check(schema, json, request, NULL, NULL), fits);
	buffer_free(&faults);
}

static void assert_request(const char *text, const char *expected)
{
	assert_check(&report, true, text, expected);
}

static void documents_that_fit(void **state)
{
	(void)state;
	assert_request("{\"unit\": \"gialai\", \"values\": [{\"element\": \"dt_new_c\"}]}", "");
	assert_request(
		"{\"target\": 91.57, \"final\": false, \"limit\": 500, \"unit\": \"x\","
		" \"values\": [{\"element\": \"a/b.c-D_1\", \"value\": 0, \"status\": \"actual\","
		" \"note\": \"chờ x\"}, {\"element\": \"b\", \"value\": null, \"note\": null}]}",
		"");
}

static void all_faults_are_named(void **state)
{
	(void)state;
	assert_request("{\"limit\": 0, \"values\": [{\"value\": \"1.144\"}, {\"element\": \"\"}],"
		       " \"final\": 1, \"target\": 1.234}",
		"/limit TOO_SMALL limit=1 found=0\n"
		"/values/0/value NOT_COUNT allowed=1144 found=1.144\n"
		"/values/0/element MISSING found=element\n"
		"/values/1/element TOO_SHORT limit=1 found=\n"
		"/final TYPE allowed=boolean found=1\n"
		"/target PRECISION found=1.234\n"
		"/unit MISSING found=unit");
}

static void types(void **state)
{
	(void)state;
	assert_check(&report, true, "[]", " TYPE allowed=object found=[..]");
	assert_check(&report, true, "null", " TYPE allowed=object found=null");
	assert_check(&values, true, "{}", " TYPE allowed=array found={..}");
	assert_check(&code, true, "true", " TYPE allowed=string found=true");
	assert_check(&note, true, "5", " TYPE allowed=string or null found=5");
	assert_check(&integer, true, "\"5\"", " TYPE allowed=integer found=5");
	assert_check(&integer, true, "1.0", " TYPE allowed=integer found=1.0");
	assert_check(&integer, true, "1e2", " TYPE allowed=integer found=100.0");
	assert_check(&integer, true, "false", " TYPE allowed=integer found=false");
	assert_check(&integer, true, "null", " TYPE allowed=integer found=null");
	assert_check(&number, true, "\"5\"", " TYPE allowed=number found=5");
	assert_check(&boolean, true, "0", " TYPE allowed=boolean found=0");
	assert_check(&boolean, true, "\"true\"", " TYPE allowed=boolean found=true");

	static const struct schema three = {
		.types = SCHEMA_STRING | SCHEMA_INTEGER | SCHEMA_NULL, .max_length = 5};
	assert_check(&three, false, "true", " TYPE allowed=string, integer or null found=true");
	static const struct schema anything = {.types = 0};
	assert_check(&anything, false, "{\"a\": [1, {\"b\": null}]}", "");
}

static void lengths_count_code_points(void **state)
{
	(void)state;
	assert_check(&note, true, "\"Đắk N\"", "");
	assert_check(&note, true, "\"Đắk Nô\"", " TOO_LONG limit=5 found=Đắk Nô");
	assert_check(&note, true, "\"Đ\"", " TOO_SHORT limit=2 found=Đ");
	assert_check(&note, true, "\"\"", " TOO_SHORT limit=2 found=");
	assert_check(&code, true, "\"12345678901\"", " TOO_LONG limit=10 found=12345678901");
}

static void what_was_found_is_cut(void **state)
{
	(void)state;
	char text[256] = "\"", expected[256] = " TOO_LONG limit=5 found=";

	/* 99 bytes and a code point of three: it goes whole. */
	memset(text + 1, 'a', 99);
	memset(expected + strlen(expected), 'a', 99);
	strcpy(text + 100, "\u1ebf and more\"");
	assert_check(&note, true, text, expected);
	/* 98 bytes and one of two fit. */
	strcpy(text + 99, "\u0111 and more\"");
	strcpy(expected + strlen(expected) - 1, "\u0111");
	assert_check(&note, true, text, expected);
}

static void arrays(void **state)
{
	(void)state;
	assert_check(&values, true, "[]", " TOO_FEW limit=1");
	assert_check(&values, true,
		"[{\"element\": \"a\"}, {\"element\": \"b\"}, {\"element\": \"c\"}, {}]",
		" TOO_MANY limit=3\n/3/element MISSING found=element");
}

static void words(void **state)
{
	(void)state;
	assert_check(&status, true, "\"missing\"", "");
	assert_check(&status, true, "\"Missing\"", " WORD allowed=actual,missing found=Missing");
	assert_check(&status, true, "\"\"", " WORD allowed=actual,missing found=");
}

static void unknown_members_get_a_hint(void **state)
{
	(void)state;
	assert_check(&value, true, "{\"element\": \"a\", \"vaule\": 1}",
		"/vaule UNKNOWN allowed=value,status,note,element found=vaule");
	assert_check(&value, true, "{\"element\": \"a\", \"Status\": 1}",
		"/Status UNKNOWN allowed=status,value,note,element found=Status");
	assert_check(&value, false, "{\"element\": \"a\", \"x\": 1}",
		"/x UNKNOWN allowed=note,value,status,element found=x");
	/* readOnly members are not recommended to clients. */
	assert_request("{\"unit\": \"a\", \"values\": [{\"element\": \"a\"}], \"ids\": 1}",
		"/ids UNKNOWN allowed=unit,limit,final,values,target found=ids");
}

static void pointers_are_escaped(void **state)
{
	(void)state;
	assert_check(&value, true, "{\"element\": \"a\", \"a/b~c\": 1}",
		"/a~1b~0c UNKNOWN allowed=value,status,note,element found=a/b~c");
	assert_check(&value, true, "{\"element\": \"a\", \"\": 1}",
		"/ UNKNOWN allowed=note,value,status,element found=");
}

static void read_only_members(void **state)
{
	(void)state;
	const char *text = "{\"id\": 5, \"unit\": \"a\", \"values\": [{\"element\": \"a\"}]}";

	assert_request(text, "/id READ_ONLY found=id");
	assert_check(&report, false, text, "");
	assert_check(&report, false, "{\"unit\": \"a\", \"values\": [{\"element\": \"a\"}]}",
		"/id MISSING found=id");
}

static void open_objects_are_for_replies(void **state)
{
	(void)state;
	static const struct property properties[] = {
		{.name = "code", .schema = &code, .required = true}};
	static const struct schema problem = {.types = SCHEMA_OBJECT,
		.properties = properties,
		.property_count = 1,
		.open = true};

	assert_check(&problem, false, "{\"code\": \"a\", \"more\": 1}", "");
	assert_check(&problem, true, "{\"code\": \"a\", \"more\": 1}",
		"/more UNKNOWN allowed=code found=more");
	assert_check(&problem, false, "{\"code\": 1}", "/code TYPE allowed=string found=1");
}

static void ranges(void **state)
{
	(void)state;
	assert_check(&integer, true, "1", "");
	assert_check(&integer, true, "0", " TOO_SMALL limit=1 found=0");
	assert_check(&integer, true, "501", " TOO_LARGE limit=500 found=501");
	assert_check(&integer, true, "-9223372036854775808",
		" TOO_SMALL limit=1 found=-9223372036854775808");
}

static void counts(void **state)
{
	(void)state;
	static const struct {
		const char *json, *expected;
	} cases[] = {
		{"0", ""},
		{"1000000", ""},
		{"null", ""},
		{"1000001", " COUNT_TOO_LARGE limit=1000000 found=1000001"},
		{"9223372036854775807", " COUNT_TOO_LARGE limit=1000000 found=9223372036854775807"},
		{"-1", " NOT_COUNT found=-1"},
		{"1.0", " NOT_COUNT allowed=1 found=1.0"},
		{"1.144", " NOT_COUNT allowed=1144 found=1.144"},
		{"12.5", " NOT_COUNT found=12.5"},
		{"1e30", " NOT_COUNT found=1e+30"},
		{"true", " NOT_COUNT found=true"},
		{"[]", " NOT_COUNT found=[..]"},
		{"{}", " NOT_COUNT found={..}"},
		{"\"95\"", " NOT_COUNT allowed=95 found=95"},
		{"\" 95 \"", " NOT_COUNT allowed=95 found= 95 "},
		{"\"0095\"", " NOT_COUNT allowed=95 found=0095"},
		{"\"0\"", " NOT_COUNT allowed=0 found=0"},
		{"\"1.144\"", " NOT_COUNT allowed=1144 found=1.144"},
		{"\"1,144\"", " NOT_COUNT allowed=1144 found=1,144"},
		{"\"1 144\"", " NOT_COUNT allowed=1144 found=1 144"},
		{"\"1.144.000\"", " NOT_COUNT allowed=1144000 found=1.144.000"},
		{"\"1.144,00\"", " NOT_COUNT allowed=1144 found=1.144,00"},
		{"\"95,0\"", " NOT_COUNT allowed=95 found=95,0"},
		{"\"73,64%\"", " NOT_COUNT found=73,64%"},
		{"\"73,64\"", " NOT_COUNT found=73,64"},
		{"\"1.144,5\"", " NOT_COUNT found=1.144,5"},
		{"\"1.14\"", " NOT_COUNT found=1.14"},
		{"\"1.1444\"", " NOT_COUNT found=1.1444"},
		{"\"1.144,000.5\"", " NOT_COUNT found=1.144,000.5"},
		{"\"0.144\"", " NOT_COUNT found=0.144"},
		{"\"1144.000\"", " NOT_COUNT allowed=1144 found=1144.000"},
		{"\"-3\"", " NOT_COUNT found=-3"},
		{"\"+3\"", " NOT_COUNT found=+3"},
		{"\"abc\"", " NOT_COUNT found=abc"},
		{"\"\"", " NOT_COUNT found="},
		{"\"99999999999999999999\"", " NOT_COUNT found=99999999999999999999"},
		{"\"1.000.000.000.000.000.000\"", " NOT_COUNT found=1.000.000.000.000.000.000"},
	};

	for (size_t i = 0; i < LENGTH_OF(cases); i++)
		assert_check(&count, true, cases[i].json, cases[i].expected);

	static const struct schema needed = {
		.types = SCHEMA_INTEGER, .format = FORMAT_COUNT, .maximum = 5};
	assert_check(&needed, true, "null", " NOT_COUNT found=null");
}

static void numbers(void **state)
{
	(void)state;
	static const struct {
		const char *json, *expected;
	} cases[] = {
		{"0", ""},
		{"100", ""},
		{"100.0", ""},
		{"91.57", ""},
		{"0.01", ""},
		{"0.1", ""},
		{"1e1", ""},
		{"100.01", " TOO_LARGE limit=10000 found=100.01"},
		{"101", " TOO_LARGE limit=10000 found=101"},
		{"-0.01", " TOO_SMALL found=-0.01"},
		{"0.001", " PRECISION found=0.001"},
		{"91.575", " PRECISION found=91.575"},
		{"1e-7", " PRECISION found=1e-07"},
		{"99.99999999999999", " PRECISION found=99.99999999999999"},
		{"1e300", " TOO_LARGE limit=10000 found=1e+300"},
		{"-1e300", " TOO_SMALL found=-1e+300"},
		{"9223372036854775807", " TOO_LARGE limit=10000 found=9223372036854775807"},
		{"-9223372036854775808", " TOO_SMALL found=-9223372036854775808"},
	};

	for (size_t i = 0; i < LENGTH_OF(cases); i++)
		assert_check(&number, true, cases[i].json, cases[i].expected);
}

/* Without bounds of its own a number must still fit into the int64_t of its hundredths. */
static void numbers_without_bounds(void **state)
{
	(void)state;
	static const struct schema unbounded = {
		.types = SCHEMA_NUMBER, .minimum = INT64_MIN, .maximum = INT64_MAX};

	assert_check(&unbounded, false, "92233720368547758", "");
	assert_check(&unbounded, false, "92233720368547759",
		" TOO_LARGE limit=9223372036854775807 found=92233720368547759");
	assert_check(
		&unbounded, false, "-1e20", " TOO_SMALL limit=-9223372036854775808 found=-1e+20");
}

static void hundredths(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		int64_t hundredths;
	} right[] = {{"0", 0}, {"-0.0", 0}, {"1", 100}, {"-1", -100}, {"91.57", 9157}, {"0.1", 10},
		{"-0.05", -5}, {"100.10", 10010}, {"1e3", 100000},
		{"92233720368547758", 9223372036854775800},
		{"-92233720368547758", -9223372036854775800},
		{"4503599627370.49", 450359962737049}};
	static const char *const wrong[] = {"0.001", "0.015", "1e-5", "1e17", "-1e17",
		"92233720368547759", "9223372036854775807", "\"1\"", "true", "null", "[]"};
	int64_t out;

	for (size_t i = 0; i < LENGTH_OF(right); i++) {
		json_auto_t *json = parse(right[i].json);
		out = -1;
		assert_true(schema_scaled(json, 2, &out));
		assert_int_equal(out, right[i].hundredths);
	}
	for (size_t i = 0; i < LENGTH_OF(wrong); i++) {
		json_auto_t *json = parse(wrong[i]);
		out = 42;
		if (schema_scaled(json, 2, &out))
			fail_msg("%s passed", wrong[i]);
		assert_int_equal(out, 42);
	}
}

/* Whatever buffer_decimal() prints is read back, up to what a double holds. */
static void random_hundredths_read_back(void **state)
{
	(void)state;
	struct buffer text = {0};

	for (int i = 0; i < 10000; i++) {
		int64_t expected = (int64_t)(next_random() % 900000000000000) - 450000000000000;
		int64_t out;
		buffer_truncate(&text, 0);
		buffer_decimal(&text, expected, 2);
		json_auto_t *json = parse(buffer_string(&text));
		assert_true(schema_scaled(json, 2, &out));
		assert_int_equal(out, expected);
		assert_true(schema_check_text(
			&(struct schema){
				.types = SCHEMA_NUMBER, .minimum = INT64_MIN, .maximum = INT64_MAX},
			buffer_string(&text), "x", &out, NULL, NULL));
		assert_int_equal(out, expected);
		buffer_char(&text, '1');
		json_auto_t *finer = parse(buffer_string(&text));
		assert_false(schema_scaled(finer, 2, &out));
	}
	buffer_free(&text);
}

static void formats(void **state)
{
	(void)state;
	static const struct {
		enum schema_format format;
		const char *hint;
		const char *right[12], *wrong[24];
	} cases[] = {
		{FORMAT_NONE, "text without control characters",
			{"", "Đắk Lắk\xc2\xa0", "a\tb\nc\r\nd", "\xc3\x9b"},
			{"\x1b[31m", "a\x07", "\x01", "a\x1f", "\x7f", "a\xc2\x9b\x33\x31m",
				"\xc2\x80"}},
		{FORMAT_DATE, "date (2021-06-30)", {"2021-06-30", "2020-02-29"},
			{"", "2021-06-31", "2021-02-29", "30/06/2021", "2021-06-30T00:00:00Z"}},
		{FORMAT_DATE_TIME, "date-time (2021-07-02T02:10:05Z)",
			{"2021-07-02T02:10:05Z", "2021-07-02t02:10:05z", "2021-07-02T02:10:05.1Z",
				"2021-07-02T02:10:05.123456789Z", "2021-07-02T09:10:05+07:00",
				"2021-07-02T09:10:05-00:00"},
			{"", "2021-07-02", "2021-07-02T02:10Z", "2021-07-02T02:10:05",
				"2021-07-02 02:10:05Z", "2021-07-02T24:00:00Z",
				"2021-07-02T02:60:05Z", "2021-07-02T02:10:60Z",
				"2021-07-02T02:10:05.Z", "2021-07-02T02:10:05+7",
				"2021-07-02T02:10:05+0700", "2021-07-02T02:10:05+24:00",
				"2021-07-02T02:10:05+07:60", "2021-07-02T02:10:05 07:00",
				"2021-07-02T02:10:05Zx", "2021-06-31T02:10:05Z",
				"9999-12-31T23:59:59-00:01"}},
		{FORMAT_PERIOD, "period (2021-06 or 2021-H1 or 2021-Y)",
			{"2021-06", "2021-H1", "2021-Y"},
			{"", "2021", "2021-h1", "2021-H2", "2021-H", "2021-YY", "2021-13",
				"2021-H1 "}},
		{FORMAT_SLUG, "slug (gialai.pleiku)",
			{"a", "gialai", "gialai.pleiku", "a-1.b2", "7"},
			{"", ".a", "a.", "-a", "a-", "a..b", "a.-b", "A", "a_b", "a b", "đ"}},
		{FORMAT_CODE, "code (TB-02)",
			{"a", "TB-02", "dt_new_c", "319/VKS-VP", "a..b", "7-"},
			{"", "_a", "/a", ".a", "-a", "a b", "Đ", "a,b"}},
		{FORMAT_KEY, "key (base_salary@2019-07-01)",
			{"a", "streak_reuse", "base_salary@2019-07-01", "money_factor:labor-hero"},
			{"", "7", "_a", ":a", "A", "aB", "a b", "a/b", "đ"}},
		{FORMAT_CURSOR, "cursor (the `next` of the page before)", {"a", "AZaz09-_"},
			{"", "a=", "a+b", "a b"}},
		{FORMAT_LINE, "one line of text without control characters",
			{"", "Nguyễn Văn An", "Đắk Lắk\xc2\xa0"},
			{"a\tb", "a\nb", "a\r", "\x1b[31m", "a\x7f", "\xc2\x80"}},
	};
	struct schema schema = {TEXT(0, 100)};
	struct buffer json = {0}, expected = {0};

	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		schema.format = cases[i].format;
		for (const char *const *text = cases[i].right; *text; text++) {
			buffer_truncate(&json, 0);
			buffer_json(&json, *text, strlen(*text));
			assert_check(&schema, true, buffer_string(&json), "");
		}
		for (const char *const *text = cases[i].wrong; *text; text++) {
			buffer_truncate(&json, 0);
			buffer_json(&json, *text, strlen(*text));
			buffer_truncate(&expected, 0);
			buffer_printf(
				&expected, " FORMAT allowed=%s found=%s", cases[i].hint, *text);
			assert_check(&schema, true, buffer_string(&json), buffer_string(&expected));
		}
	}
	buffer_free(&json);
	buffer_free(&expected);
}

/* Of a name that is sent; what is stored may be as it is. */
static void damaged_names_are_faults(void **state)
{
	struct schema name = {TEXT(0, 100)};

	(void)state;
	name.format = FORMAT_NAME;
	assert_check(&name, true, "\"Nguyễn Văn An\"", "");
	assert_check(&name, true, "\"Nguy?n\"", " LETTERS_LOST found=Nguy?n");
	assert_check(&name, true, "\"V¨n\"", " OLD_ENCODING allowed=TCVN3 found=V¨n");
	assert_check(&name, true, "\"Vaên\"", " OLD_ENCODING allowed=VNI found=Vaên");
	assert_check(&name, false, "\"Nguy?n\"", "");
	name.format = FORMAT_LINE;
	assert_check(&name, true, "\"Vì sao?\"", "");
}

/* What was stored before it was refused can still be read. */
static void replies_may_hold_controls(void **state)
{
	static const struct schema text = {TEXT(0, 100)};

	(void)state;
	assert_check(&text, false, "\"a\\u0007\"", "");
}

static void instants(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t milliseconds;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"2021-07-02T02:10:05.123Z", 1625191805123},
		{"2021-07-02T09:10:05.1239+07:00", 1625191805123},
		{"2021-07-01T22:10:05.12-04:00", 1625191805120},
		{"1969-12-31T23:59:59.999Z", -1},
		{"0001-01-01T00:00:00+07:00", -62135622000000},
		{"9999-12-31T23:59:59.999Z", 253402300799999},
	};
	int64_t out = 42;

	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		assert_true(schema_instant(cases[i].text, &out));
		assert_int_equal(out, cases[i].milliseconds);
	}
	out = 42;
	assert_false(schema_instant("2021-07-02", &out));
	assert_int_equal(out, 42);
}

static void random_instants_read_back(void **state)
{
	(void)state;
	struct buffer text = {0};

	for (int i = 0; i < 10000; i++) {
		int64_t expected = (int64_t)(next_random() % 315000000000000) - 62000000000000;
		int64_t out;
		buffer_truncate(&text, 0);
		buffer_instant(&text, expected);
		assert_true(schema_instant(buffer_string(&text), &out));
		assert_int_equal(out, expected);
	}
	buffer_free(&text);
}

static void assert_text(
	const struct schema *schema, const char *text, int64_t value_expected, const char *expected)
{
	struct buffer faults = {0};
	int64_t out = -42;

	bool fits = schema_check_text(schema, text, "limit", &out, print_fault, &faults);
	const char *found = buffer_string(&faults);
	if (strcmp(found, expected) != 0)
		fail_msg("%s\n  expected: %s\n  found:    %s", text, expected, found);
	assert_int_equal(fits, !*expected);
	assert_int_equal(out, fits ? value_expected : -42);
	buffer_free(&faults);
}

static void parameters(void **state)
{
	(void)state;
	static const struct schema instant = {TEXT(0, 100), .format = FORMAT_DATE_TIME};
	static const struct schema unbounded = {
		.types = SCHEMA_INTEGER, .minimum = INT64_MIN, .maximum = INT64_MAX};

	assert_text(&integer, "500", 500, "");
	assert_text(&integer, "0", 0, "limit TOO_SMALL limit=1 found=0");
	assert_text(&integer, "501", 0, "limit TOO_LARGE limit=500 found=501");
	assert_text(&integer, "99999999999999999999", 0,
		"limit TOO_LARGE limit=500 found=99999999999999999999");
	assert_text(&integer, "-99999999999999999999", 0,
		"limit TOO_SMALL limit=1 found=-99999999999999999999");
	assert_text(&unbounded, "9223372036854775807", INT64_MAX, "");
	assert_text(&unbounded, "-9223372036854775808", INT64_MIN, "");
	assert_text(&unbounded, "9223372036854775808", 0,
		"limit TOO_LARGE limit=9223372036854775807 found=9223372036854775808");
	static const char *const no_integers[] = {
		"", "+1", " 1", "1 ", "01", "1.0", "1e2", "0x1", "abc", "-", "--1", "true"};
	for (size_t i = 0; i < LENGTH_OF(no_integers); i++) {
		char expected[100];
		snprintf(expected, sizeof expected, "limit TYPE allowed=integer found=%s",
			no_integers[i]);
		assert_text(&integer, no_integers[i], 0, expected);
	}

	assert_text(&number, "91.57", 9157, "");
	assert_text(&number, "91.5", 9150, "");
	assert_text(&number, "91", 9100, "");
	assert_text(&number, "91.500", 9150, "");
	assert_text(&number, "0.05", 5, "");
	assert_text(&number, "91.575", 0, "limit PRECISION found=91.575");
	assert_text(&number, "100.01", 0, "limit TOO_LARGE limit=10000 found=100.01");
	assert_text(&number, "-0.01", 0, "limit TOO_SMALL found=-0.01");
	assert_text(&number, "91,57", 0, "limit TYPE allowed=number found=91,57");
	assert_text(&number, ".5", 0, "limit TYPE allowed=number found=.5");
	assert_text(&number, "5.", 0, "limit TYPE allowed=number found=5.");
	assert_text(&number, "1e1", 0, "limit TYPE allowed=number found=1e1");

	assert_text(&boolean, "true", 1, "");
	assert_text(&boolean, "false", 0, "");
	assert_text(&boolean, "1", 0, "limit TYPE allowed=boolean found=1");
	assert_text(&boolean, "TRUE", 0, "limit TYPE allowed=boolean found=TRUE");

	assert_text(&instant, "2021-07-02T02:10:05.123Z", 1625191805123, "");
	assert_text(&instant, "2021-07-02", 0,
		"limit FORMAT allowed=date-time (2021-07-02T02:10:05Z) found=2021-07-02");
	assert_text(&status, "actual", -42, "");
	assert_text(&status, "x", 0, "limit WORD allowed=actual,missing found=x");
	assert_text(&code, "12345678901", 0, "limit TOO_LONG limit=10 found=12345678901");
	assert_text(&count, "1.144", 0, "limit NOT_COUNT allowed=1144 found=1.144");
}

static bool stop_at_second(void *context, const struct schema_report *fault)
{
	(void)fault;
	return ++*(int *)context < 2;
}

static void sink_may_stop_the_search(void **state)
{
	(void)state;
	int seen = 0;
	json_auto_t *json = parse("[{}, {}, {}, {}, {}]");

	assert_false(schema_check(&values, json, true, stop_at_second, &seen));
	assert_int_equal(seen, 2);
}

static void properties_by_name(void **state)
{
	(void)state;
	assert_ptr_equal(schema_property(&value, "note"), &value_properties[3]);
	assert_null(schema_property(&value, "Note"));
	assert_null(schema_property(&code, "note"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_that_fit),
		cmocka_unit_test(all_faults_are_named),
		cmocka_unit_test(types),
		cmocka_unit_test(lengths_count_code_points),
		cmocka_unit_test(what_was_found_is_cut),
		cmocka_unit_test(arrays),
		cmocka_unit_test(words),
		cmocka_unit_test(unknown_members_get_a_hint),
		cmocka_unit_test(pointers_are_escaped),
		cmocka_unit_test(read_only_members),
		cmocka_unit_test(open_objects_are_for_replies),
		cmocka_unit_test(ranges),
		cmocka_unit_test(counts),
		cmocka_unit_test(numbers),
		cmocka_unit_test(numbers_without_bounds),
		cmocka_unit_test(hundredths),
		cmocka_unit_test(random_hundredths_read_back),
		cmocka_unit_test(formats),
		cmocka_unit_test(damaged_names_are_faults),
		cmocka_unit_test(replies_may_hold_controls),
		cmocka_unit_test(instants),
		cmocka_unit_test(random_instants_read_back),
		cmocka_unit_test(parameters),
		cmocka_unit_test(sink_may_stop_the_search),
		cmocka_unit_test(properties_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
