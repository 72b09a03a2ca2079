/*
 * The parts of a workbook: XML, unpacked within its bounds and read element by element. For xlsx*.c.
 */
#ifndef THIDUA_XLSX_PARTS_H
#define THIDUA_XLSX_PARTS_H

#include "xlsx.h"

struct xlsx_parse {
	void *context;
	const struct xlsx_handlers *handlers;
	void *parser;
	size_t depth;
	bool stopped; /* the parser ends the element in hand all the same */
	enum xlsx_fault fault;
};

/* Names are without their namespace; those of namespaces that are not the format's own are "". A handler may be
 * NULL. */
struct xlsx_handlers {
	void (*open)(struct xlsx_parse *parse, const char *name, const char **attributes);
	void (*close)(struct xlsx_parse *parse, const char *name);
	void (*text)(struct xlsx_parse *parse, const char *text, size_t length);
};

enum xlsx_fault xlsx_parts_open(struct xlsx *book, const char *bytes, size_t length);
void xlsx_parts_close(struct xlsx *book);
enum xlsx_fault xlsx_parts_read(
	struct xlsx *book, const char *path, const struct xlsx_handlers *handlers, void *context);

/* Where memory is short both libraries, of the zip and of XML, may find the file broken. What is broken is so
 * again when it is read again; memory is there, or is missed at once. */
bool xlsx_may_be_memory(enum xlsx_fault fault);

/* For a handler: nothing more is read, and xlsx_parts_read() returns the fault, which may be XLSX_FINE. */
void xlsx_parts_stop(struct xlsx_parse *parse, enum xlsx_fault fault);

/* The value of an attribute; NULL without it. Of "|id" that in any namespace. */
const char *xlsx_attribute(const char **attributes, const char *name);

#endif
