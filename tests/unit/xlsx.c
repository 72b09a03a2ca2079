/*
 * Workbooks as data: the inside of a sheet, and the CSV that it gives. They are packed here part by part, as Excel,
 * LibreOffice and others write them, and as nobody should.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "csv.h"
#include "kit/sheet.h"
#include "xlsx.h"

#define MAIN       "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT     "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define RELATION   "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define STRICT_REL "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define RELATIONS  "http://schemas.openxmlformats.org/package/2006/relationships"
#define SHEET      "xl/worksheets/sheet1.xml"
#define BEGIN      "<worksheet xmlns='" MAIN "'><sheetData>"
#define END        "</sheetData></worksheet>"
#define PART(p, t) ((struct sheet_part){p, t, 0})
#define LENGTH(a)  (sizeof(a) / sizeof *(a))
#define MOST       65536

/* The usual parts, with others in place of or beside them. */
static void pack(const struct sheet_part *more, size_t count, struct buffer *out)
{
	struct sheet_part parts[SHEET_PARTS + 8];

	memcpy(parts, sheet_parts, sizeof sheet_parts);
	memcpy(parts + SHEET_PARTS, more, count * sizeof *more);
	sheet_pack(parts, SHEET_PARTS + count, out);
}

/* What the workbook gives: each sheet's CSV without its first line; in front of a line its row when that is another
 * than one would think, and the bad cells below. */
static void print_table(const struct xlsx_table *table, struct buffer *out)
{
	static const char first[] = "sep=,\n";
	size_t line = 2, row = 1;

	assert_memory_equal(table->csv.data, first, sizeof first - 1);
	for (const char *at = table->csv.data + sizeof first - 1,
			*end = table->csv.data + table->csv.length;
		at < end; line++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t length = stop ? (size_t)(stop + 1 - at) : (size_t)(end - at);

		if (xlsx_row(table, line) != row)
			buffer_printf(out, "%zu: ", xlsx_row(table, line));
		buffer_bytes(out, at, length);
		row = xlsx_row(table, line) + 1;
		at += length;
	}
	for (size_t i = 0; i < table->bad_count; i++) {
		char name[XLSX_CELL_SIZE];

		xlsx_cell_name(table->bad[i].row, table->bad[i].column, name);
		buffer_printf(out, "%s %s\n", name, table->bad[i].found);
	}
}

static const char *const fault_names[] = {
	"FINE", "OLD", "LOCKED", "BROKEN", "NO_WORKBOOK", "PART", "TOO_LARGE", "MEMORY"};

static void print_book(const char *bytes, size_t length, struct buffer *out)
{
	struct xlsx book;
	enum xlsx_fault fault = xlsx_open(&book, bytes, length);

	for (size_t i = 0; !fault && i < book.sheet_count; i++) {
		struct xlsx_table table;

		fault = xlsx_read(&book, i, MOST, &table);
		if (i)
			buffer_text(out, "--\n");
		if (!fault)
			print_table(&table, out);
		xlsx_table_free(&table);
	}
	if (fault) {
		buffer_truncate(out, 0);
		buffer_printf(out, "%s%s%s", fault_names[fault], fault == XLSX_PART ? " " : "",
			fault == XLSX_PART ? book.part : "");
	}
	xlsx_close(&book);
	buffer_string(out);
}

static void assert_book(const struct sheet_part *more, size_t count, const char *expected)
{
	struct buffer book = {0}, found = {0};

	pack(more, count, &book);
	print_book(book.data, book.length, &found);
	if (strcmp(found.data, expected) != 0)
		fail_msg("%s\n  expected: %s\n  found:    %s", more[count - 1].text, expected,
			found.data);
	buffer_free(&book);
	buffer_free(&found);
}

static void assert_sheet(const char *rows, const char *expected)
{
	struct buffer sheet = {0};

	buffer_printf(&sheet, BEGIN "%s" END, rows);
	assert_book(&PART(SHEET, buffer_string(&sheet)), 1, expected);
	buffer_free(&sheet);
}

