/* The parts of an .xlsx around the rows: what they are called, how cells look, what may be typed. */
#include "workbook_frame.h"

#include <string.h>

#define XML       "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OPENXML   "http://schemas.openxmlformats.org/"
#define MAIN      "xmlns=\"" OPENXML "spreadsheetml/2006/main\""
#define RELATION  OPENXML "officeDocument/2006/relationships"
#define CONTENT   "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define FONT      "<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/>"
#define NARROWEST 8
#define WIDEST    60
#define BUTTON    3 /* letters of room for that of the filter */

static const char content_types[] = XML
	"<Types xmlns=\"" OPENXML "package/2006/content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Override PartName=\"/xl/workbook.xml\" ContentType=\"" CONTENT "sheet.main+xml\"/>"
	"<Override PartName=\"/xl/styles.xml\" ContentType=\"" CONTENT "styles+xml\"/>"
	"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" CONTENT
	"worksheet+xml\"/>"
	"</Types>";

static const char relations[] =
	XML "<Relationships xmlns=\"" OPENXML "package/2006/relationships\">"
	    "<Relationship Id=\"rId1\" Type=\"" RELATION
	    "/officeDocument\" Target=\"xl/workbook.xml\"/>"
	    "</Relationships>";

static const char relations_of_book[] =
	XML "<Relationships xmlns=\"" OPENXML "package/2006/relationships\">"
	    "<Relationship Id=\"rId1\" Type=\"" RELATION
	    "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
	    "<Relationship Id=\"rId2\" Type=\"" RELATION "/styles\" Target=\"styles.xml\"/>"
	    "</Relationships>";

static const char styles_begin[] = XML
	"<styleSheet " MAIN ">"
	"<numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/>"
	"<numFmt numFmtId=\"165\" formatCode=\"0.000\"/></numFmts>"
	"<fonts count=\"2\"><font>" FONT "</font><font><b/>" FONT "</font></fonts>"
	"<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
	"<fill><patternFill patternType=\"gray125\"/></fill></fills>"
	"<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
	"<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>";

static const char styles_end[] =
	"<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
	"</styleSheet>";

static const char sheet_begin[] =
	XML "<worksheet " MAIN "><sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">"
	    "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
	    "<selection pane=\"bottomLeft\"/></sheetView></sheetViews>";

static void put_look(struct buffer *out, int format, bool bold, bool open)
{
	buffer_printf(out,
		"<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"%s",
		format, bold, bold ? " applyFont=\"1\"" : "");
	buffer_text(out, open ? " applyProtection=\"1\"><protection locked=\"0\"/></xf>" : "/>");
}

static void put_styles(struct buffer *out)
{
	static const int formats[LOOKS] = {
		[LOOK_TEXT] = 49, /* @: "007" stays so when it is edited */
		[LOOK_WHOLE] = 1,
		[LOOK_DECIMAL] = 2,
		[LOOK_POINTS] = 165,
		[LOOK_DAY] = 164,
		[LOOK_PLAIN] = 0};

	buffer_text(out, styles_begin);
	buffer_printf(out, "<cellXfs count=\"%d\">", LOOK_HEADING + 1);
	for (int look = 0; look < LOOK_HEADING; look++)
		put_look(out, formats[look % LOOKS], false, look >= LOOKS);
	put_look(out, formats[LOOK_TEXT], true, false);
	buffer_printf(out, "</cellXfs>%s", styles_end);
}

static void put_part(struct workbook *book, const char *name, const char *text, size_t length)
{
	packer_part(book->packer, name);
	packer_bytes(book->packer, text, length);
}

/* A part that is made; the buffer is empty after. */
static void put_made(struct workbook *book, const char *name, struct buffer *text)
{
	if (text->failed)
		book->fault = WORKBOOK_NO_MEMORY;
	else
		put_part(book, name, text->data, text->length);
	buffer_free(text);
}

