/*
 * Decisions and lines as they are answered, and what a caller may read of them: an office reads what
 * was issued at or below it, and of other decisions the lines of its own offices.
 */
#ifndef THIDUA_DECISION_SHOW_H
#define THIDUA_DECISION_SHOW_H

#include "awards/decision.h"
#include "office/unit.h"

/* Of decisions d: issued at or below the caller, or with a line of its offices, or about one. */
#define DECISION_READABLE                                                                          \
	" (EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit"                     \
	" AND b.unit = d.issuer) OR d.id IN (SELECT l.decision FROM decision_lines l"              \
	" JOIN unit_below b ON b.unit = l.home_unit WHERE b.ancestor = :caller_unit)"              \
	" OR d.id IN (SELECT c.decision FROM line_changes c JOIN decision_lines l"                 \
	" ON l.id = c.line JOIN unit_below b ON b.unit = l.home_unit"                              \
	" WHERE b.ancestor = :caller_unit))"

/* Of decision_lines l. */
#define LINE_READABLE                                                                              \
	" EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit"                      \
	" AND b.unit IN (l.issuer, l.home_unit))"

/* Whether the money of lines l is known: of some awards no text says it. */
#define LINE_MONEY "CASE WHEN l.amount IS NULL THEN 'unknown' ELSE 'known' END AS money"

#define NAME_OF_LINE_UNIT NAME_OF_UNIT("l.unit")
#define LINE_COLUMNS                                                                                           \
	"l.id, l.decision, l.case_id, l.award, l.award_year, l.occasion, l.person, l.unit,"                    \
	" l.home_unit, l.printed_name, l.printed_unit, l.person_status, l.achievement_from, l.achievement_to," \
	" l.base_salary, l.factor_hundredths AS factor, l.amount, " LINE_MONEY                                 \
	", l.status, " NAME_OF_LINE_UNIT

/* Of the titles of a subject and year for annual merit only the highest is paid, of equal ones the
 * first; rewards all. Of decision_lines l and its award_types t. */
#define HIGHER_TITLE_OF(subject, stands)                                                           \
	"EXISTS (SELECT 1 FROM decision_lines o WHERE o." subject " = l." subject                  \
	" AND o.award IN (SELECT award FROM award_types WHERE family = 'title')"                   \
	" AND o.award_year = l.award_year AND o.occasion = l.occasion AND " stands                 \
	" AND (o.amount > l.amount OR (o.amount = l.amount AND o.id < l.id)))"
#define IS_BESIDE_HIGHER(stands)                                                                   \
	"t.family = 'title' AND l.occasion = 'annual-merit' AND (" HIGHER_TITLE_OF(                \
		"person", stands) " OR " HIGHER_TITLE_OF("unit", stands) ")"
#define LINE_PAYABLE                                                                               \
	"CASE WHEN l.status <> 'in_force' THEN 0 WHEN l.amount IS NULL THEN NULL"                  \
	" WHEN " IS_BESIDE_HIGHER("o.status = 'in_force'") " THEN 0 ELSE l.amount END AS payable"
/* What was handed out for the line: nothing beside a higher title, though that was revoked since. One
 * that had been revoked before the line was signed is none. */
#define LINE_PAID                                                                                  \
	"CASE WHEN l.amount IS NULL THEN 0 WHEN " IS_BESIDE_HIGHER(                                \
		"NOT EXISTS (SELECT 1 FROM line_changes x JOIN decisions w ON w.id = x.decision"   \
		" JOIN decisions s ON s.id = l.decision WHERE x.line = o.id"                       \
		" AND x.kind = 'revoke' AND w.signed_on < s.signed_on)") " THEN 0 ELSE l.amount END AS paid"

/* A line is shown with the cases that rest on it, so it has a new version when they have; one that was
 * ended counts on, or a version would come again. */
#define LINE_VERSION                                                                               \
	"l.revision + COALESCE((SELECT SUM(a.revision) FROM award_lines r"                         \
	" JOIN all_award_cases a ON a.id = r.case_id WHERE r.line = l.id), 0)"

/* The line with its changes, recoveries and dependents; whether the caller may read it was looked
 * at before. */
enum error line_reply(struct request *req, int status, int64_t id);

#endif
