/*
 * CSV as data: a file, the rows that it gives as JSON, and the faults that it prints, each of them
 *	LINE:COLUMN FAULT [text]
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buffer.h"
#include "csv.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof *(array))
#define MAX_ROWS         3

static uint64_t random_state = 20210630;

static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static const struct schema text = {.types = SCHEMA_STRING, .max_length = 1000};
static const struct schema text_or_null = {
	.types = SCHEMA_STRING | SCHEMA_NULL, .max_length = 1000};
static const struct schema count = {
	.types = SCHEMA_INTEGER | SCHEMA_NULL, .format = FORMAT_COUNT, .maximum = 1000000};
static const struct schema number = {
	.types = SCHEMA_NUMBER | SCHEMA_NULL, .minimum = INT64_MIN, .maximum = INT64_MAX};
static const struct schema boolean = {.types = SCHEMA_BOOLEAN};
static const struct schema day = {
	.types = SCHEMA_STRING | SCHEMA_NULL, .format = FORMAT_DATE, .max_length = 10};
static const struct schema list = {.types = SCHEMA_ARRAY, .max_items = 10};
static const struct property properties[] = {
	{.name = "element",
		.schema = &text,
		.required = true,
		.heading = "Mã số liệu",
		.heading_key = "ma so lieu"},
	{.name = "value", .schema = &count, .heading = "Số liệu", .heading_key = "so lieu"},
	{.name = "target", .schema = &number},
	{.name = "final", .schema = &boolean},
	{.name = "note", .schema = &text_or_null},
	{.name = "parent", .schema = &text_or_null},
	{.name = "since", .schema = &day},
	{.name = "parts", .schema = &list},
	{.name = "id", .schema = &count, .required = true, .read_only = true},
};
static const struct schema row = {
	.types = SCHEMA_OBJECT, .properties = properties, .property_count = LENGTH_OF(properties)};

static const char *const fault_names[] = {
	[CSV_EMPTY] = "EMPTY",
	[CSV_SEPARATOR] = "SEPARATOR",
	[CSV_TITLE] = "TITLE",
	[CSV_COLUMN_UNKNOWN] = "COLUMN_UNKNOWN",
	[CSV_COLUMN_TWICE] = "COLUMN_TWICE",
	[CSV_COLUMN_MISSING] = "COLUMN_MISSING",
	[CSV_COLUMN_UNNAMED] = "COLUMN_UNNAMED",
	[CSV_CELLS] = "CELLS",
	[CSV_SUM] = "SUM",
	[CSV_QUOTE] = "QUOTE",
	[CSV_TOO_MANY] = "TOO_MANY",
};

static bool print_fault(void *context, const struct csv_report *fault)
{
	struct buffer *out = context;

	buffer_printf(out, "%s%zu:%zu %s", out->length ? "\n" : "", fault->line, fault->column,
		fault_names[fault->fault]);
	if (fault->text)
		buffer_printf(out, " %s", fault->text);
	return true;
}

/* `rows` as compact JSON; NULL: not looked at. */
static void assert_csv_n(
	const char *file, size_t length, const char *rows, const char *lines, const char *expected)
{
	struct buffer faults = {0}, found_lines = {0};
	struct csv csv;

	bool fine = csv_read(file, length, &row, MAX_ROWS, print_fault, &faults, &csv);
	const char *found = buffer_string(&faults);
	if (strcmp(found, expected) != 0)
		fail_msg("%s\n  expected: %s\n  found:    %s", file, expected, found);
	assert_int_equal(fine, !*expected);
	assert_int_equal(json_array_size(csv.rows), csv.count);
	char *found_rows = json_dumps(csv.rows, JSON_COMPACT | JSON_REAL_PRECISION(15));
	if (rows)
		assert_string_equal(found_rows, rows);
	for (size_t i = 0; i < csv.count; i++)
		buffer_printf(&found_lines, "%s%zu", i ? " " : "", csv.lines[i]);
	if (lines)
		assert_string_equal(buffer_string(&found_lines), lines);
	free(found_rows);
	buffer_free(&faults);
	buffer_free(&found_lines);
	csv_free(&csv);
}

