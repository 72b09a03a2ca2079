/*
 * Workbooks that nobody would write, for libFuzzer. The first byte says what the rest is: a file as it stands, or a part
 * of one that is whole, so that what is tried gets past the checksums of the zip.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "text.h"
#include "xlsx.h"

#define MOST      65536
#define MAIN      "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATION  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In the order of the numbers that the first byte has for them, from 1. */
static const struct part {
	const char *path, *text;
} parts[] = {
	{"xl/worksheets/sheet1.xml",
		"<worksheet xmlns='" MAIN "'><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c>"
		"<c r='B1' s='1'><v>44377.5</v></c></row></sheetData></worksheet>"},
	{"xl/sharedStrings.xml", "<sst xmlns='" MAIN "'><si><t>a</t></si><si><t>b</t></si></sst>"},
	{"xl/styles.xml",
		"<styleSheet xmlns='" MAIN
		"'><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"},
	{"xl/workbook.xml",
		"<workbook xmlns='" MAIN "' xmlns:r='" RELATION
		"'><sheets><sheet name='a' r:id='rId1'/></sheets></workbook>"},
	{"xl/_rels/workbook.xml.rels",
		"<Relationships xmlns='" RELATIONS "'><Relationship Id='rId1' Type='" RELATION
		"/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Type='" RELATION
		"/styles' Target='styles.xml'/><Relationship Id='rId3' Type='" RELATION
		"/sharedStrings' Target='sharedStrings.xml'/></Relationships>"},
	{"_rels/.rels",
		"<Relationships xmlns='" RELATIONS "'><Relationship Id='rId1' Type='" RELATION
		"/officeDocument' Target='xl/workbook.xml'/></Relationships>"},
};
#define PARTS (sizeof parts / sizeof *parts)

static void must(bool good)
{
	if (!good)
		abort();
}

/* Each line is of a row of the sheet, and these go down. */
static void check_table(const struct xlsx_table *table)
{
	size_t lines = 0, last = 0;

	must(!table->csv.failed && text_is_utf8(table->csv.data, table->csv.length));
	for (size_t i = 0; i < table->csv.length; i++)
		lines += table->csv.data[i] == '\n' ||
			(table->csv.data[i] == '\r' && table->csv.data[i + 1] != '\n');
	must(xlsx_row(table, 0) == 0 && xlsx_row(table, 1) == 0);
	for (size_t line = 2; line <= lines && table->csv.length <= MOST; line++) {
		size_t row = xlsx_row(table, line);

		must(row >= last && row >= 1 && row <= XLSX_LAST_ROW);
		last = row;
	}
	for (size_t i = 0; i < table->bad_count; i++) {
		char name[XLSX_CELL_SIZE];

		must(text_is_utf8(table->bad[i].found, strlen(table->bad[i].found)));
		must(table->bad[i].column >= 1 && table->bad[i].column <= XLSX_LAST_COLUMN);
		xlsx_cell_name(table->bad[i].row, table->bad[i].column, name);
	}
}

static void read_book(const char *bytes, size_t length)
{
	struct xlsx book;
	enum xlsx_fault fault = xlsx_open(&book, bytes, length);

	for (size_t i = 0; !fault && i < book.sheet_count; i++) {
		struct xlsx_table table;

		fault = xlsx_read(&book, i, MOST, &table);
		if (!fault)
			check_table(&table);
		xlsx_table_free(&table);
	}
	must(text_is_utf8(book.part, strlen(book.part)));
	xlsx_close(&book);
}

/* Not compressed, which is fast. */
static void add_part(zip_t *zip, const char *path, const char *text, size_t length)
{
	zip_source_t *source = zip_source_buffer(zip, text, length, 0);
	zip_int64_t i = source ? zip_file_add(zip, path, source, 0) : -1;

	must(i >= 0 && !zip_set_file_compression(zip, (zip_uint64_t)i, ZIP_CM_STORE, 0));
}

static void read_back(zip_source_t *source, struct buffer *out)
{
	zip_int64_t n = 1;

	must(!zip_source_open(source));
	while (n > 0 && buffer_grow(out, MOST)) {
		n = zip_source_read(source, out->data + out->length, MOST);
		out->length += n > 0 ? (size_t)n : 0;
	}
	zip_source_close(source);
}

/* The workbook of the parts, with `text` in the place of one of them. */
static void pack(const struct part *other, const char *text, size_t length, struct buffer *out)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;

	must(zip != NULL);
	zip_source_keep(source);
	for (const struct part *part = parts; part < parts + PARTS; part++)
		if (part == other)
			add_part(zip, part->path, text, length);
		else
			add_part(zip, part->path, part->text, strlen(part->text));
	must(!zip_close(zip));
	read_back(source, out);
	zip_source_free(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer book = {0};

	if (size < 2)
		return 0;
	const char *rest = (const char *)data + 1;
	size_t which = data[0] % (PARTS + 1);

	if (which == 0) {
		read_book(rest, size - 1);
		return 0;
	}
	pack(&parts[which - 1], rest, size - 1, &book);
	read_book(book.data, book.length);
	buffer_free(&book);
	return 0;
}
