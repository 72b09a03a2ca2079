/*
 * How a unit enters and changes the tree: the rules of POST, PUT and import of units, and what
 * follows each change in unit_below, unit_names and unit_lineage.
 */
#ifndef THIDUA_UNIT_H
#define THIDUA_UNIT_H

#include "request/import.h"

/* SQL: the name of a unit beside its code. */
#define NAME_OF_UNIT(column)                                                                       \
	"(SELECT n.name_vi FROM units n WHERE n.unit = " column ") AS unit_name"

/* Judged together with the offices below it: reports for both levels, too. */
bool unit_has_two_levels(const char *level);
/* Its reports are due at the time of districts, not at that of provinces. */
bool unit_is_due_early(const char *level);

/* The unit is `ancestor` or lies below it; it is the sector's top, which has none above. */
bool unit_is_below(struct request *req, const char *unit, const char *ancestor);
bool unit_is_top(struct request *req, const char *unit);

/* Whether the unit was there on some day from `since` to `until` (NULL: for ever); of one that nobody
 * knows nothing speaks against it. The texts are NULL where there is none. */
struct unit_life {
	bool ended, early; /* before `since`; it begins after `until` */
	const char *from, *to, *successor;
};
struct unit_life unit_life(
	struct request *req, const char *unit, const char *since, const char *until);
/* It is there on the day; else the fault unit_ended or unit_not_yet at `pointer`. */
bool unit_lives(struct request *req, const char *pointer, const char *unit, const char *day);

/* After each change of a unit: its name as papers write it, and the place in front of their date. */
enum error unit_write_paper_names(struct request *req, const char *unit);

/* What a unit was before the change. */
struct unit_before {
	bool exists;
	const char *parent, *name, *valid_from;
};

struct unit_before unit_before(struct request *req, const char *unit);

/* Faults of the row: parent, level, dates, successor, the day of a new name. */
void unit_check(struct request *req, const struct row *row, const char *unit,
	const struct unit_before *before);

/* Stores a row without faults as a new unit, or over the one that was there. */
enum error unit_add(struct request *req, const struct row *row, const char *unit);
enum error unit_change(struct request *req, const struct row *row, const char *unit,
	const struct unit_before *before);

#endif
