/*
 * A list or a template as an .xlsx: between reply_list.c and reply_item.c, which know what stands in it, and
 * workbook.h, which knows how a spreadsheet has it.
 */
#ifndef THIDUA_REPLY_SHEET_H
#define THIDUA_REPLY_SHEET_H

#include "request/request.h"

/* The list that is open becomes a sheet: columns and headings. */
void reply_sheet_open(struct request *req);
/* The item that was written is its next row. The request fails with the problem sheet_too_small or
 * list_too_large when there is no place for it. */
void reply_sheet_row(struct request *req);
void reply_sheet_end(struct request *req);

#endif