static void assert_csv(const char *file, const char *rows, const char *lines, const char *expected)
{
	assert_csv_n(file, strlen(file), rows, lines, expected);
}

static void rows_become_objects(void **state)
{
	(void)state;
	assert_csv("element,value,note\n"
		   "dt_new_c,95,\n"
		   "xx_review,,chờ xác minh\n",
		"[{\"element\":\"dt_new_c\",\"value\":95,\"note\":null},"
		"{\"element\":\"xx_review\",\"note\":\"chờ xác minh\",\"value\":null}]",
		"2 3", "");
	assert_csv("element\na", "[{\"element\":\"a\"}]", "2", "");
	assert_csv("element\n", "[]", "", "");
	assert_csv("element", "[]", "", "");
}

static void line_ends_and_bom(void **state)
{
	(void)state;
	static const char rows[] =
		"[{\"element\":\"a\",\"value\":1},{\"element\":\"b\",\"value\":2}]";

	assert_csv("element,value\na,1\nb,2\n", rows, "2 3", "");
	assert_csv("element,value\na,1\nb,2", rows, "2 3", "");
	assert_csv("element,value\r\na,1\r\nb,2\r\n", rows, "2 3", "");
	assert_csv("\xef\xbb\xbf"
		   "element,value\r\na,1\r\nb,2",
		rows, "2 3", "");
	assert_csv("\n\r\nelement,value\n\na,1\n\r\n,\n , \nb,2\n\n\n", rows, "5 9", "");
}

static void separators(void **state)
{
	(void)state;
	static const char rows[] = "[{\"element\":\"a\",\"note\":\"x,y\"}]";

	assert_csv("element;note\na;x,y\n", rows, "2", "");
	assert_csv("element,note\na,\"x,y\"\n", rows, "2", "");
	assert_csv("\"element\";\"note\"\n\"a\";\"x,y\"\n", rows, "2", "");
	assert_csv("element\tnote\na\tx,y\n", rows, "2", "");
	assert_csv("\"element\"\tnote\ta\n", NULL, NULL, "1:3 COLUMN_UNKNOWN a");
	assert_csv("element|note\na|b\n", "[]", "", "1:0 SEPARATOR |");
}

static void quotes(void **state)
{
	(void)state;
	assert_csv("element,note\na,\"two\nlines\"\nb,\"say \"\"no\"\"\"\n",
		"[{\"element\":\"a\",\"note\":\"two\\nlines\"},"
		"{\"element\":\"b\",\"note\":\"say \\\"no\\\"\"}]",
		"2 4", "");
	assert_csv("element,note\r\na,\"\"\r\n\"b\",\"x\"",
		"[{\"element\":\"a\",\"note\":null},{\"element\":\"b\",\"note\":\"x\"}]", "2 3",
		"");
	assert_csv("element,note\na,5\" tube\n", "[{\"element\":\"a\",\"note\":\"5\\\" tube\"}]",
		"2", "");
	assert_csv("element,note\na,\"x\"y\nb,\"z\"\n", "[{\"element\":\"b\",\"note\":\"z\"}]", "3",
		"2:2 QUOTE");
	assert_csv("element,note\na,z\nb,\"x\ny\nc,z\n", "[{\"element\":\"a\",\"note\":\"z\"}]",
		"2", "3:2 QUOTE");
	assert_csv("element,\"note\n", NULL, NULL, "1:2 QUOTE");
	assert_csv("element,note\na,\"", NULL, NULL, "2:2 QUOTE");
}

static void formula_guard_is_taken_off(void **state)
{
	(void)state;
	assert_csv("element,note\n'=1+1,'+84\n'-x,'@y\n'abc,''=z\n",
		"[{\"element\":\"=1+1\",\"note\":\"+84\"},{\"element\":\"-x\",\"note\":\"@y\"},"
		"{\"element\":\"'abc\",\"note\":\"'=z\"}]",
		"2 3 4", "");
	assert_csv("element,value\na,'-5\n", "[{\"element\":\"a\",\"value\":\"'-5\"}]", "2", "");
	assert_csv("element,note\n'＝1,\"x;'=1; '-2;'y\"\na;'b,\"''＠\n'＋\"\n",
		"[{\"element\":\"＝1\",\"note\":\"x;=1; -2;'y\"},"
		"{\"element\":\"a;'b\",\"note\":\"'＠\\n＋\"}]",
		"2 3", "");
}