/* One cell, of these attributes. */
static void assert_cell(const char *attributes, const char *inside, const char *expected)
{
	struct buffer row = {0}, line = {0};

	buffer_printf(&row, "<row><c %s>%s</c></row>", attributes, inside);
	buffer_printf(&line, "%s%s", expected, *expected ? "\n" : "");
	assert_sheet(buffer_string(&row), buffer_string(&line));
	buffer_free(&row);
	buffer_free(&line);
}

static void cells_have_kinds(void **state)
{
	(void)state;
	assert_cell("t='s'", "<v>0</v>", "\"chờ\"");
	assert_cell("t='s'", "<v>1</v>", "\"a & b\"");
	assert_cell("t='inlineStr'", "<is><t>a, \"b\"</t></is>", "\"a, \"\"b\"\"\"");
	assert_cell("t='str'", "<f>A1&amp;B1</f><v>95</v>", "\"95\"");
	assert_cell("t='b'", "<v>1</v>", "true");
	assert_cell("t='b'", "<v>0</v>", "false");
	assert_cell("t='n'", "<v>95</v>", "95");
	assert_cell("", "<f>SUM(A1:A2)</f><v>95</v>", "95");
	assert_cell("t='d'", "<v>2021-06-30</v>", "\"2021-06-30\"");
	assert_cell("t='d'", "<v>2021-06-30T00:00:00Z</v>", "\"2021-06-30\"");
	assert_cell("t='d'", "<v>2021-06-30T08:30:00</v>", "\"2021-06-30T08:30:00\"");
	assert_cell("", "", "");
	assert_cell("s='3'", "", "");
	assert_cell("", "<v></v>", "");
	assert_cell("t='str'", "<f>\"\"</f><v></v>", "");
	assert_cell("", "<v>abc</v>", "\"abc\"");
	assert_cell("", "<v>nan</v>", "\"nan\"");
	assert_cell("", "<v>0x1p3</v>", "\"0x1p3\"");
}

static void numbers_are_decimals(void **state)
{
	(void)state;
	assert_cell("", "<v>1.1000000000000001</v>", "1.1");
	assert_cell("", "<v>0.30000000000000004</v>", "0.3");
	assert_cell("", "<v>95.0</v>", "95");
	assert_cell("", "<v>-70.5</v>", "-70.5");
	assert_cell("", "<v>1E-3</v>", "0.001");
	assert_cell("", "<v>1.1440000000000001E3</v>", "1144");
	assert_cell("", "<v>12345678.9</v>", "12345678.9");
	assert_cell("", "<v>999999999999999.9</v>", "1000000000000000");
	assert_cell("", "<v>9007199254740992</v>", "9007199254740992");
	assert_cell("", "<v>9.007199254740992E15</v>", "9007199254740992");
	assert_cell("", "<v>1E20</v>", "100000000000000000000");
	assert_cell("", "<v>12345678901234567890</v>", "12345678901234567890");
	assert_cell("", "<v>1e300</v>", "1e+300");
	assert_cell("", "<v>1e999</v>", "\"1e999\"");
	assert_cell("", "<v>-0.0</v>", "0");
	assert_cell("s='4'", "<v>0.75</v>", "0.75");
}

static void days_are_days(void **state)
{
	(void)state;
	assert_cell("s='1'", "<v>44377</v>", "2021-06-30");
	assert_cell("s='1'", "<v>44377.354166666664</v>", "2021-06-30 08:30:00");
	assert_cell("s='1'", "<v>44376.999999999</v>", "2021-06-30");
	assert_cell("s='2'", "<v>44348</v>", "2021-06");
	assert_cell("s='3'", "<v>44377.5</v>", "2021-06-30 12:00:00");
	assert_cell("s='1'", "<v>0.5</v>", "12:00:00");
	assert_cell("s='1'", "<v>0</v>", "0");
	assert_cell("s='1'", "<v>1</v>", "1900-01-01");
	assert_cell("s='1'", "<v>59</v>", "1900-02-28");
	assert_cell("s='1'", "<v>60</v>", "60");
	assert_cell("s='1'", "<v>61</v>", "1900-03-01");
	assert_cell("s='1'", "<v>2958465</v>", "9999-12-31");
	assert_cell("s='1'", "<v>2958466</v>", "2958466");
	assert_cell("s='1'", "<v>-1</v>", "-1");
	assert_cell("s='1' t='s'", "<v>0</v>", "\"chờ\"");
	assert_cell("s='99999'", "<v>44377</v>", "44377");
}

