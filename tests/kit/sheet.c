#include "sheet.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "calendar.h"
#include "tally.h"

#define MAIN      "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATION  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define DAY_1970  25569 /* its number in a sheet */

const struct sheet_part sheet_parts[SHEET_PARTS] = {
	{.path = "_rels/.rels",
		.text = "<Relationships xmlns='" RELATIONS
			"'><Relationship Id='rId1' Type='" RELATION
			"/officeDocument' Target='xl/workbook.xml'/></Relationships>"},
	{.path = "xl/workbook.xml",
		.text = "<workbook xmlns='" MAIN "' xmlns:r='" RELATION
			"'><sheets><sheet name='Sheet1' sheetId='1' r:id='rId1'/></sheets></workbook>"},
	{.path = "xl/_rels/workbook.xml.rels",
		.text = "<Relationships xmlns='" RELATIONS
			"'><Relationship Id='rId1' Type='" RELATION
			"/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Type='" RELATION
			"/styles' Target='styles.xml'/><Relationship Id='rId3' Type='" RELATION
			"/sharedStrings' Target='sharedStrings.xml'/></Relationships>"},
	{.path = "xl/styles.xml",
		.text = "<styleSheet xmlns='" MAIN
			"'><numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy\\ hh:mm'/></numFmts>"
			"<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"
			"<xf numFmtId='14'/><xf numFmtId='17'/><xf numFmtId='164'/><xf numFmtId='4'/></cellXfs>"
			"</styleSheet>"},
	{.path = "xl/sharedStrings.xml",
		.text = "<sst xmlns='" MAIN "'><si><t>chờ</t></si><si><t>a &amp; b</t></si></sst>"},
};

static void add_part(zip_t *zip, const struct sheet_part *part)
{
	size_t length = part->length ? part->length : strlen(part->text);
	zip_source_t *source = zip_source_buffer(zip, part->text, length, 0);

	if (!source || zip_file_add(zip, part->path, source, ZIP_FL_OVERWRITE) < 0)
		tally_abort("no part %s: %s", part->path, zip_strerror(zip));
}

static void read_back(zip_source_t *source, struct buffer *out)
{
	zip_int64_t n = 1;

	if (zip_source_open(source))
		tally_abort("a zip cannot be read back");
	while (n > 0 && buffer_grow(out, 65536)) {
		n = zip_source_read(source, out->data + out->length, 65536);
		out->length += n > 0 ? (size_t)n : 0;
	}
	zip_source_close(source);
}

void sheet_pack(const struct sheet_part *parts, size_t count, struct buffer *out)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;

	if (!zip)
		tally_abort("no zip can be made");
	zip_source_keep(source);
	for (size_t i = 0; i < count; i++) {
		bool replaced = !parts[i].text;

		for (size_t j = i + 1; j < count && !replaced; j++)
			replaced = strcmp(parts[i].path, parts[j].path) == 0;
		if (!replaced)
			add_part(zip, &parts[i]);
	}
	if (zip_close(zip))
		tally_abort("a zip cannot be written: %s", zip_strerror(zip));
	read_back(source, out);
	zip_source_free(source);
}

static void put_xml(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("&<>", *text))
			buffer_printf(out, "&#%d;", *text);
		else if (*text == '\r')
			buffer_text(out, "_x000D_");
		else if (*text == '_' && text[1] == 'x')
			buffer_text(out, "_x005F_");
		else
			buffer_char(out, *text);
	}
}

/* As a spreadsheet would write it: no plus, no zero in front or behind. */
static bool is_number(const char *text)
{
	const char *whole = text + (*text == '-'), *point = strchr(whole, '.');
	size_t digits = strspn(whole, "0123456789");
	size_t places = point ? strspn(point + 1, "0123456789") : 0;
	bool good = digits && digits + places <= 15 && (*whole != '0' || digits == 1);

	if (!point)
		return good && !whole[digits] && strcmp(text, "-0") != 0;
	return good && point == whole + digits && places && !point[1 + places] &&
		point[places] != '0';
}