static void cells_by_type(void **state)
{
	(void)state;
	static const struct {
		const char *column, *cell, *json;
	} cases[] = {
		{"value", "95", "95"},
		{"value", "0", "0"},
		{"value", "-5", "-5"},
		{"value", "1.144", "\"1.144\""},
		{"value", "\"1,144\"", "\"1,144\""},
		{"value", "95.0", "\"95.0\""},
		{"value", " 95\u00a0", "95"},
		{"value", "\u200e\u202f95\u2007\ufeff", "95"},
		{"value", "095", "\"095\""},
		{"value", "+95", "\"+95\""},
		{"value", "x", "\"x\""},
		{"value", "99999999999999999999", "\"99999999999999999999\""},
		{"target", "91.57", "91.57"},
		{"target", "91.50", "91.5"},
		{"target", "-0.05", "-0.05"},
		{"target", "70", "70"},
		{"target", "1.234", "1.234"},
		{"target", "\"91,57\"", "\"91,57\""},
		{"target", "73.64%", "\"73.64%\""},
		{"target", "1e3", "\"1e3\""},
		{"final", "true", "true"},
		{"final", "FALSE", "false"},
		{"final", "1", "true"},
		{"final", "0", "false"},
		{"final", "yes", "\"yes\""},
		{"final", "01", "\"01\""},
		{"note", "95", "\"95\""},
		{"note", "true", "\"true\""},
		{"note", " x ", "\"x\""},
		{"note", "\u00a0x \u200by\u200b", "\"x \u200by\""},
		{"since", "2021-06-30", "\"2021-06-30\""},
		{"since", "30/06/2021", "\"2021-06-30\""},
		{"since", "7/6/2021 ", "\"2021-06-07\""},
		{"since", "29/2/2020", "\"2020-02-29\""},
		{"since", "31/11/1980", "\"31/11/1980\""},
		{"since", "06/30/2021", "\"06/30/2021\""},
		{"since", "0/6/2021", "\"0/6/2021\""},
		{"since", "001/6/2021", "\"001/6/2021\""},
		{"since", "1/6/21", "\"1/6/21\""},
		{"since", "1/6/20210", "\"1/6/20210\""},
		{"since", "1/6/2021 8:00", "\"1/6/2021 8:00\""},
		{"since", "1//2021", "\"1//2021\""},
		{"note", "30/06/2021", "\"30/06/2021\""},
	};
	char file[200], rows[200];

	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		snprintf(file, sizeof file, "element,%s\na,%s\n", cases[i].column, cases[i].cell);
		snprintf(rows, sizeof rows, "[{\"element\":\"a\",\"%s\":%s}]", cases[i].column,
			cases[i].json);
		assert_csv(file, rows, "2", "");
	}
	/* Not even a double can hold this one. */
	char huge[500] = "element,target\na,";
	memset(huge + strlen(huge), '9', 400);
	assert_csv(huge, NULL, "2", "");
}

/* Between commas a comma separates; where it does not, it is the one of a decimal. */
static void decimal_commas(void **state)
{
	(void)state;
	static const struct {
		const char *cell, *json;
	} cases[] = {
		{"70,5", "70.5"},
		{"-0,05", "-0.05"},
		{"70.5", "70.5"},
		{"70", "70"},
		{"1.144,5", "\"1.144,5\""},
		{"1.100", "\"1.100\""},
		{"1.10", "1.1"},
		{"1,144,5", "\"1,144,5\""},
		{"70,", "\"70,\""},
		{",5", "\",5\""},
		{"-,5", "\"-,5\""},
		{"070,5", "\"070.5\""},
		{"70,5%", "\"70,5%\""},
	};
	char file[200], rows[200];

	for (size_t i = 0; i < LENGTH_OF(cases) * 2; i++) {
		char separator = i % 2 ? ';' : '\t';
		snprintf(file, sizeof file, "element%ctarget\na%c%s\n", separator, separator,
			cases[i / 2].cell);
		snprintf(rows, sizeof rows, "[{\"element\":\"a\",\"target\":%s}]",
			cases[i / 2].json);
		assert_csv(file, rows, "2", "");
	}
	assert_csv("element;value\na;95,0\n", "[{\"element\":\"a\",\"value\":\"95,0\"}]", "2", "");
}

