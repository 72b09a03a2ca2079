/*
 * Unpacks a part as a whole, and hands it to the parser at once: a parser that is fed in pieces looks at a long
 * token again with each of them. Documents with a DOCTYPE are refused, and with it all entities.
 */
#include "xlsx_parts.h"

#include <expat.h>
#include <string.h>
#include <zip.h>

#include "xlsx_values.h"

#define CHUNK     65536
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

static enum xlsx_fault fault_of(zip_error_t *error)
{
	int code = zip_error_code_zip(error);
	bool memory = code == ZIP_ER_MEMORY || code == ZIP_ER_OK || /* it forgot to say why */
		(code == ZIP_ER_ZLIB && zip_error_code_system(error) == -4); /* Z_MEM_ERROR */

	if (code == ZIP_ER_NOPASSWD)
		return XLSX_LOCKED;
	return memory ? XLSX_MEMORY : XLSX_BROKEN;
}

enum xlsx_fault xlsx_parts_open(struct xlsx *book, const char *bytes, size_t length)
{
	zip_error_t error;

	if (is_old(bytes, length))
		return kind_of_old(bytes, length);
	if (!length) /* which would be a zip without parts */
		return XLSX_BROKEN;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);

	book->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	enum xlsx_fault fault = book->zip ? XLSX_FINE : fault_of(&error);

	if (source && !book->zip)
		zip_source_free(source);
	zip_error_fini(&error);
	if (!fault && zip_get_num_entries(book->zip, 0) > XLSX_MOST_PARTS)
		return XLSX_TOO_LARGE;
	return fault;
}

bool xlsx_may_be_memory(enum xlsx_fault fault)
{
	return fault == XLSX_BROKEN || fault == XLSX_NO_WORKBOOK || fault == XLSX_PART;
}

void xlsx_parts_close(struct xlsx *book)
{
	if (book->zip)
		zip_discard(book->zip);
}

static enum xlsx_fault not_this_part(struct xlsx *book, const char *path)
{
	xlsx_copy(path, book->part, sizeof book->part);
	return XLSX_PART;
}

/* What the directory of the zip says of sizes is not believed: bytes are counted as they come. */
static enum xlsx_fault unpack_file(struct xlsx *book, zip_file_t *file, struct buffer *out)
{
	zip_int64_t n = 1;

	while (n > 0) {
		if (!buffer_grow(out, CHUNK))
			return XLSX_MEMORY;
		n = zip_fread(file, out->data + out->length, CHUNK);
		if (n < 0)
			return fault_of(zip_file_get_error(file));
		out->length += (size_t)n;
		book->unpacked += (size_t)n;
		if (book->unpacked > XLSX_MOST_BYTES)
			return XLSX_TOO_LARGE;
	}
	return XLSX_FINE;
}

static enum xlsx_fault unpack(struct xlsx *book, const char *path, struct buffer *out)
{
	zip_file_t *file = zip_fopen(book->zip, path, ZIP_FL_NOCASE);

	if (!file) {
		zip_error_t *error = zip_get_error(book->zip);

		return zip_error_code_zip(error) == ZIP_ER_NOENT ? not_this_part(book, path)
								 : fault_of(error);
	}
	enum xlsx_fault fault = unpack_file(book, file, out);

	zip_fclose(file);
	return fault;
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
	enum xlsx_fault fault = unpack(book, path, &xml);

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
