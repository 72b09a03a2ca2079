/* Which sheet of a workbook an import takes, and what it says of workbooks that it can't. */
#include "fixture/fixture.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "engine/lane.h"
#include "gen/api.h"
#include "kit/sheet.h"

#define FAR           INT64_C(4000000000000)
#define MAIN          "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATION      "<Relationship Type='" OFFICE "/worksheet' "
#define SHEET(r)      "<worksheet xmlns='" MAIN "'><sheetData>" r "</sheetData></worksheet>"
#define T(t)          "<c t='inlineStr'><is><t>" t "</t></is></c>"
#define N(n)          "<c><v>" n "</v></c>"
#define HEADER        "<row r='4'>" T("area") T("name_vi") T("name_en") T("Sort") "</row>"
#define PART(p, t)    ((struct sheet_part){p, t, 0})
#define LENGTH(array) (sizeof(array) / sizeof *(array))

static char admin[SECRET_TOKEN_SIZE];

/* The status, and the answer in `out`. */
static int import_bytes(const char *type, const char *bytes, size_t length, char out[2000])
{
	struct exchange x;

	exchange_open(&x, "POST", "/api/v1/areas/import", admin, NULL);
	x.call.query = "dry_run=true";
	x.call.content_type = type;
	x.call.accept_language = "en";
	buffer_bytes(&x.call.body, bytes, length);
	int status = exchange_run(&x);

	snprintf(out, 2000, "%s", exchange_text(&x));
	exchange_close(&x);
	return status;
}

static void assert_import(
	const struct sheet_part *more, size_t count, int status, const char *expected)
{
	struct sheet_part parts[SHEET_PARTS + 8];
	struct buffer book = {0};
	char answer[2000];

	memcpy(parts, sheet_parts, sizeof sheet_parts);
	memcpy(parts + SHEET_PARTS, more, count * sizeof *more);
	sheet_pack(parts, SHEET_PARTS + count, &book);
	int found = import_bytes(api_forms[FORM_XLSX].type, book.data, book.length, answer);

	if (found != status || !strstr(answer, expected))
		fail_msg("wanted %d %s, got %d %s", status, expected, found, answer);
	buffer_free(&book);
}

/* Three sheets, of which the first is hidden. */
static void assert_sheets(
	const char *hidden, const char *second, const char *third, int status, const char *expected)
{
	const struct sheet_part parts[] = {
		PART("xl/workbook.xml",
			"<workbook xmlns='" MAIN "' xmlns:r='" OFFICE
			"'><sheets><sheet name='a' state='hidden' r:id='r1'/><sheet name='b' r:id='r2'/>"
			"<sheet name='c' r:id='r3'/></sheets></workbook>"),
		PART("xl/_rels/workbook.xml.rels",
			"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" RELATION
			"Id='r1' Target='1.xml'/>" RELATION "Id='r2' Target='2.xml'/>" RELATION
			"Id='r3' Target='3.xml'/></Relationships>"),
		PART("xl/1.xml", hidden),
		PART("xl/2.xml", second),
		PART("xl/3.xml", third),
	};

	assert_import(parts, LENGTH(parts), status, expected);
}

static void the_first_sheet_with_the_header_is_taken(void **state)
{
	static const char good[] = SHEET(HEADER "<row>" T("K1") T("Một") T("one") N("1") "</row>");
	static const char two[] = SHEET(HEADER "<row>" T("K1") T("Một") T("one")
			N("1") "</row><row>" T("K2") T("Hai") T("two") N("2") "</row>");
	static const char notes[] =
		SHEET("<row>" T("Hướng dẫn") "</row><row>" T("Mỗi khâu một dòng") T("x") "</row>");
	static const char titled[] = SHEET("<row r='2'>" T("BÁO CÁO") "</row>" HEADER "<row>" T(
		"K1") T("Một") T("one") N("1") "</row>");

	(void)state;
	assert_sheets(two, notes, good, 200, "\"created\":1,");
	assert_sheets(notes, good, two, 200, "\"created\":1,");
	assert_sheets(good, two, notes, 200, "\"created\":2,");
	assert_sheets(good, notes, SHEET(""), 422,
		"\"code\":\"csv_column_unknown\",\"detail\":\"Line 1, column 1");
	assert_sheets(good, SHEET(""), SHEET(""), 422, "\"code\":\"csv_empty\"");
	/* A title is told of, with its row, as it is in CSV. */
	assert_sheets(
		good, notes, titled, 422, "\"code\":\"csv_title\",\"detail\":\"Line 2 (“BÁO CÁO”)");
}