static void case_01_trailing_empty_columns(void **state)
{
	(void)state;
	static const char rows[] =
		"[{\"element\":\"a\",\"value\":1},{\"element\":\"b\",\"value\":2}]";

	assert_csv("element;value;;;\r\na;1;;;\r\nb;2;;;\r\n;;;;\r\n", rows, "2 3", "");
	assert_csv("element;;value;\u00a0\na;;1; \nb; ;2\n", rows, "2 3", "");
	assert_csv("element;value;\na;1;\nb;2;;;\n", rows, "2 3", "");
	assert_csv("element;value;;\na;1;x;\nb;2;y;z\n", rows, "2 3",
		"2:3 COLUMN_UNNAMED x\n3:4 COLUMN_UNNAMED z");
}

static void case_02_rows_cut_behind_their_last_cell(void **state)
{
	(void)state;
	assert_csv("element,value,note\na,1\nb\nc,,x\n",
		"[{\"element\":\"a\",\"value\":1,\"note\":null},"
		"{\"element\":\"b\",\"value\":null,\"note\":null},"
		"{\"element\":\"c\",\"note\":\"x\",\"value\":null}]",
		"2 3 4", "");
}

static void case_03_line_that_names_the_separator(void **state)
{
	(void)state;
	static const char rows[] = "[{\"element\":\"a\",\"note\":\"x,y,z\"}]";

	assert_csv("sep=;\r\nelement;note\r\na;x,y,z\r\n", rows, "3", "");
	assert_csv("\xef\xbb\xbfSEP=;\n\nelement;note\na;x,y,z\n", rows, "4", "");
	assert_csv("\"sep=;\"\nelement;note\na;x,y,z\n", rows, "3", "");
	assert_csv("sep=,\nelement,note\na,\"x,y,z\"\n", rows, "3", "");
	assert_csv("sep=\t\nelement\tnote\na\tx,y,z\n", rows, "3", "");
	assert_csv("sep=|\nelement|note\na|x\n", "[]", "", "2:0 SEPARATOR |");
	assert_csv("sep=;\n", "[]", "", "0:0 EMPTY");
	assert_csv("sep=;;\nelement;note\na;x,y,z\n", rows, "3", "");
	assert_csv("sep=x\nelement\na\n", "[{\"element\":\"a\"}]", "3", "1:0 TITLE sep=x");
}

static void case_05_line_ends_of_a_macintosh(void **state)
{
	(void)state;
	static const char rows[] =
		"[{\"element\":\"a\",\"value\":1},{\"element\":\"b\",\"value\":2}]";

	assert_csv("element,value\ra,1\rb,2\r", rows, "2 3", "");
	assert_csv("element,value\r\na,1\r\rb,2\n", rows, "2 4", "");
	assert_csv("element,note\ra,\"x\ry\r\nz\"\rb,\r", NULL, "2 5", "");
}

static void case_09_blanks_and_capitals_of_a_header(void **state)
{
	(void)state;
	static const char rows[] = "[{\"element\":\"a\",\"value\":1}]";

	assert_csv("element\u00a0;\u200bvalue\na;1\n", rows, "2", "");
	assert_csv("Element;VALUE\na;1\n", rows, "2", "");
	assert_csv("element;Value;value\na;1;2\n", NULL, NULL, "1:3 COLUMN_TWICE value");
}