static void days_may_begin_in_1904(void **state)
{
	struct sheet_part parts[] = {
		PART("xl/workbook.xml",
			"<workbook xmlns='" MAIN "' xmlns:r='" RELATION
			"'><workbookPr date1904='1'/>"
			"<sheets><sheet name='a' sheetId='1' r:id='rId1'/></sheets></workbook>"),
		PART(SHEET, BEGIN "<row><c s='1'><v>42915</v></c><c s='1'><v>0</v></c></row>" END)};

	(void)state;
	assert_book(parts, LENGTH(parts), "2021-06-30,1904-01-01\n");
}

/* A number of that format: a day or not. */
static void assert_format(const char *attributes, const char *code, const char *expected)
{
	struct buffer styles = {0}, line = {0};
	struct sheet_part parts[] = {PART("xl/styles.xml", NULL),
		PART(SHEET, BEGIN "<row><c s='1'><v>44377</v></c></row>" END)};

	buffer_text(&styles, "<styleSheet xmlns='" MAIN "'>");
	if (code)
		buffer_printf(&styles,
			"<numFmts><numFmt numFmtId='170' formatCode='%s'/></numFmts>", code);
	buffer_printf(&styles, "<cellXfs><xf/><xf %s/></cellXfs></styleSheet>", attributes);
	parts[0].text = buffer_string(&styles);
	buffer_printf(&line, "%s\n", expected);
	assert_book(parts, 2, buffer_string(&line));
	buffer_free(&styles);
	buffer_free(&line);
}

static void formats_say_what_is_a_day(void **state)
{
	static const char *const days[] = {"dd/mm/yyyy", "[$-42A]dd/mm/yyyy", "yyyy\\-mm\\-dd",
		"D/M/YY", "dd &quot;tháng&quot; mm", "[h]:mm:ss", "mm:ss", "hh:mm AM/PM",
		"[Red]dd/mm", "yyyy;@"};
	static const char *const months[] = {"mm/yyyy", "yyyy-mm", "mmm-yy", "[$-42A]mmmm yyyy;@"};
	static const char *const numbers[] = {"General", "0.00", "#,##0", "0.00E+00", "0%",
		"#,##0 &quot;ngày&quot;", "[Magenta]0", "[Red]-0", "#,##0\\d", "0_d", "0*d", "0;dd",
		"@", "&quot;d", "\\", "[", "[h", ""};
	static const int known_days[] = {14, 15, 16, 18, 22, 27, 36, 45, 47, 50, 58},
			 known_numbers[] = {
				 0, 1, 4, 9, 11, 13, 23, 37, 44, 48, 49, 59, 163, 9999999};
	char id[40];

	(void)state;
	for (size_t i = 0; i < LENGTH(days); i++)
		assert_format("numFmtId='170'", days[i], "2021-06-30");
	for (size_t i = 0; i < LENGTH(months); i++)
		assert_format("numFmtId='170'", months[i], "2021-06");
	for (size_t i = 0; i < LENGTH(numbers); i++)
		assert_format("numFmtId='170'", numbers[i], "44377");
	assert_format("numFmtId='17'", NULL, "2021-06");
	for (size_t i = 0; i < LENGTH(known_days); i++) {
		snprintf(id, sizeof id, "numFmtId='%d'", known_days[i]);
		assert_format(id, NULL, "2021-06-30");
	}
	for (size_t i = 0; i < LENGTH(known_numbers); i++) {
		snprintf(id, sizeof id, "numFmtId='%d'", known_numbers[i]);
		assert_format(id, NULL, "44377");
	}
}

