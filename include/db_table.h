/*
 * Whole tables, for whoever carries a database from one engine to the other. What a table is made of comes from the
 * database, so that no list of tables is kept anywhere; their SQL is made of that.
 *
 *	db_tables(db, &tables);
 *	for (size_t i = 0; i < tables.count; i++)
 *		db_table_rows(db, &tables.at[i], each, context);
 *	db_tables_free(&tables);
 */
#ifndef THIDUA_DB_TABLE_H
#define THIDUA_DB_TABLE_H

#include <stddef.h>

#include "db.h"

#define DB_TABLE_MANY 50 /* rows */

struct db_table {
	char *name;
	char *columns; /* "a, b, c", in the order of the schema */
	char *key;     /* "a, b": the columns that tell its rows apart */
	size_t column_count;
	char *first, *next, *one, *many, *none; /* statements */
};

struct db_tables {
	struct db_table *at; /* in the order of their names */
	size_t count;
};

/* To be freed also after a failure; none of their statements is run after that. */
enum error db_tables(struct db *db, struct db_tables *out);
void db_tables_free(struct db_tables *tables);

/* All rows in the order of their keys, which both engines sort alike. What `each` returns ends it, unless it is OK. */
typedef enum error db_each_row(void *context, const struct stmt *row);
enum error db_table_rows(
	struct db *db, const struct db_table *table, db_each_row *each, void *context);

/* Inserts one row, or DB_TABLE_MANY of them: column c of row r, both from 0, is parameter r * column_count + c + 1. */
struct stmt *db_table_insert(struct db *db, const struct db_table *table, bool many);
enum error db_table_empty(struct db *db, const struct db_table *table);

/* In a transaction: what is inserted from here to db_tie() may refer to what is not there yet. db_tie() or the commit
 * fails when it is not there then. */
enum error db_untie(struct db *db);
enum error db_tie(struct db *db);

/* Nobody else has the database open, and whoever holds its lock keeps it so: else E_BUSY, with who in db_message(). */
enum error db_alone(struct db *db);

#endif