void frame_begin(struct workbook *book)
{
	struct buffer styles = {0};

	put_part(book, "[Content_Types].xml", content_types, sizeof content_types - 1);
	put_part(book, "_rels/.rels", relations, sizeof relations - 1);
	put_part(book, "xl/_rels/workbook.xml.rels", relations_of_book,
		sizeof relations_of_book - 1);
	put_styles(&styles);
	put_made(book, "xl/styles.xml", &styles);
	packer_part(book->packer, "xl/worksheets/sheet1.xml");
}

void frame_head(struct workbook *book, struct buffer *out)
{
	buffer_text(out, sheet_begin);
	buffer_text(out, "<cols>");
	for (size_t i = 0; i < book->count; i++) {
		int width = book->at[i].width + 1;

		width = width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width;
		buffer_printf(out, "<col min=\"%zu\" max=\"%zu\" width=\"%d\" customWidth=\"1\"/>",
			i + 1, i + 1, width + BUTTON);
	}
	buffer_text(out, "</cols><sheetData>");
}

static void put_bound(struct buffer *out, enum workbook_kind kind, int64_t bound)
{
	if (kind == WORKBOOK_DECIMAL || kind == WORKBOOK_POINTS)
		buffer_decimal(out, bound, kind == WORKBOOK_POINTS ? 3 : 2);
	else
		buffer_int(out, bound);
}

static void put_check(struct buffer *out, const struct workbook *book, size_t i)
{
	const struct workbook_column *column = &book->columns[i];

	buffer_printf(out,
		"<dataValidation type=\"%s\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"%s2:%s%u\" error=\"",
		column->kind == WORKBOOK_WHOLE ? "whole" : "decimal", book->at[i].letters,
		book->at[i].letters, (unsigned)book->row);
	frame_text(out, column->refusal, strlen(column->refusal));
	buffer_text(out, "\"><formula1>");
	put_bound(out, column->kind, column->least);
	buffer_text(out, "</formula1><formula2>");
	put_bound(out, column->kind, column->most);
	buffer_text(out, "</formula2></dataValidation>");
}

static void put_checks(struct buffer *out, const struct workbook *book)
{
	size_t count = 0;

	for (size_t i = 0; i < book->count; i++)
		count += book->columns[i].refusal != NULL;
	if (!count || book->row < 2)
		return;
	buffer_printf(out, "<dataValidations count=\"%zu\">", count);
	for (size_t i = 0; i < book->count; i++)
		if (book->columns[i].refusal)
			put_check(out, book, i);
	buffer_text(out, "</dataValidations>");
}

/* A template is not sorted or filtered: its rows are those that come back. */
static void put_tail(struct buffer *out, const struct workbook *book)
{
	const char *last = book->at[book->count - 1].letters;

	buffer_text(out, "</sheetData>");
	if (book->template)
		buffer_text(out,
			"<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\"/>");
	else
		buffer_printf(out, "<autoFilter ref=\"A1:%s%u\"/>", last, (unsigned)book->row);
	put_checks(out, book);
	buffer_text(out, "</worksheet>");
}

/* A filter is also a name of the book, which stays hidden. */
static void put_book(struct buffer *out, const struct workbook *book)
{
	buffer_printf(out,
		XML "<workbook " MAIN " xmlns:r=\"" RELATION
		    "\"><bookViews><workbookView/></bookViews>"
		    "<sheets><sheet name=\"%s\" sheetId=\"1\" r:id=\"rId1\"/></sheets>",
		book->name);
	if (!book->template)
		buffer_printf(out,
			"<definedNames><definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">"
			"'%s'!$A$1:$%s$%u</definedName></definedNames>",
			book->name, book->at[book->count - 1].letters, (unsigned)book->row);
	buffer_text(out, "</workbook>");
}

void frame_end(struct workbook *book)
{
	struct buffer tail = {0}, parts = {0};

	put_tail(&tail, book);
	if (tail.failed)
		book->fault = WORKBOOK_NO_MEMORY;
	else
		packer_bytes(book->packer, tail.data, tail.length);
	buffer_free(&tail);
	put_book(&parts, book);
	put_made(book, "xl/workbook.xml", &parts);
}
