/*
 * Unpacks a part as a whole, and hands it to the parser at once: a parser that is fed in pieces looks at a long
 * token again with each of them. Documents with a DOCTYPE are refused, and with it all entities.
 */
#include "xlsx_parts.h"

#include <expat.h>
#include <string.h>

#include "xlsx_values.h"
#include "xlsx_zip.h"

#define SEPARATOR '|'

static bool is_old(const char *bytes, size_t length)
{
	static const char magic[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"; /* a compound file */

	return length >= sizeof magic - 1 && memcmp(bytes, magic, sizeof magic - 1) == 0;
}

bool xlsx_is(const char *bytes, size_t length)
{
	return is_old(bytes, length) || (length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0);
}

/* Excel puts a workbook with a password into a compound file, whose names are UTF-16. */
static enum xlsx_fault kind_of_old(const char *bytes, size_t length)
{
	static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	return memmem(bytes, length, name, sizeof name - 1) ? XLSX_LOCKED : XLSX_OLD;
}

enum xlsx_fault xlsx_parts_open(struct xlsx *book, const char *bytes, size_t length)
{
	return is_old(bytes, length) ? kind_of_old(bytes, length)
				     : xlsx_zip_open(bytes, length, &book->zip);
}

bool xlsx_may_be_memory(enum xlsx_fault fault)
{
	return fault == XLSX_BROKEN || fault == XLSX_NO_WORKBOOK || fault == XLSX_PART;
}

void xlsx_parts_close(struct xlsx *book)
{
	xlsx_zip_close(book->zip);
}

static enum xlsx_fault not_this_part(struct xlsx *book, const char *path)
{
	xlsx_copy(path, book->part, sizeof book->part);
	return XLSX_PART;
}

/* Workbooks are written in two forms, of which each has its namespace. */
static const char *local_name(const char *name)
{
	static const char *const own[] = {
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main|",
		"http://purl.oclc.org/ooxml/spreadsheetml/main|",
		"http://schemas.openxmlformats.org/package/2006/relationships|"};

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strncmp(name, own[i], strlen(own[i])) == 0)
			return name + strlen(own[i]);
	return "";
}

void xlsx_parts_stop(struct xlsx_parse *parse, enum xlsx_fault fault)
{
	if (parse->stopped)
		return;
	parse->stopped = true;
	parse->fault = fault;
	XML_StopParser(parse->parser, XML_FALSE);
}

static void on_open(void *context, const char *name, const char **attributes)
{
	struct xlsx_parse *parse = context;

	if (++parse->depth > XLSX_MOST_DEPTH)
		xlsx_parts_stop(parse, XLSX_PART);
	if (!parse->stopped)
		parse->handlers->open(parse, local_name(name), attributes);
}

static void on_close(void *context, const char *name)
{
	struct xlsx_parse *parse = context;

	parse->depth--;
	if (parse->handlers->close && !parse->stopped)
		parse->handlers->close(parse, local_name(name));
}

static void on_text(void *context, const char *text, int length)
{
	struct xlsx_parse *parse = context;

	if (parse->handlers->text && !parse->stopped)
		parse->handlers->text(parse, text, (size_t)length);
}

static void on_doctype(
	void *context, const char *name, const char *system, const char *public, int has_subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)has_subset;
	xlsx_parts_stop(context, XLSX_PART);
}

static enum xlsx_fault parse_xml(const struct buffer *xml, struct xlsx_parse *parse)
{
	XML_Parser parser = XML_ParserCreateNS(NULL, SEPARATOR);

	if (!parser)
		return XLSX_MEMORY;
	parse->parser = parser;
	XML_SetUserData(parser, parse);
	XML_SetElementHandler(parser, on_open, on_close);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetStartDoctypeDeclHandler(parser, on_doctype);
	if (XML_Parse(parser, xml->data, (int)xml->length, XML_TRUE) != XML_STATUS_OK) {
		enum XML_Error error = XML_GetErrorCode(parser);

		if (error == XML_ERROR_NO_MEMORY)
			parse->fault = XLSX_MEMORY;
		else if (error != XML_ERROR_ABORTED)
			parse->fault = XLSX_PART;
	}
	XML_ParserFree(parser);
	return parse->fault;
}

enum xlsx_fault xlsx_parts_read(
	struct xlsx *book, const char *path, const struct xlsx_handlers *handlers, void *context)
{
	struct xlsx_parse parse = {.context = context, .handlers = handlers};
	struct buffer xml = {0};
	size_t left = book->unpacked < XLSX_MOST_BYTES ? XLSX_MOST_BYTES - book->unpacked : 0;
	enum xlsx_fault fault = xlsx_zip_unpack(book->zip, path, left, &xml);

	book->unpacked += xml.length;
	if (!fault)
		fault = parse_xml(&xml, &parse);
	buffer_free(&xml);
	return fault == XLSX_PART ? not_this_part(book, path) : fault;
}

const char *xlsx_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		const char *end = strrchr(*attributes, SEPARATOR);

		if (strcmp(*attributes, name) == 0 ||
			(*name == SEPARATOR && end && strcmp(end, name) == 0))
			return attributes[1];
	}
	return NULL;
}