static void headings_for_people(void **state)
{
	(void)state;
	static const char rows[] = "[{\"element\":\"a\",\"value\":1}]";

	assert_csv("Mã số liệu;Số liệu\na;1\n", rows, "2", "");
	assert_csv("MÃ SỐ LIỆU ,\u00a0so  lieu\na,1\n", rows, "2", "");
	assert_csv("Ma\u0303 so\u0302\u0301 lie\u0323\u0302u;value\na;1\n", rows, "2", "");
	assert_csv("Mã số;Số liệu\na;1\n", NULL, NULL,
		"1:1 COLUMN_UNKNOWN Mã số\n1:0 COLUMN_MISSING element");
	assert_csv("element;Số liệu;value\na;1;2\n", NULL, NULL, "1:3 COLUMN_TWICE value");
	/* A line above the table may say one of its columns, and what it is for all rows. */
	assert_csv("Số liệu;tháng 6\nMã số liệu;Số liệu\na;1\n", rows, "3", "1:0 TITLE Số liệu");
	assert_csv("SỐ LIỆU\nMã số liệu;Số liệu\na;1\n", rows, "3", "1:0 TITLE SỐ LIỆU");
	assert_csv("element;Số liệu tháng 6;Số liệu tháng 5\nelement;;\n", NULL, NULL,
		"1:2 COLUMN_UNKNOWN Số liệu tháng 6\n1:3 COLUMN_UNKNOWN Số liệu tháng 5");
}

static void case_10_row_of_blanks(void **state)
{
	(void)state;
	assert_csv("\u00a0; \nelement;value\na;1\n\u00a0;\u202f\u200b\n",
		"[{\"element\":\"a\",\"value\":1}]", "3", "");
}

static void titles_and_sums(void **state)
{
	(void)state;
	static const char rows[] = "[{\"element\":\"a\",\"value\":1}]";

	assert_csv("BÁO CÁO, tháng 6;;\n\n\"VKSND\ntỉnh\";;\nelement;value\na;1\nTổng cộng;1\n",
		rows, "6", "1:0 TITLE BÁO CÁO, tháng 6\n3:0 TITLE VKSND\ntỉnh\n7:0 SUM Tổng cộng");
	assert_csv("element;note;value\na;;1\n;CỘNG:;1\n",
		"[{\"element\":\"a\",\"value\":1,\"note\":null}]", "2", "3:0 SUM CỘNG:");
	assert_csv("element;value\na;1\ntong cong;1;2;3\n", rows, "2", "3:0 SUM tong cong");
	assert_csv("element;note\ncong_an;Tổng cộng\n",
		"[{\"element\":\"cong_an\",\"note\":\"Tổng cộng\"}]", "2", "");
	/* Where nothing looks like a header, the first line is it. */
	assert_csv("dt_new_c;88\na;1\n", "[{}]", "2",
		"1:1 COLUMN_UNKNOWN dt_new_c\n1:2 COLUMN_UNKNOWN 88\n1:0 COLUMN_MISSING element");
	assert_csv("\"open\nelement;value\na;1\n", NULL, NULL, "1:1 QUOTE");
}

static void empty_cells(void **state)
{
	(void)state;
	static const struct property nullable[] = {
		{.name = "unit", .schema = &text, .required = true},
		{.name = "target", .schema = &number, .required = true},
		{.name = "value", .schema = &count},
	};
	static const struct schema schema = {
		.types = SCHEMA_OBJECT, .properties = nullable, .property_count = 3};
	struct csv csv;

	assert_true(
		csv_read("unit,target,value\n,,\nx,,\n,1,\n", 28, &schema, 10, NULL, NULL, &csv));
	char *rows = json_dumps(csv.rows, JSON_COMPACT);
	assert_string_equal(rows,
		"[{\"unit\":\"x\",\"target\":null,\"value\":null},{\"target\":1,\"value\":null}]");
	free(rows);
	csv_free(&csv);
}

