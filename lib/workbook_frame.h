/* What stands around the rows of a sheet: between workbook.c, which writes them, and workbook_frame.c. */
#ifndef THIDUA_WORKBOOK_FRAME_H
#define THIDUA_WORKBOOK_FRAME_H

#include "packer.h"
#include "workbook.h"

#define WORKBOOK_COLUMNS 64

/* How cells look: the place in the list of cellXfs. Those that are open follow the others. */
enum look { LOOK_TEXT, LOOK_WHOLE, LOOK_DECIMAL, LOOK_DAY, LOOK_PLAIN, LOOK_POINTS, LOOKS };
#define LOOK_HEADING (2 * LOOKS)

struct workbook {
	struct packer *packer;
	struct buffer xml; /* of the sheet, not packed yet */
	const char *name;
	const struct workbook_column *columns;
	size_t count;
	bool template, headed; /* the head of the sheet is written */
	enum workbook_fault fault;
	uint32_t row; /* from 1, the heading's */
	size_t column;
	char row_text[12];
	struct {
		char letters[3];
		uint8_t width; /* letters of the longest cell while the head waits */
	} at[WORKBOOK_COLUMNS];
};

/* The parts before the sheet, and its beginning. */
void frame_begin(struct workbook *book);
/* The head of the sheet: it waits until some rows told how wide their columns are. */
void frame_head(struct workbook *book, struct buffer *out);
/* The end of the sheet, and the part behind it. */
void frame_end(struct workbook *book);

/* Text between tags or quotes of XML, as a spreadsheet reads it. */
void frame_text(struct buffer *out, const char *text, size_t length);

#endif
