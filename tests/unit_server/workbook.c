/* Sheets: what each kind of cell becomes, what is locked and checked, and what a sheet has no place for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "kit/unzip.h"
#include "workbook.h"

#define SHEET "xl/worksheets/sheet1.xml"

static const struct workbook_column columns[] = {{.heading = "code", .kind = WORKBOOK_TEXT},
	{.heading = "count", .kind = WORKBOOK_WHOLE}, {.heading = "rate", .kind = WORKBOOK_DECIMAL},
	{.heading = "day", .kind = WORKBOOK_DAY}, {.heading = "late", .kind = WORKBOOK_BOOL}};
#define COLUMNS (sizeof columns / sizeof *columns)

static void add_row(struct workbook *book, const char *const *cells, size_t count)
{
	workbook_row(book);
	for (size_t i = 0; i < count; i++)
		workbook_cell(book, cells[i], strlen(cells[i]));
}

/* A part of the file that the rows make. */
static char *part_of(const char *const (*rows)[COLUMNS], size_t count, const char *part)
{
	struct buffer out = {0};
	struct workbook *book = workbook_open(&out, "don-vi", columns, COLUMNS, false);

	assert_non_null(book);
	for (size_t i = 0; i < count; i++)
		add_row(book, rows[i], COLUMNS);
	workbook_end(book);
	assert_int_equal(workbook_fault(book), WORKBOOK_FITS);
	workbook_free(book);
	char *text = unzip_part(out.data, out.length, part);

	assert_non_null(text);
	buffer_free(&out);
	return text;
}

static void assert_has(const char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		fail_msg("%s is not in %s", wanted, text);
}

static void gives_each_cell_its_type(void **state)
{
	static const char *const rows[][COLUMNS] = {{"007", "-12", "75.32", "2021-06-30", "true"},
		{"=1+1", "9007199254740991", "0.00", "1900-01-01", "false"}, {"", "", "", "", ""}};
	char *text = part_of(rows, 3, SHEET);

	(void)state;
	assert_has(
		text, "<row r=\"1\"><c r=\"A1\" s=\"12\" t=\"inlineStr\"><is><t>code</t></is></c>");
	assert_has(text, "<c r=\"A2\" s=\"0\" t=\"inlineStr\"><is><t>007</t></is></c>");
	assert_has(text, "<c r=\"B2\" s=\"1\"><v>-12</v></c>");
	assert_has(text, "<c r=\"C2\" s=\"2\"><v>75.32</v></c>");
	assert_has(text, "<c r=\"D2\" s=\"3\"><v>44377</v></c>");
	assert_has(text, "<c r=\"E2\" s=\"4\" t=\"b\"><v>1</v></c>");
	/* No formula; and what a spreadsheet would not keep to the last digit is text. */
	assert_has(text, "<is><t>=1+1</t></is>");
	assert_has(
		text, "<c r=\"B3\" s=\"0\" t=\"inlineStr\"><is><t>9007199254740991</t></is></c>");
	assert_has(text, "<c r=\"D3\" s=\"0\" t=\"inlineStr\"><is><t>1900-01-01</t></is></c>");
	assert_has(text, "<c r=\"E3\" s=\"4\" t=\"b\"><v>0</v></c>");
	assert_has(text, "<row r=\"4\"></row></sheetData><autoFilter ref=\"A1:E4\"/></worksheet>");
	assert_has(text, "state=\"frozen\"");
	assert_null(strstr(text, "<f>"));
	free(text);
}

static void makes_columns_as_wide_as_what_is_in_them(void **state)
{
	static const char *const rows[][COLUMNS] = {
		{"Viện kiểm sát nhân dân tỉnh", "1", "1.00", "2021-06-30", "true"}};
	char *text = part_of(rows, 1, SHEET);

	(void)state;
	assert_has(text, "<col min=\"1\" max=\"1\" width=\"31\" customWidth=\"1\"/>");
	assert_has(text, "<col min=\"2\" max=\"2\" width=\"11\" customWidth=\"1\"/>");
	free(text);
}