static void faults_of_the_header(void **state)
{
	(void)state;
	assert_csv("", "[]", "", "0:0 EMPTY");
	assert_csv("\xef\xbb\xbf", "[]", "", "0:0 EMPTY");
	assert_csv("\n\r\n\n", "[]", "", "0:0 EMPTY");
	assert_csv("value,note\n1,x\n", NULL, NULL, "1:0 COLUMN_MISSING element");
	assert_csv("element,vaule\na,1\n", NULL, NULL, "1:2 COLUMN_UNKNOWN vaule");
	assert_csv("element,value,element\na,1,b\n", NULL, NULL, "1:3 COLUMN_TWICE element");
	assert_csv("element,parts\na,1\n", NULL, NULL, "1:2 COLUMN_UNKNOWN parts");
	assert_csv("\nElements,,value,value\na,,1,2\n", NULL, NULL,
		"2:1 COLUMN_UNKNOWN Elements\n2:4 COLUMN_TWICE value\n2:0 COLUMN_MISSING element");
	assert_csv(" element , value\na,1\n", "[{\"element\":\"a\",\"value\":1}]", "2", "");
}

static void all_faulty_rows_are_named(void **state)
{
	(void)state;
	assert_csv("element,value\na,1,2,3\nb,1,2\nc,\"3\"4\nd,5\n", NULL, NULL,
		"2:3 CELLS 2\n3:3 CELLS 2\n4:2 QUOTE");
	assert_csv("element,vaule\na,1,2\n", NULL, NULL, "1:2 COLUMN_UNKNOWN vaule\n2:3 CELLS 2");
}

static void rows_are_bounded(void **state)
{
	(void)state;
	assert_csv("element\na\nb\nc\n\n", NULL, "2 3 4", "");
	assert_csv("element\na\nb\nc\nd\ne\n", NULL, "2 3 4", "5:0 TOO_MANY");
}

static bool stop_at_second(void *context, const struct csv_report *fault)
{
	(void)fault;
	return ++*(int *)context < 2;
}

static void sink_may_stop_the_reading(void **state)
{
	(void)state;
	static const char file[] = "element,x,y,z\na\nb\n";
	int seen = 0;
	struct csv csv;

	assert_false(csv_read(file, strlen(file), &row, 10, stop_at_second, &seen, &csv));
	assert_int_equal(seen, 2);
	csv_free(&csv);
}

static void columns_by_name(void **state)
{
	(void)state;
	static const char file[] = "element,value\na,1\n";
	struct csv csv;

	assert_true(csv_read(file, strlen(file), &row, 10, NULL, NULL, &csv));
	assert_int_equal(csv_column(&csv, "element"), 1);
	assert_int_equal(csv_column(&csv, "value"), 2);
	assert_int_equal(csv_column(&csv, "note"), 0);
	assert_int_equal(csv.column_count, 2);
	csv_free(&csv);
	csv_free(&csv);
	csv_free(NULL);
}

static size_t allocations_left;

static void *scarce_malloc(size_t size)
{
	if (allocations_left == 0)
		return NULL;
	allocations_left--;
	return malloc(size);
}

/* Wherever memory ends: all rows or none, and no fault of the client's. */
static void short_memory_gives_no_rows(void **state)
{
	(void)state;
	static const char file[] = "element,value,note\na,1,x\nb,2,y\n";
	struct buffer faults = {0};
	bool whole = false;
	size_t given;

	json_set_alloc_funcs(scarce_malloc, free);
	for (given = 0; !whole; given++) {
		struct csv csv;
		allocations_left = given;
		whole = csv_read(file, strlen(file), &row, 10, print_fault, &faults, &csv);
		assert_int_equal(whole, csv.rows != NULL);
		assert_int_equal(faults.length, 0);
		csv_free(&csv);
	}
	json_set_alloc_funcs(malloc, free);
	assert_true(given > 10);
}

/* Wherever a spreadsheet may cut the cell, no piece of it begins with the sign of a formula. */
static void assert_no_formula(const char *cell, size_t length)
{
	static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

	for (size_t i = 0; i < length; i++) {
		if (i > 0 && !strchr(",;\t\r\n", cell[i - 1]))
			continue;
		size_t begin = i;

		while (begin < length && (cell[begin] == ' ' || cell[begin] == '"'))
			begin++;
		for (size_t s = 0; begin < length && s < LENGTH_OF(signs); s++)
			if (strncmp(cell + begin, signs[s], strlen(signs[s])) == 0)
				fail_msg("%.*s", (int)length, cell);
	}
}