static void texts_are_those_that_are_seen(void **state)
{
	struct sheet_part parts[] = {
		PART("xl/sharedStrings.xml",
			"<sst xmlns='" MAIN
			"'><si><r><rPr><b/></rPr><t xml:space='preserve'>Số </t></r>"
			"<r><t>vụ</t></r><rPh sb='0' eb='1'><t>so</t></rPh></si><si/>"
			"<si><t>a_x000D__x000A_b_x005F_x0041__x0000__xD800__x20AC__x00e9__xZZZZ_</t></si></sst>"),
		PART(SHEET,
			BEGIN
			"<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='inlineStr'><is><r><t>x</t></r>"
			"<r><t>y</t></r><rPh><t>z</t></rPh></is></c></row>" END)};

	(void)state;
	assert_book(parts, 2, "\"Số vụ\",,\"xy\"\n");
	parts[1].text = BEGIN "<row><c t='s'><v>2</v></c></row>" END;
	assert_book(parts, 2, "\"a\r\n1: b_x0041__x0000__xD800_€é_xZZZZ_\"\n");
	assert_cell("t='str'", "<v>_x0061_</v>", "\"a\"");
	assert_cell("", "<v>_x0061_</v>", "\"_x0061_\"");
	assert_cell("t='inlineStr'", "<is><t>'=1+1</t></is>", "\"'=1+1\"");
}

static void places_are_those_that_cells_name(void **state)
{
	(void)state;
	assert_sheet(
		"<row><c><v>1</v></c><c/><c><v>3</v></c><c/></row><row/><row><c><v>5</v></c></row>",
		"1,,3\n3: 5\n");
	assert_sheet("<row r='2'><c r='B2'><v>1</v></c><c><v>2</v></c><c r='AA2'><v>3</v></c></row>"
		     "<row r='1048576'><c r='A1048576'><v>4</v></c></row>",
		"2: ,1,2,,,,,,,,,,,,,,,,,,,,,,,,3\n1048576: 4\n");
	assert_sheet("<row r='1'/><row r='1048576' ht='15'/>", "");
	/* Rows and cells have lines of their own, and the next row is still the next. */
	assert_sheet(
		"<row><c t='inlineStr'><is><t>a\n\nb</t></is></c></row><row><c><v>2</v></c></row>",
		"\"a\n1: \n1: b\"\n2\n");
	assert_sheet("<row r='0'/>", "PART " SHEET);
	assert_sheet("<row r='1048577'/>", "PART " SHEET);
	assert_sheet("<row r='2'/><row r='2'/>", "PART " SHEET);
	assert_sheet("<row r='99999999999999999999'/>", "PART " SHEET);
	assert_sheet("<row r='x'/>", "PART " SHEET);
	assert_sheet("<row><c r='A2'/></row>", "PART " SHEET);
	assert_sheet("<row><c r='B1'/><c r='A1'/></row>", "PART " SHEET);
	assert_sheet("<row><c r='XFE1'/></row>", "PART " SHEET);
	assert_sheet("<row><c r='AAAAAAAAAAAAAAAAAAAAAA1'/></row>", "PART " SHEET);
	assert_sheet("<row><c r='1'/></row>", "PART " SHEET);
	assert_sheet("<row><c t='s'><v>2</v></c></row>", "PART " SHEET);
	assert_sheet("<row><c t='s'><v>-1</v></c></row>", "PART " SHEET);
	assert_sheet("<row><c t='s'><v>x</v></c></row>", "PART " SHEET);
	/* Where no cell can stand there is none. */
	assert_sheet("<c><v>1</v></c><row><row><c><v>2</v></c></row><c><v>3</v></c></row>", "2\n");
	assert_sheet("<row><c><v>1</v><c><v>2</v></c></c></row>", "12\n");
}