static void says_how_cells_look(void **state)
{
	char *text = part_of(NULL, 0, "xl/styles.xml");

	(void)state;
	assert_has(text, "numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"");
	assert_has(text, "numFmtId=\"165\" formatCode=\"0.000\"");
	assert_has(text, "<cellXfs count=\"13\"><xf numFmtId=\"49\"");
	assert_int_equal(unzip_count(text, "locked=\"0\""), 6);
	free(text);
	text = part_of(NULL, 0, "xl/workbook.xml");
	assert_has(text, "<sheet name=\"don-vi\"");
	assert_has(text, "hidden=\"1\">'don-vi'!$A$1:$E$1</definedName>");
	free(text);
}

static void writes_what_xml_has_no_place_for(void **state)
{
	static const char *const rows[][COLUMNS] = {{"<a&\"b\">", "", "", "", ""},
		{" hai\ndòng ", "", "", "", ""}, {"a\x01\r_x000D_", "", "", "", ""},
		{"\xef\xbf\xbf\xef\xac\x81_x00_", "", "", "", ""}};
	char *text = part_of(rows, 4, SHEET);

	(void)state;
	assert_has(text, "<t>&lt;a&amp;&quot;b&quot;&gt;</t>");
	assert_has(text, "<t xml:space=\"preserve\"> hai\ndòng </t>");
	assert_has(text, "<t>a_x0001__x000D__x005F_x000D_</t>");
	assert_has(text, "<t>_xFFFF_\xef\xac\x81_x00_</t>");
	free(text);
}

/* An older spreadsheet shows a long text as ####, were its cell formatted as text. */
static void leaves_long_texts_unformatted(void **state)
{
	char longer[257];

	(void)state;
	memset(longer, 'a', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	const char *const rows[][COLUMNS] = {
		{longer, "", "", "", ""}, {longer + 1, "", "", "", ""}};
	char *text = part_of(rows, 2, SHEET);

	assert_has(text, "<c r=\"A2\" s=\"4\" t=\"inlineStr\">");
	assert_has(text, "<c r=\"A3\" s=\"0\" t=\"inlineStr\">");
	free(text);
}

static void locks_a_template(void **state)
{
	static const struct workbook_column template[] = {{.heading = "element"},
		{.heading = "value",
			.kind = WORKBOOK_WHOLE,
			.open = true,
			.refusal = "Chỉ nhập \"số\"",
			.least = 0,
			.most = 1000},
		{.heading = "rate",
			.kind = WORKBOOK_DECIMAL,
			.open = true,
			.refusal = "Chỉ nhập số",
			.least = -50,
			.most = 10000},
		{.heading = "note", .open = true}};
	struct buffer out = {0};
	struct workbook *book = workbook_open(&out, "mau", template, 4, true);

	(void)state;
	add_row(book, (const char *const[]){"tb_open", "397", "", ""}, 4);
	add_row(book, (const char *const[]){"tb_new", "", "1.50", ""}, 4);
	workbook_end(book);
	workbook_free(book);
	char *text = unzip_part(out.data, out.length, SHEET);

	assert_non_null(text);
	assert_has(text,
		"<c r=\"A2\" s=\"0\" t=\"inlineStr\"><is><t>tb_open</t></is></c>"
		"<c r=\"B2\" s=\"7\"><v>397</v></c><c r=\"C2\" s=\"8\"/><c r=\"D2\" s=\"6\"/></row>");
	assert_has(text, "<c r=\"B3\" s=\"7\"/><c r=\"C3\" s=\"8\"><v>1.50</v></c>");
	assert_has(text,
		"</sheetData><sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\"/>"
		"<dataValidations count=\"2\"><dataValidation type=\"whole\" allowBlank=\"1\" showErrorMessage=\"1\""
		" sqref=\"B2:B3\" error=\"Chỉ nhập &quot;số&quot;\"><formula1>0</formula1><formula2>1000</formula2>");
	assert_has(text,
		"<dataValidation type=\"decimal\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"C2:C3\" "
		"error=\"Chỉ nhập số\"><formula1>-0.50</formula1><formula2>100.00</formula2>");
	assert_null(strstr(text, "autoFilter"));
	free(text);
	buffer_free(&out);
}

/* Whoever owns the buffer takes away what is in it, as the file of a list does. */
static void holds_as_many_rows_as_a_sheet(void **state)
{
	static const struct workbook_column one[] = {{.heading = "n", .kind = WORKBOOK_WHOLE}};
	struct buffer out = {0}, taken = {0};
	struct workbook *book = workbook_open(&out, "nhieu", one, 1, false);
	size_t most = 0;

	(void)state;
	for (int i = 0; i < WORKBOOK_ROWS; i++) {
		add_row(book, (const char *const[]){"1"}, 1);
		most = out.length > most ? out.length : most;
		buffer_bytes(&taken, out.data, out.length);
		buffer_truncate(&out, 0);
	}
	assert_true(most < 64 * 1024);
	assert_int_equal(workbook_fault(book), WORKBOOK_FITS);
	workbook_end(book);
	assert_int_equal(workbook_fault(book), WORKBOOK_FITS);
	workbook_free(book);
	buffer_bytes(&taken, out.data, out.length);
	char *text = unzip_part(taken.data, taken.length, SHEET);

	assert_non_null(text);
	assert_int_equal(unzip_count(text, "<v>1</v>"), WORKBOOK_ROWS);
	assert_has(text, "<autoFilter ref=\"A1:A1048576\"/>");
	free(text);
	buffer_free(&taken);
	buffer_free(&out);
}

static void has_no_place_for_more(void **state)
{
	static const struct workbook_column one[] = {{.heading = "n"}};
	struct buffer out = {0};
	struct workbook *book = workbook_open(&out, "nhieu", one, 1, false);

	(void)state;
	for (int i = 0; i < WORKBOOK_ROWS; i++) {
		workbook_row(book);
		buffer_truncate(&out, 0);
	}
	assert_int_equal(workbook_fault(book), WORKBOOK_FITS);
	add_row(book, (const char *const[]){"one more"}, 1);
	assert_int_equal(workbook_fault(book), WORKBOOK_TOO_MUCH);
	workbook_end(book);
	workbook_free(book);

	/* Letters beyond the first plane count twice. */
	struct buffer text = {0};

	for (int i = 0; i < WORKBOOK_LETTERS / 2; i++)
		buffer_text(&text, "\U0001f3c5");
	book = workbook_open(&out, "dai", one, 1, false);
	workbook_row(book);
	buffer_char(&text, 'a');
	workbook_cell(book, text.data, text.length);
	assert_int_equal(workbook_fault(book), WORKBOOK_FITS);
	workbook_row(book);
	buffer_char(&text, 'b');
	workbook_cell(book, text.data, text.length);
	assert_int_equal(workbook_fault(book), WORKBOOK_TOO_MUCH);
	workbook_free(book);
	buffer_free(&text);
	buffer_free(&out);
}

static void tells_that_the_buffer_lost_something(void **state)
{
	struct buffer out = {0};
	struct workbook *book = workbook_open(&out, "don-vi", columns, COLUMNS, false);

	(void)state;
	out.failed = true;
	workbook_end(book);
	assert_int_equal(workbook_fault(book), WORKBOOK_NO_MEMORY);
	workbook_free(book);
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_each_cell_its_type),
		cmocka_unit_test(makes_columns_as_wide_as_what_is_in_them),
		cmocka_unit_test(says_how_cells_look),
		cmocka_unit_test(writes_what_xml_has_no_place_for),
		cmocka_unit_test(leaves_long_texts_unformatted),
		cmocka_unit_test(locks_a_template),
		cmocka_unit_test(holds_as_many_rows_as_a_sheet),
		cmocka_unit_test(has_no_place_for_more),
		cmocka_unit_test(tells_that_the_buffer_lost_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
