/*
 * What lib/db*.c share, whatever the engine: the statements of a connection, found by the address of their
 * literal, and the detail of the last failure.
 */
#ifndef THIDUA_DB_SLOTS_H
#define THIDUA_DB_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define STMT_NOTES 4

/* A statement of either engine begins with this. */
struct stmt_head {
	struct db *db;
	const char *sql; /* the literal; its address is the key */
	struct {
		const void *key;
		void *note;
	} notes[STMT_NOTES];
	unsigned next_note;
};

/* Open addressing; `count` is a power of two. */
struct slots {
	struct stmt_head **at;
	size_t count, used;
};

/* False without memory; the slots are then as they were. */
bool slots_open(struct slots *slots);
bool slots_add(struct slots *slots, struct stmt_head *stmt);
/* Gives each statement to `free_stmt`, which frees it; the slots can be filled again, or not. */
void slots_clear(struct slots *slots, void (*free_stmt)(struct stmt_head *stmt));
void slots_close(struct slots *slots, void (*free_stmt)(struct stmt_head *stmt));
void stmt_free_notes(struct stmt_head *stmt);

/* Where the literal is, or would be. */
static inline size_t slots_place(const struct slots *slots, const char *sql)
{
	size_t slot = (size_t)(((uint64_t)(uintptr_t)sql * 0x9e3779b97f4a7c15u) >> 32);

	while (slots->at[slot &= slots->count - 1] && slots->at[slot]->sql != sql)
		slot++;
	return slot;
}

/* Keeps the text for db_message() and returns `error`. */
enum error db_report(enum error error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Name, columns and key of each table, as struct db_table has them. */
struct stmt *db_list_tables(struct db *db);

#endif