static void cells_without_a_value_are_told_of(void **state)
{
	(void)state;
	assert_sheet(
		"<row><c><v>1</v></c></row>"
		"<row><c><v>2</v></c><c t='e'><v>#REF!</v></c><c t='e'><f>A1</f><v>#N/A</v></c></row>"
		"<row r='7'><c r='C7'><f>A1</f></c></row><row><c><v>8</v></c></row>",
		"1\n8: 8\nB2 #REF!\nC2 #N/A\nC7 \n");
	assert_sheet("<row><c t='e'><v>ắắắắắắ</v></c><c t='e'><v>#ắắắắắắ</v></c></row>",
		"A1 ắắắắắ\nB1 #ắắắắ\n");
}

static void the_far_column_costs_little(void **state)
{
	struct buffer sheet = {0}, book = {0};
	struct xlsx_table table;
	struct xlsx open;

	(void)state;
	buffer_text(&sheet, BEGIN);
	for (int i = 1; i <= 5000; i++)
		buffer_printf(&sheet, "<row r='%d'><c r='XFD%d'><v>1</v></c></row>", i, i);
	buffer_text(&sheet, END);
	pack(&PART(SHEET, buffer_string(&sheet)), 1, &book);
	assert_int_equal(xlsx_open(&open, book.data, book.length), XLSX_FINE);
	assert_int_equal(xlsx_read(&open, 0, MOST, &table), XLSX_FINE);
	assert_in_range(table.csv.length, MOST + 1, MOST + XLSX_LAST_COLUMN + 2);
	xlsx_table_free(&table);
	xlsx_close(&open);
	buffer_free(&sheet);
	buffer_free(&book);
}

static void sheets_are_those_that_are_seen(void **state)
{
	struct sheet_part parts[] = {
		PART("xl/workbook.xml",
			"<workbook xmlns='" MAIN "' xmlns:r='" RELATION "'><sheets>"
			"<sheet name='a' state='hidden' r:id='r1'/><sheet name='chart' r:id='r4'/>"
			"<sheet name='c' r:id='r3'/><sheet name='b' state='visible' r:id='r2'/>"
			"<sheet name='d' state='veryHidden' r:id='r1'/><sheet name='e' r:id='none'/>"
			"</sheets></workbook>"),
		PART("xl/_rels/workbook.xml.rels",
			"<Relationships xmlns='" RELATIONS "'>"
			"<Relationship Id='r1' Type='" RELATION "/worksheet' Target='1.xml'/>"
			"<Relationship Id='r2' Type='" RELATION
			"/worksheet' Target='/xl/x/../2.xml'/>"
			"<Relationship Id='r3' Type='" RELATION
			"/worksheet' Target='./../data//3.XML'/>"
			"<Relationship Id='r4' Type='" RELATION "/chartsheet' Target='4.xml'/>"
			"</Relationships>"),
		PART("xl/2.xml", BEGIN "<row><c><v>2</v></c></row>" END),
		PART("data/3.xml", BEGIN "<row><c><v>3</v></c></row>" END),
	};

	(void)state;
	assert_book(parts, LENGTH(parts), "3\n--\n2\n");
}

static void the_strict_form_is_read(void **state)
{
	struct sheet_part parts[] = {
		PART("_rels/.rels",
			"<Relationships xmlns='" RELATIONS
			"'><Relationship Id='rId1' Type='" STRICT_REL
			"/officeDocument' Target='/book.xml'/></Relationships>"),
		PART("book.xml",
			"<x:workbook xmlns:x='" STRICT "' xmlns:y='" STRICT_REL
			"'><x:sheets><x:sheet name='a' y:id='r1'/></x:sheets></x:workbook>"),
		PART("_rels/book.xml.rels",
			"<Relationships xmlns='" RELATIONS
			"'><Relationship Id='r1' Type='" STRICT_REL
			"/worksheet' Target='sheet.xml'/></Relationships>"),
		PART("sheet.xml",
			"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><x:worksheet xmlns:x='" STRICT
			"' xmlns:z='urn:other'><x:sheetData><x:row><z:c><x:v>0</x:v></z:c><x:c><x:v>1</x:v>"
			"</x:c></x:row></x:sheetData></x:worksheet>"),
	};

	(void)state;
	assert_book(parts, LENGTH(parts), "1\n");
}

