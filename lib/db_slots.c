#include "db_slots.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "db.h"

#define FIRST_SLOTS 256

bool slots_open(struct slots *slots)
{
	*slots = (struct slots){.count = FIRST_SLOTS};
	slots->at = calloc(slots->count, sizeof *slots->at);
	return slots->at;
}

/* Doubles the table before it is so full that looking becomes long. */
static bool make_room(struct slots *slots)
{
	struct slots larger = {.count = 2 * slots->count, .used = slots->used};

	if (4 * (slots->used + 1) <= 3 * slots->count)
		return true;
	larger.at = calloc(larger.count, sizeof *larger.at);
	if (!larger.at)
		return false;
	for (size_t i = 0; i < slots->count; i++) {
		if (slots->at[i])
			larger.at[slots_place(&larger, slots->at[i]->sql)] = slots->at[i];
	}
	free(slots->at);
	*slots = larger;
	return true;
}

bool slots_add(struct slots *slots, struct stmt_head *stmt)
{
	if (!make_room(slots))
		return false;
	slots->at[slots_place(slots, stmt->sql)] = stmt;
	slots->used++;
	return true;
}

void slots_clear(struct slots *slots, void (*free_stmt)(struct stmt_head *stmt))
{
	for (size_t i = 0; i < slots->count; i++) {
		if (slots->at[i])
			free_stmt(slots->at[i]);
		slots->at[i] = NULL;
	}
	slots->used = 0;
}

void slots_close(struct slots *slots, void (*free_stmt)(struct stmt_head *stmt))
{
	slots_clear(slots, free_stmt);
	free(slots->at);
}

/* Notes */

void *stmt_note(const struct stmt *stmt, const void *key)
{
	const struct stmt_head *head = (const struct stmt_head *)stmt;

	for (size_t i = 0; i < STMT_NOTES; i++) {
		if (head->notes[i].key == key)
			return head->notes[i].note;
	}
	return NULL;
}

void stmt_set_note(struct stmt *stmt, const void *key, void *note)
{
	struct stmt_head *head = (struct stmt_head *)stmt;
	size_t i = 0;

	while (i < STMT_NOTES && head->notes[i].key != key)
		i++;
	if (i == STMT_NOTES)
		i = head->next_note++ % STMT_NOTES;
	free(head->notes[i].note);
	head->notes[i].key = key;
	head->notes[i].note = note;
}

void stmt_free_notes(struct stmt_head *stmt)
{
	for (size_t i = 0; i < STMT_NOTES; i++)
		free(stmt->notes[i].note);
}

/* A connection belongs to one thread at a time, so the thread's last failure is the
 * connection's. */
static _Thread_local char last_failure[512];

enum error db_report(enum error error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(last_failure, sizeof(last_failure), format, arguments);
	va_end(arguments);
	return error;
}

const char *db_message(const struct db *db)
{
	(void)db;
	return last_failure;
}

void db_forget_failure(const struct db *db)
{
	(void)db;
	last_failure[0] = '\0';
}