/* In place: no stored text has them. */
static char *without_outer_blanks(char *cell)
{
	char *end;

	cell += strspn(cell, " \t\r\n");
	for (end = cell + strlen(cell); end > cell && strchr(" \t\r\n", end[-1]); end--)
		;
	*end = '\0';
	return cell;
}

/* What buffer_csv() exports comes back as it was, whatever is in it and whatever separates. */
static void random_texts_come_back(void **state)
{
	(void)state;
	static const char *const pieces[] = {"a", ",", ";", "\"", "\n", "\r", "\r\n", "'", "=", "+",
		"-", "@", "\t", " ", "Đắk", "|", "0", "＝", "＋", "－", "＠"};
	struct buffer file = {0};

	for (int round = 0; round < 10000; round++) {
		char pieced[64] = "";
		for (uint64_t n = next_random() % 8 + 1; n > 0; n--)
			strcat(pieced, pieces[next_random() % LENGTH_OF(pieces)]);
		const char *note = without_outer_blanks(pieced);
		char separator = ",;\t"[round % 3];
		buffer_truncate(&file, 0);
		buffer_printf(
			&file, "element%cnote%cparent\r\nx%c", separator, separator, separator);
		size_t begin = file.length;
		buffer_csv(&file, note, strlen(note));
		assert_no_formula(file.data + begin, file.length - begin);
		buffer_printf(&file, "%cy\r\n", separator);

		struct csv csv;
		assert_true(csv_read(file.data, file.length, &row, 10, NULL, NULL, &csv));
		assert_int_equal(csv.count, 1);
		const json_t *read = json_array_get(csv.rows, 0);
		const char *found = json_string_value(json_object_get(read, "note"));
		assert_string_equal(found ? found : "", note);
		assert_string_equal(json_string_value(json_object_get(read, "parent")), "y");
		csv_free(&csv);
	}
	buffer_free(&file);
}

/* Any bytes at all: no crash, no read behind the end, and a fault or rows. */
static void random_files_are_harmless(void **state)
{
	(void)state;
	static const char *const pieces[] = {"element", "value", "note", ",", ";", "\"", "\n",
		"\r\n", "\r", "\t", "|", "1", " ", "\xef\xbb\xbf", "\"\"", "sep=", "\u00a0",
		"Tổng"};

	for (int round = 0; round < 10000; round++) {
		char file[256] = "";
		for (uint64_t n = next_random() % 30; n > 0; n--)
			strcat(file, pieces[next_random() % LENGTH_OF(pieces)]);
		char *exact =
			malloc(strlen(file) + !*file); /* so that the sanitizer sees its end */
		memcpy(exact, file, strlen(file));
		struct buffer faults = {0};
		struct csv csv;
		bool fine = csv_read(exact, strlen(file), &row, 5, print_fault, &faults, &csv);
		assert_int_equal(fine, faults.length == 0);
		csv_free(&csv);
		buffer_free(&faults);
		free(exact);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_become_objects),
		cmocka_unit_test(line_ends_and_bom),
		cmocka_unit_test(separators),
		cmocka_unit_test(quotes),
		cmocka_unit_test(formula_guard_is_taken_off),
		cmocka_unit_test(cells_by_type),
		cmocka_unit_test(decimal_commas),
		cmocka_unit_test(case_01_trailing_empty_columns),
		cmocka_unit_test(case_02_rows_cut_behind_their_last_cell),
		cmocka_unit_test(case_03_line_that_names_the_separator),
		cmocka_unit_test(case_05_line_ends_of_a_macintosh),
		cmocka_unit_test(case_09_blanks_and_capitals_of_a_header),
		cmocka_unit_test(headings_for_people),
		cmocka_unit_test(case_10_row_of_blanks),
		cmocka_unit_test(titles_and_sums),
		cmocka_unit_test(empty_cells),
		cmocka_unit_test(faults_of_the_header),
		cmocka_unit_test(all_faulty_rows_are_named),
		cmocka_unit_test(rows_are_bounded),
		cmocka_unit_test(sink_may_stop_the_reading),
		cmocka_unit_test(columns_by_name),
		cmocka_unit_test(short_memory_gives_no_rows),
		cmocka_unit_test(random_texts_come_back),
		cmocka_unit_test(random_files_are_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
