/* The rows and cells of a sheet; see workbook.h. */
#include "workbook.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "utf16.h"
#include "workbook_frame.h"

#define PACKED_AT_ONCE  ((size_t)64 << 10)
#define EXACT_DIGITS    15    /* of a number, however a spreadsheet keeps it */
#define DAYS_TO_1970    25569 /* from the day 0 of spreadsheets */
#define FIRST_DAY       61    /* before it they have a 29 February 1900 */
#define WIDTH_LOOKED_AT 60
#define SHORT_TEXT                                                                                 \
	255 /* an older spreadsheet shows a longer one as ####, were it formatted as text */

static void fail(struct workbook *book, enum workbook_fault fault)
{
	if (!book->fault)
		book->fault = fault;
}

static void name_columns(struct workbook *book)
{
	for (size_t i = 0; i < book->count; i++) {
		char *letters = book->at[i].letters;

		if (i >= 26)
			*letters++ = (char)('A' + i / 26 - 1);
		*letters = (char)('A' + i % 26);
	}
}

static void begin_cell(struct workbook *book, int look)
{
	struct buffer *xml = &book->xml;

	buffer_text(xml, "<c r=\"");
	buffer_text(xml, book->at[book->column].letters);
	buffer_text(xml, book->row_text);
	buffer_text(xml, "\" s=\"");
	buffer_int(xml, look);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static void put_text(struct workbook *book, int look, const char *text, size_t length)
{
	bool kept = is_blank(text[0]) || is_blank(text[length - 1]);

	begin_cell(book, look);
	buffer_text(&book->xml,
		kept ? "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
		     : "\" t=\"inlineStr\"><is><t>");
	frame_text(&book->xml, text, length);
	buffer_text(&book->xml, "</t></is></c>");
}

static void put_number(struct workbook *book, int look, const char *digits, size_t length)
{
	begin_cell(book, look);
	buffer_text(&book->xml, "\"><v>");
	buffer_bytes(&book->xml, digits, length);
	buffer_text(&book->xml, "</v></c>");
}

static bool is_exact(const char *text, size_t length)
{
	size_t digits = 0;

	for (size_t i = 0; i < length; i++)
		digits += text[i] >= '0' && text[i] <= '9';
	return digits <= EXACT_DIGITS;
}

/* The number of a day among those of spreadsheets; false when it has none. */
static bool day_number(const char *text, size_t length, int64_t *out)
{
	char day[CALENDAR_DAY_SIZE] = "";

	if (length != sizeof day - 1)
		return false;
	memcpy(day, text, length);
	if (!calendar_parse_day(day, out))
		return false;
	*out += DAYS_TO_1970;
	return *out >= FIRST_DAY;
}

static void put_day(struct workbook *book, int look, int64_t day)
{
	begin_cell(book, look);
	buffer_text(&book->xml, "\"><v>");
	buffer_int(&book->xml, day);
	buffer_text(&book->xml, "</v></c>");
}

static void put_bool(struct workbook *book, int look, bool value)
{
	begin_cell(book, look);
	buffer_text(&book->xml, value ? "\" t=\"b\"><v>1</v></c>" : "\" t=\"b\"><v>0</v></c>");
}

/* Letters of UTF-8 as UTF-16 counts them. */
static size_t units_of(const char *text, size_t length)
{
	size_t units = 0;

	for (size_t i = 0; i < length; i++)
		units += (size_t)(((unsigned char)text[i] & 0xc0) != 0x80) +
			((unsigned char)text[i] >= 0xf0);
	return units;
}

static void note_width(struct workbook *book, const char *text, size_t length)
{
	size_t width = units_of(text, length < 4 * WIDTH_LOOKED_AT ? length : 4 * WIDTH_LOOKED_AT);

	if (width > WIDTH_LOOKED_AT)
		width = WIDTH_LOOKED_AT;
	if (width > book->at[book->column].width)
		book->at[book->column].width = (uint8_t)width;
}

static enum look look_of(enum workbook_kind kind)
{
	static const enum look looks[] = {[WORKBOOK_TEXT] = LOOK_TEXT,
		[WORKBOOK_WHOLE] = LOOK_WHOLE,
		[WORKBOOK_DECIMAL] = LOOK_DECIMAL,
		[WORKBOOK_POINTS] = LOOK_POINTS,
		[WORKBOOK_DAY] = LOOK_DAY,
		[WORKBOOK_BOOL] = LOOK_PLAIN};

	return looks[kind];
}

static void put_cell(struct workbook *book, const char *text, size_t length)
{
	const struct workbook_column *column = &book->columns[book->column];
	int open = column->open ? LOOKS : 0, look = open + (int)look_of(column->kind);
	bool number = column->kind == WORKBOOK_WHOLE || column->kind == WORKBOOK_DECIMAL ||
		column->kind == WORKBOOK_POINTS;
	int64_t day;

	if (number && is_exact(text, length))
		put_number(book, look, text, length);
	else if (column->kind == WORKBOOK_DAY && day_number(text, length, &day))
		put_day(book, look, day);
	else if (column->kind == WORKBOOK_BOOL)
		put_bool(book, look, *text == 't');
	else
		put_text(book, open + (length > SHORT_TEXT ? LOOK_PLAIN : LOOK_TEXT), text, length);
}

void workbook_cell(struct workbook *book, const char *text, size_t length)
{
	assert(book->column < book->count);
	if (length > WORKBOOK_LETTERS && units_of(text, length) > WORKBOOK_LETTERS)
		fail(book, WORKBOOK_TOO_MUCH);
	if (book->fault)
		return;
	if (!book->headed)
		note_width(book, text, length);
	if (length) {
		put_cell(book, text, length);
	} else if (book->columns[book->column].open) {
		begin_cell(book, LOOKS + (int)look_of(book->columns[book->column].kind));
		buffer_text(&book->xml, "\"/>");
	}
	book->column++;
}

static void pack(struct workbook *book)
{
	struct buffer head = {0};

	if (!book->headed) {
		frame_head(book, &head);
		packer_bytes(book->packer, head.data, head.length);
		book->headed = true;
	}
	if (head.failed || book->xml.failed)
		fail(book, WORKBOOK_NO_MEMORY);
	else
		packer_bytes(book->packer, book->xml.data, book->xml.length);
	buffer_free(&head);
	buffer_truncate(&book->xml, 0);
	if (packer_part_size(book->packer) > (uint64_t)WORKBOOK_MIB << 20)
		fail(book, WORKBOOK_TOO_LARGE);
}

static void end_row(struct workbook *book)
{
	buffer_text(&book->xml, "</row>");
	if (book->xml.length >= PACKED_AT_ONCE && !book->fault)
		pack(book);
}

static void begin_row(struct workbook *book)
{
	char *end = book->row_text + sizeof book->row_text - 1, *at = end;

	book->row++;
	book->column = 0;
	for (uint32_t rest = book->row; rest; rest /= 10)
		*--at = (char)('0' + rest % 10);
	memmove(book->row_text, at, (size_t)(end - at) + 1);
	buffer_text(&book->xml, "<row r=\"");
	buffer_text(&book->xml, book->row_text);
	buffer_text(&book->xml, "\">");
}

void workbook_row(struct workbook *book)
{
	if (!book->fault)
		end_row(book);
	if (book->row > WORKBOOK_ROWS)
		fail(book, WORKBOOK_TOO_MUCH);
	if (!book->fault)
		begin_row(book);
	book->column = 0;
}

static void put_headings(struct workbook *book)
{
	begin_row(book);
	for (; book->column < book->count; book->column++) {
		const char *heading = book->columns[book->column].heading;

		note_width(book, heading, strlen(heading));
		put_text(book, LOOK_HEADING, heading, strlen(heading));
	}
}

struct workbook *workbook_open(struct buffer *out, const char *name,
	const struct workbook_column *columns, size_t count, bool template)
{
	struct workbook *book = calloc(1, sizeof *book);

	assert(count > 0 && count <= WORKBOOK_COLUMNS);
	assert(strlen(name) <= WORKBOOK_NAME);
	if (!book)
		return NULL;
	*book = (struct workbook){.packer = packer_open(out),
		.name = name,
		.columns = columns,
		.count = count,
		.template = template};
	if (!book->packer) {
		free(book);
		return NULL;
	}
	name_columns(book);
	frame_begin(book);
	put_headings(book);
	return book;
}

void workbook_end(struct workbook *book)
{
	if (book->fault)
		return;
	buffer_text(&book->xml, "</row>");
	pack(book);
	if (!book->fault)
		frame_end(book);
	if (!book->fault && !packer_end(book->packer))
		fail(book, WORKBOOK_NO_MEMORY);
}

enum workbook_fault workbook_fault(const struct workbook *book)
{
	return book->fault;
}

void workbook_free(struct workbook *book)
{
	if (!book)
		return;
	packer_free(book->packer);
	buffer_free(&book->xml);
	free(book);
}