static void faults_name_the_rows_of_the_sheet(void **state)
{
	static const char rows[] = SHEET(HEADER
		"<row r='9'>" T("K1") T("Một\n\n\nhai") T("one") N("0") "</row><row r='12'>" T("K2")
			T("Hai") T("two") N("x") "<c r='H12'><v>5</v></c></row><row>" T(
				"Tổng cộng") "</row><row>" T("K3") "<c><f>A1</f></c></row>");

	(void)state;
	assert_import(&PART("xl/worksheets/sheet1.xml", rows), 1, 422,
		"the minimum is 1.\",\"line\":9,\"column\":4");
	assert_import(&PART("xl/worksheets/sheet1.xml", rows), 1, 422,
		"\"detail\":\"Line 12, column 8: “5”");
	assert_import(&PART("xl/worksheets/sheet1.xml", rows), 1, 422,
		"\"detail\":\"Line 13 (“Tổng cộng”)");
	assert_import(&PART("xl/worksheets/sheet1.xml", rows), 1, 422,
		"\"code\":\"xlsx_not_calculated\",\"detail\":\"Line 14, column 2: cell B14 has a formula");
}

/* One shared text, many times. */
static void a_sheet_of_too_much_text_is_refused(void **state)
{
	struct buffer sheet = {0};

	(void)state;
	buffer_text(&sheet, "<worksheet xmlns='" MAIN "'><sheetData>" HEADER);
	for (int i = 0; i < 200000; i++)
		buffer_text(&sheet, "<row><c t='s'><v>1</v></c></row>");
	buffer_text(&sheet, "</sheetData></worksheet>");
	assert_import(&PART("xl/worksheets/sheet1.xml", buffer_string(&sheet)), 1, 413,
		"\"code\":\"body_too_large\"");
	buffer_free(&sheet);
}

static void assert_refused(const char *type, const char *bytes, size_t length, const char *code)
{
	char answer[2000], member[60];

	assert_int_equal(import_bytes(type, bytes, length, answer), 400);
	snprintf(member, sizeof member, "\"code\":\"%s\"", code);
	if (!strstr(answer, member))
		fail_msg("wanted %s, got %s", code, answer);
}

static void what_is_no_workbook_has_a_name(void **state)
{
	static const char old[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on";
	static const char locked[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
				     "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
	struct buffer zip = {0};

	(void)state;
	sheet_pack(&PART("word/document.xml", "<document/>"), 1, &zip);
	assert_refused("application/vnd.ms-excel", old, sizeof old, "xlsx_old");
	assert_refused("text/csv", locked, sizeof locked, "xlsx_locked");
	assert_refused(api_forms[FORM_XLSX].type, "area,name_vi\n", 13, "xlsx_broken");
	assert_refused("text/plain", zip.data, zip.length - 1, "xlsx_broken");
	assert_refused("text/csv", zip.data, zip.length, "xlsx_no_workbook");
	assert_import(&PART("xl/worksheets/sheet1.xml", "<!DOCTYPE a><a/>"), 1, 400,
		"The part “xl/worksheets/sheet1.xml” of the file");
	buffer_free(&zip);
}

static int open_all(void **state)
{
	struct db *db = fixture_open();

	(void)state;
	fixture_token(db, "vkstc", "admin", FAR, admin);
	return lane_start(db, 1) != OK;
}

static int close_all(void **state)
{
	(void)state;
	lane_stop(1);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_sheet_with_the_header_is_taken),
		cmocka_unit_test(faults_name_the_rows_of_the_sheet),
		cmocka_unit_test(a_sheet_of_too_much_text_is_refused),
		cmocka_unit_test(what_is_no_workbook_has_a_name),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