static void what_is_no_workbook_is_told_so(void **state)
{
	static const struct {
		const char *path, *text, *expected;
	} cases[] = {
		{"_rels/.rels", NULL, "NO_WORKBOOK"},
		{"_rels/.rels", "mimetype", "NO_WORKBOOK"},
		{"_rels/.rels", "<Relationships xmlns='" RELATIONS "'/>", "NO_WORKBOOK"},
		{"xl/workbook.xml", NULL, "PART xl/workbook.xml"},
		{"xl/workbook.xml", "<document/>", "NO_WORKBOOK"},
		{"xl/workbook.xml", "<workbook xmlns='" MAIN "'/>", "NO_WORKBOOK"},
		{"xl/_rels/workbook.xml.rels", NULL, "PART xl/_rels/workbook.xml.rels"},
		{"xl/_rels/workbook.xml.rels", "<Relationships xmlns='" RELATIONS "'/>",
			"NO_WORKBOOK"},
		{"xl/styles.xml", NULL, "PART xl/styles.xml"},
		{"xl/sharedStrings.xml", "<sst", "PART xl/sharedStrings.xml"},
		{SHEET, NULL, "PART " SHEET},
		{SHEET, "\x83\x01\x00", "PART " SHEET},
		{SHEET, BEGIN, "PART " SHEET},
		{SHEET, "<worksheet>\xff</worksheet>", "PART " SHEET},
		{SHEET, "<?xml version='1.0' encoding='windows-1258'?><worksheet/>", "PART " SHEET},
		{SHEET, "<!DOCTYPE worksheet><worksheet/>", "PART " SHEET},
		{SHEET, "<!DOCTYPE w SYSTEM 'file:///etc/passwd'><w/>", "PART " SHEET},
		{SHEET,
			"<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
			"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><w>&c;</w>",
			"PART " SHEET},
		{SHEET, "<w>&lol;</w>", "PART " SHEET},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct sheet_part parts[] = {
			PART(SHEET, BEGIN END), PART(cases[i].path, cases[i].text)};

		assert_book(parts, 2, cases[i].expected);
	}
}

static void assert_bytes(const char *bytes, size_t length, const char *expected)
{
	struct buffer found = {0};

	print_book(bytes, length, &found);
	assert_string_equal(found.data, expected);
	buffer_free(&found);
}

