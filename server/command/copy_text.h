/*
 * A database as text, the same from either engine, so that two that hold the same are equal as text. A line of JSON each:
 *
 *	{"copy": 1, "schema": 23, "pepper": "66c8..."}       the pepper's mark; "" when it is not known
 *	{"table": "areas", "columns": "area, name_vi"}       each table
 *	["TB", "Tin báo"]                                    each row: numbers, texts, null, and bytes as [base64url]
 *	{"rows": 1, "sha256": "9f86..."}                     of the lines of its rows
 *	{"tables": 71}                                       the end
 */
#ifndef THIDUA_COPY_TEXT_H
#define THIDUA_COPY_TEXT_H

#include <stdio.h>

#include "db_table.h"
#include "secret.h"

/* Of the lines of a table's rows. */
struct copy_total {
	int64_t rows;
	char sha256[2 * SECRET_HASH_SIZE + 1];
};
/* Writes the rows to `out`, unless it is NULL; E_FULL with errno when that fails. */
enum error copy_rows(
	struct db *db, const struct db_table *table, FILE *out, struct copy_total *total);

/* Both return an exit status after saying what is wrong. */

int copy_write(struct db *db, const char *mark, FILE *out);
/* Into a database that was just made, in one transaction: what is kept was read again, is equal to what was sent, and is
 * whole. */
int copy_read(struct db *db, FILE *in, char out_mark[SECRET_MARK_SIZE]);

#endif
