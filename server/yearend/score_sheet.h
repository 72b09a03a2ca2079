/*
 * A score sheet and its steps. Handlers take a step like this:
 *
 *	struct score_sheet sheet;
 *
 *	if (score_sheet_lead(req, in->id, "retire", &sheet))
 *		return req->failed;
 *	..                                      -- UPDATE with :x_state from sheet.next
 *	return score_sheet_reply(req, 200, sheet.id);
 */
#ifndef THIDUA_SCORE_SHEET_H
#define THIDUA_SCORE_SHEET_H

#include "request/row.h"

/* Of `score_sheets s`: a draft is its issuer's own affair. */
#define SCORE_SHEET_READABLE                                                                       \
	" (s.state NOT IN ('draft', 'discarded') OR EXISTS (SELECT 1 FROM unit_below b"            \
	" WHERE b.ancestor = :caller_unit AND b.unit = s.issuer))"

struct score_sheet {
	int64_t id;
	const char *issuer, *audience, *state;
	const char *tie_order; /* or NULL */
	int64_t year, version;
	int64_t total_max, grain; /* thousandths */
	int64_t revision;
	const char *next; /* the state after the step that score_sheet_lead() allowed */
};

/* The sheet, if the caller may read it: else the problem not_found. */
enum error score_sheet_see(struct request *req, int64_t id, struct score_sheet *out);
/* The same for a step by who issues it: else issuer_only; then If-Match, then the state
 * machine, else sheet_issued for a change of its content and score_sheet_state for the rest. */
enum error score_sheet_lead(
	struct request *req, int64_t id, const char *event, struct score_sheet *out);

/* The faults of what POST and PUT say: its days, its order for ties. */
void score_sheet_check(struct request *req, const struct row *row);
/* The faults that stand against its issue, all at once (SR-01). */
void score_sheet_check_issue(struct request *req, const struct score_sheet *sheet);

/* Its object tells of its criteria: a new revision. */
enum error score_sheet_touch(struct request *req, int64_t id);

/* The sheet as GET /score-sheets/{id} shows it. */
enum error score_sheet_reply(struct request *req, int status, int64_t id);

#endif
