/*
 * Persons and where they serve: the rules of POST, PUT, postings and import alike. Each looks at a
 * row (a body is one, too), adds its faults and stores; the caller ends with req_faults().
 */
#ifndef THIDUA_PERSON_H
#define THIDUA_PERSON_H

#include "request/import.h"

/* The person, if the caller has rights over the unit that keeps it: else not_found. Then If-Match;
 * the event is about that unit. */
enum error person_require(struct request *req, int64_t id);

/* The office of `person` (an alias of persons) on a day: where it was posted then or last before; of a
 * day before all that is known, the first known one; without postings the one that keeps it. */
#define PERSON_OFFICE_ON(person, day)                                                              \
	"COALESCE((SELECT o.unit FROM postings o WHERE o.person = " person ".id"                   \
	" AND o.from_date <= " day " ORDER BY o.from_date DESC LIMIT 1),"                          \
	" (SELECT o.unit FROM postings o WHERE o.person = " person ".id"                           \
	" ORDER BY o.from_date LIMIT 1), " person ".unit)"
/* Where it was on that day is recorded: not of one whose postings all began later. */
#define PERSON_KNOWN_ON(person, day)                                                               \
	"(EXISTS (SELECT 1 FROM postings o WHERE o.person = " person ".id AND o.from_date <= " day \
	") OR NOT EXISTS (SELECT 1 FROM postings o WHERE o.person = " person ".id))"

/* Faults of who the row says it is: the staff code belongs to another person than `id` (0: a new
 * one), the birth lies in the future. */
void person_check_identity(struct request *req, const struct row *row, int64_t id);

/* A new person with the first posting, if the row has one. *out is its number; 0 with faults. */
enum error person_add(struct request *req, const struct row *row, int64_t *out);

/* The next posting: the open one ends the day before, the person is active and kept by the new
 * unit. */
enum error person_move(struct request *req, const struct row *row, int64_t id);

/* The posting that began on `since` becomes what the row says: its unit, position and days. It stays
 * between the postings before and after it, and the newest is open as long as the person is active.
 * not_found without such a posting in a unit within reach. Ends with req_faults(). */
enum error person_correct(
	struct request *req, const struct row *row, int64_t id, const char *since);

/* The newest posting as the row's status wants it: open for those active, ended on to_date (or
 * today) for those who left. *changed becomes true when it was not so. Without a status in the row
 * nothing is asked. */
enum error person_settle(struct request *req, const struct row *row, int64_t id, bool *changed);

/* What a row says about a person who is there: corrections and the next posting. *before becomes
 * person_state() as it was, when something changes. */
enum error person_update(struct request *req, const struct row *row, int64_t id,
	enum import_outcome *out, const char **before);

/* ---- person_undo.c ---- */

/* What a person is, with the postings, as text for import_keep(); and that call, once it is stored. */
const char *person_state(struct request *req, int64_t id);
enum error person_keep(struct request *req, int64_t id, const char *before);
/* Ends the persons that the import made, and gives the others back their state before. That nothing
 * stands against it was looked at before. */
enum error persons_undo(struct request *req, int64_t import, const char *reason);

/* ---- person.c ---- */

/* The initiatives and cases that print its name or unit are no longer what they were. */
enum error person_touch_readers(struct request *req, int64_t id);

/* The unit of the row is in reach and exists on its from_date, if it has one; else a fault. */
bool person_check_unit(struct request *req, const struct row *row);

/* The person with postings, disciplines and open holds: the answer of every operation on one.
 * person_show.c */
enum error person_reply(struct request *req, int status, int64_t id);

/* Faults of an import's rows that have neither staff code nor birth date where an earlier row has the
 * same name and unit: they may be two people. */
void person_check_namesakes(struct request *req);

/* Warns of persons in reach with the same folded name and the same birth date or unit. */
void person_warn_of_duplicates(struct request *req, const struct row *row, int64_t id);

#endif