/* What is known of a cell is written as such, and the other texts once in each of the two ways there are. */
static void put_cell(
	struct buffer *sheet, struct buffer *texts, size_t *text_count, const char *text)
{
	int64_t day;

	if (is_number(text)) {
		buffer_printf(sheet, "><v>%.17g</v></c>", strtod(text, NULL));
	} else if (calendar_parse_day(text, &day) && day > 0) {
		buffer_printf(sheet, " s='1'><v>%lld</v></c>", (long long)day + DAY_1970);
	} else if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0) {
		buffer_printf(sheet, " t='b'><v>%d</v></c>", *text == 't');
	} else if (*text == '#' && strchr("RNDV", text[1]) &&
		strchr("!?A", text[strlen(text) - 1])) {
		buffer_printf(sheet, " t='e'><v>%s</v></c>", text);
	} else if (strlen(text) % 2) {
		buffer_text(sheet, " t='inlineStr'><is><t xml:space='preserve'>");
		put_xml(sheet, text);
		buffer_text(sheet, "</t></is></c>");
	} else {
		buffer_text(texts, "<si><r><t xml:space='preserve'>");
		put_xml(texts, text);
		buffer_text(texts, "</t></r></si>");
		buffer_printf(sheet, " t='s'><v>%zu</v></c>", (*text_count)++);
	}
}

/* Takes the next cell from *at, up to the sign behind it. */
static void take_cell(const char **at, const char *end, struct buffer *cell)
{
	bool quoted = *at < end && **at == '"';

	buffer_truncate(cell, 0);
	for (*at += quoted; *at < end; (*at)++) {
		if (quoted && **at == '"') {
			if (++*at == end || **at != '"')
				break;
		} else if (!quoted && strchr(",\r\n", **at)) {
			break;
		}
		buffer_char(cell, **at);
	}
	buffer_string(cell);
}

static void put_rows(const char *at, const char *end, struct buffer *sheet, struct buffer *texts)
{
	struct buffer cell = {0};
	size_t row = 1, column = 1, text_count = 0;

	buffer_text(sheet, "<row r='1'>");
	while (at < end) {
		take_cell(&at, end, &cell);
		if (cell.length) {
			char letters[3] = {(char)('A' + (column - 1) / 26 - 1),
				(char)('A' + (column - 1) % 26)};

			buffer_printf(sheet, "<c r='%s%zu'", letters + (column <= 26), row);
			put_cell(sheet, texts, &text_count, cell.data);
		}
		column++;
		if (at < end && *at == '\r')
			at++;
		if (at < end && *at == '\n') {
			buffer_printf(sheet, "</row><row r='%zu'>", ++row);
			column = 1;
		}
		at += at < end;
	}
	buffer_text(sheet, "</row>");
	buffer_free(&cell);
}

void sheet_of_csv(const char *csv, size_t length, struct buffer *out)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct sheet_part parts[SHEET_PARTS + 2];
	struct buffer sheet = {0}, texts = {0};
	size_t marked = length >= 3 && memcmp(csv, mark, 3) == 0 ? 3 : 0;

	buffer_text(&sheet, "<worksheet xmlns='" MAIN "'><sheetData>");
	buffer_text(&texts, "<sst xmlns='" MAIN "'>");
	put_rows(csv + marked, csv + length, &sheet, &texts);
	buffer_text(&sheet, "</sheetData></worksheet>");
	buffer_text(&texts, "</sst>");
	memcpy(parts, sheet_parts, sizeof sheet_parts);
	parts[SHEET_PARTS] = (struct sheet_part){
		"xl/worksheets/sheet1.xml", buffer_string(&sheet), sheet.length};
	parts[SHEET_PARTS + 1] =
		(struct sheet_part){"xl/sharedStrings.xml", buffer_string(&texts), texts.length};
	sheet_pack(parts, SHEET_PARTS + 2, out);
	buffer_free(&sheet);
	buffer_free(&texts);
}