static void what_is_no_zip_is_told_so(void **state)
{
	static const char old[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook";
	static const char locked[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
				     "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
	struct buffer book = {0};

	(void)state;
	assert_bytes(old, sizeof old, "OLD");
	assert_bytes(locked, sizeof locked, "LOCKED");
	assert_bytes("", 0, "BROKEN");
	assert_bytes("a,b\n1,2\n", 8, "BROKEN");
	pack(&PART(SHEET, BEGIN "<row><c><v>123456</v></c></row>" END), 1, &book);
	assert_true(xlsx_is(book.data, book.length));
	assert_true(xlsx_is(old, sizeof old));
	assert_false(xlsx_is("PK", 2));
	assert_false(xlsx_is("a,b,c,d,e", 9));
	assert_bytes(book.data, book.length, "123456\n");
	for (size_t cut = 0; cut < book.length; cut++)
		assert_bytes(book.data, cut, "BROKEN");
	buffer_free(&book);
}

/* Any byte changed: an answer, never the wrong one. */
static void damage_is_found_or_harmless(void **state)
{
	struct buffer book = {0};

	(void)state;
	pack(&PART(SHEET, BEGIN "<row><c><v>123456</v></c></row>" END), 1, &book);
	for (size_t i = 0; i < book.length; i++)
		for (int bit = 0; bit < 8; bit++) {
			struct buffer found = {0};

			book.data[i] ^= (char)(1 << bit);
			print_book(book.data, book.length, &found);
			if (strchr(found.data, '\n'))
				assert_string_equal(found.data, "123456\n");
			buffer_free(&found);
			book.data[i] ^= (char)(1 << bit);
		}
	buffer_free(&book);
}

static void repeat(struct buffer *out, const char *text, size_t count)
{
	while (count--)
		buffer_text(out, text);
}

static void assert_grown(const char *path, const char *begin, const char *text, size_t count,
	const char *end, const char *expected)
{
	struct buffer part = {0};
	struct sheet_part parts[] = {PART(SHEET, BEGIN END), PART(path, NULL)};

	buffer_text(&part, begin);
	repeat(&part, text, count);
	buffer_text(&part, end);
	parts[1].text = buffer_string(&part);
	assert_book(parts, 2, expected);
	buffer_free(&part);
}

static void assert_depth(size_t depth, const char *expected)
{
	struct buffer end = {0};

	repeat(&end, "</a>", depth - 1);
	buffer_text(&end, "</worksheet>");
	assert_grown(SHEET, "<worksheet xmlns='" MAIN "'>", "<a>", depth - 1, buffer_string(&end),
		expected);
	buffer_free(&end);
}

static void what_grows_is_bounded(void **state)
{
	(void)state;
	assert_grown(SHEET, BEGIN, "                                ", XLSX_MOST_BYTES / 32, END,
		"TOO_LARGE");
	assert_grown("xl/sharedStrings.xml", "<sst xmlns='" MAIN "'>", "<si/>", XLSX_MOST_TEXTS + 1,
		"</sst>", "TOO_LARGE");
	assert_grown("xl/styles.xml", "<styleSheet xmlns='" MAIN "'><cellXfs>", "<xf/>",
		XLSX_MOST_STYLES + 1, "</cellXfs></styleSheet>", "TOO_LARGE");
	assert_grown("xl/workbook.xml",
		"<workbook xmlns='" MAIN "' xmlns:r='" RELATION "'><sheets>",
		"<sheet r:id='rId1'/>", XLSX_MOST_PARTS + 1, "</sheets></workbook>", "TOO_LARGE");
	assert_grown("xl/_rels/workbook.xml.rels", "<Relationships xmlns='" RELATIONS "'>",
		"<Relationship Type='/x' Target='y'/>", XLSX_MOST_PARTS + 1, "</Relationships>",
		"TOO_LARGE");
	assert_depth(XLSX_MOST_DEPTH, "");
	assert_depth(XLSX_MOST_DEPTH + 1, "PART " SHEET);
	assert_depth(1000000, "PART " SHEET);
	/* One token of many megabytes, in time that grows with it and not with its square. */
	assert_grown(SHEET, "<worksheet xmlns='" MAIN "' a='", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		XLSX_MOST_BYTES / 33, "'/>", "");
}

static void parts_are_counted(void **state)
{
	static struct sheet_part parts[XLSX_MOST_PARTS + 1];
	static char names[LENGTH(parts)][8];
	struct buffer book = {0};

	(void)state;
	for (size_t i = 0; i < LENGTH(parts); i++) {
		snprintf(names[i], sizeof names[i], "%zu", i);
		parts[i] = PART(names[i], "x");
	}
	sheet_pack(parts, LENGTH(parts), &book);
	assert_bytes(book.data, book.length, "TOO_LARGE");
	buffer_free(&book);
}

static uint64_t random_state = 20210630;

static size_t random_below(size_t bound)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % bound;
}

static const struct schema text = {.types = SCHEMA_STRING | SCHEMA_NULL, .max_length = 1000};
static const struct schema whole = {
	.types = SCHEMA_INTEGER | SCHEMA_NULL, .minimum = INT64_MIN, .maximum = INT64_MAX};
static const struct schema number = {
	.types = SCHEMA_NUMBER | SCHEMA_NULL, .minimum = INT64_MIN, .maximum = INT64_MAX};
static const struct schema truth = {.types = SCHEMA_BOOLEAN | SCHEMA_NULL};
static const struct schema day = {
	.types = SCHEMA_STRING | SCHEMA_NULL, .format = FORMAT_DATE, .max_length = 10};
static const struct property properties[] = {
	{.name = "text", .schema = &text},
	{.name = "whole", .schema = &whole},
	{.name = "number", .schema = &number},
	{.name = "truth", .schema = &truth},
	{.name = "day", .schema = &day},
};
static const struct schema row = {
	.types = SCHEMA_OBJECT, .properties = properties, .property_count = LENGTH(properties)};

static bool go_on(void *context, const struct csv_report *report)
{
	(void)context;
	(void)report;
	return true;
}

static void read_rows(const struct buffer *csv, struct csv *out)
{
	csv_read(csv->data, csv->length, &row, 100, go_on, NULL, out);
	assert_non_null(out->rows);
}

static void random_csv(struct buffer *out)
{
	static const char *const cells[] = {"", "0", "-1", "95", "007", "+5", "9007199254740991",
		"0.1", "70.50", "-70.5", "123456789.12", "1e5", "\"70,5\"", "true", "false", "TRUE",
		"2021-06-30", "1899-12-31", "9999-12-31", "2021-02-30", "31/12/2020", "2021-06",
		"Nguyễn Văn An", " hai  blanks ", "\"a, \"\"b\"\"\"", "\"một\nhai\"",
		"\"\rba\r\n\"", "'=1+1", "=1+1", "''-1", "_x0041_", "<b>&amp;</b>", "]]>", "😀",
		"\"\"", "Cộng", "sep=;", "a;b;c;d;e;f"};

	buffer_text(out, "whole,text,number,truth,day\n");
	for (size_t rows = 1 + random_below(6); rows; rows--) {
		for (size_t i = 0; i < 5; i++)
			buffer_printf(
				out, "%s%s", i ? "," : "", cells[random_below(LENGTH(cells))]);
		buffer_text(out, random_below(2) ? "\n" : "\r\n");
	}
}

static void a_workbook_is_read_as_its_csv(void **state)
{
	(void)state;
	for (size_t round = 0; round < 2000; round++) {
		struct buffer csv = {0}, bytes = {0};
		struct xlsx_table table;
		struct csv direct, through;
		struct xlsx book;

		random_csv(&csv);
		sheet_of_csv(csv.data, csv.length, &bytes);
		assert_int_equal(xlsx_open(&book, bytes.data, bytes.length), XLSX_FINE);
		assert_int_equal(xlsx_read(&book, 0, MOST, &table), XLSX_FINE);
		read_rows(&csv, &direct);
		read_rows(&table.csv, &through);
		if (!json_equal(direct.rows, through.rows))
			fail_msg("%s\n  is read as\n%s", buffer_string(&csv),
				buffer_string(&table.csv));
		for (size_t i = 0, last = 1; i < through.count; i++) {
			assert_in_range(xlsx_row(&table, through.lines[i]), last + 1, 7);
			last = xlsx_row(&table, through.lines[i]);
		}
		csv_free(&direct);
		csv_free(&through);
		xlsx_table_free(&table);
		xlsx_close(&book);
		buffer_free(&csv);
		buffer_free(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_have_kinds),
		cmocka_unit_test(numbers_are_decimals),
		cmocka_unit_test(days_are_days),
		cmocka_unit_test(days_may_begin_in_1904),
		cmocka_unit_test(formats_say_what_is_a_day),
		cmocka_unit_test(texts_are_those_that_are_seen),
		cmocka_unit_test(places_are_those_that_cells_name),
		cmocka_unit_test(cells_without_a_value_are_told_of),
		cmocka_unit_test(the_far_column_costs_little),
		cmocka_unit_test(sheets_are_those_that_are_seen),
		cmocka_unit_test(the_strict_form_is_read),
		cmocka_unit_test(what_is_no_workbook_is_told_so),
		cmocka_unit_test(what_is_no_zip_is_told_so),
		cmocka_unit_test(damage_is_found_or_harmless),
		cmocka_unit_test(what_grows_is_bounded),
		cmocka_unit_test(parts_are_counted),
		cmocka_unit_test(a_workbook_is_read_as_its_csv),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
