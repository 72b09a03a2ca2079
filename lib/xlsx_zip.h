/* The zip around a workbook, in memory. For xlsx*.c. */
#ifndef THIDUA_XLSX_ZIP_H
#define THIDUA_XLSX_ZIP_H

#include "xlsx.h"

/* Of bytes that stay where they are. *out is xlsx_zip_close()'s, also after a fault; NULL is fine there. */
enum xlsx_fault xlsx_zip_open(const char *bytes, size_t length, struct xlsx_zip **out);
void xlsx_zip_close(struct xlsx_zip *zip);

/* Appends a part, of whose name the case does not matter, to `out`; at most `most` bytes, or it is XLSX_TOO_LARGE.
 * XLSX_PART when there is none. */
enum xlsx_fault xlsx_zip_unpack(
	struct xlsx_zip *zip, const char *name, size_t most, struct buffer *out);

#endif
