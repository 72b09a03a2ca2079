/*
 * A report on its way into the database: where it belongs, what it says, and which version came
 * before. The handlers of /reports and the import of many reports use the same steps:
 *
 *	report_place()    unit, period, scope, locks: may it be posted here and now?
 *	report_history()  the versions that are there
 *	report_check()    the figures against each other, the month before and the catalogue
 *	report_store()    the new version, superseding the one that counted
 *
 * What is wrong becomes faults with the pointers of the body, all of them; what is odd becomes
 * warnings.
 */
#ifndef THIDUA_REPORT_H
#define THIDUA_REPORT_H

#include "reporting/catalogue.h"
#include "request/request.h"

#define KEPT_ROW SIZE_MAX /* of a figure that stays as in the base version */

/* SQL over reports r and periods p: of the caller's office or one below; a cluster's lead sees what its members sent, not their
 * drafts. */
#define REPORT_IN_REACH                                                                            \
	" (EXISTS (SELECT 1 FROM unit_below b WHERE b.ancestor = :caller_unit"                     \
	" AND b.unit = r.unit) OR (r.submitted_at IS NOT NULL AND EXISTS (SELECT 1"                \
	" FROM lead_reach l WHERE l.head = :caller_head AND l.year = p.year"                       \
	" AND l.unit = r.unit)))"

/* SQL over reports r that the caller sees: it may accept or return the report now, if its role may at all. Nobody
 * decides about what its own office sent; the lead's own reports are the deputy's (view lead_reach). */
#define REPORT_ACCEPTABLE                                                                          \
	" r.status = 'submitted' AND r.unit <> :caller_unit"                                       \
	" AND COALESCE(r.submitted_by_unit, '') <> :caller_unit"

/* SQL of every UPDATE of a report. */
#define REPORT_CHANGED " changed_by = :caller_actor, changed_at = :now, revision = revision + 1"

struct figure {
	size_t element; /* index in the catalogue */
	bool has_value;
	int64_t value;
	const char *status;
	const char *note; /* or NULL */
	size_t row;       /* its place in the body's array, for pointers; or KEPT_ROW */
};

struct report {
	/* What the client said. */
	const char *unit, *period, *scope; /* scope NULL: the one on which the unit is judged */
	const char *reason, *doc_number, *doc_date, *signer_name, *signer_title;
	/* The version that is corrected: what is not said stays as there. 0: what is said is all. */
	int64_t base;
	bool draft, keeps_document, keeps_signer;
	bool is_read;           /* nothing is reported: who reads the unit's reports may ask */
	struct figure *figures; /* sorted by element once they are read */
	size_t count;
	/* Import: the first row, for faults of unit and period; SIZE_MAX: members of the body. */
	size_t place_row;

	/* What report_place() found. */
	bool placed;      /* false after a fault: the steps that need the place are skipped */
	const char *kind; /* month, half, year */
	const char *start_date;
	int64_t due; /* milliseconds; INT64_MAX without a due time */

	/* What report_ask() asked for already. */
	struct stmt *versions, *next_id;

	/* What report_history() found. */
	int64_t current; /* id of the version that counts, or 0 */
	int64_t newest; /* number of the newest version that was sent, returned or not; 0 without */
	int64_t newest_id;
	int64_t draft_id;
	struct figure *before; /* the figures of the newest, sorted; NULL without */
	size_t before_count;
	bool first_late;  /* the late flag of version 1 */
	bool same_letter; /* document and signer are those of `current` */

	/* What report_store() or report_submit() made. */
	int64_t id, version;
	bool is_made;       /* by this request: it has no event yet */
	int64_t superseded; /* the version that no longer counts; 0 without. See evidence.h */
};

/* The rows of the body's array `rows` from `from` on that belong to this report (by unit, period
 * and scope when it is an import). Codes that are unknown, computed or repeated, and statuses that
 * do not fit the value, are faults. */
enum error report_read(struct request *req, const json_t *rows, const size_t *picked,
	size_t picked_count, struct report *report);

bool status_carries_no_value(const char *status);

/* "/values/3/value", or "/rows/3/value" of an import; "/values" for a kept figure. */
const char *figure_pointer(struct request *req, size_t row, const char *member);
/* The report of the month before that counts, of the same unit and scope; 0 without. */
int64_t report_before(struct request *req, const struct report *report);

/* Asks at once what the steps will ask one after the other; for a report whose scope is known, when no other one is
 * stored before it. */
void report_ask(struct request *req, struct report *report);
enum error report_place(struct request *req, struct report *report);
enum error report_history(struct request *req, struct report *report);

/* Figures against each other; `soft` tells what would be faults among the warnings (drafts, and reports
 * that are only read again). */
enum error report_check(struct request *req, const struct report *report, bool soft);

/* The base version is the newest that was sent, or there is none: only then the figures can be read.
 * Otherwise the request fails with 409, or with the faults so far when there was no place to look for it;
 * in an import the report has its fault. */
bool report_base_fits(struct request *req, const struct report *report);
/* What a row leaves unsaid of a figure that the base version has. */
void figure_take_base(const struct report *report, const json_t *row, struct figure *figure);
/* With a base: the figures of elements that no row names (`named`, by element) stay. */
enum error report_keep(struct request *req, struct report *report, const bool *named);

/* A draft is given up: its row stays, its version is free again. */
enum error report_discard(struct request *req, int64_t id);

/* A correction needs a reason; a draft in the way is a conflict. A dry run is told of the draft, and
 * goes on as if there were none. */
enum error report_guard(struct request *req, const struct report *report);

/* The same figures, document and signer as the version that counts. */
bool report_is_unchanged(const struct report *report);
/* The same reason, letter and figures. */
bool report_is_same(const struct report *a, const struct report *b);

/* The question which id the next one has. */
struct stmt *report_next_id(struct request *req);
/* Inserts the version with its figures; supersedes the current one unless it is a draft. Fills id
 * and version. */
enum error report_store(struct request *req, struct report *report);
enum error report_store_figures(struct request *req, const struct report *report);
/* A stored draft becomes the version that counts. */
enum error report_submit(struct request *req, struct report *report);

/* A stored report with its figures, for checking it again. */
enum error report_load(struct request *req, int64_t id, struct report *report);

/* What the figures change against `before`; called for each difference, both lists being sorted.
 * NULL is "not there". */
typedef void report_difference(
	void *context, const struct figure *before, const struct figure *after);
void report_compare(const struct report *report, report_difference *difference, void *context);

/* kind, start_date and placed of a stored report, without asking whether it may still be posted. */
enum error report_period(struct request *req, struct report *report);
/* A draft's letter, reason and figures anew. */
enum error report_replace(struct request *req, struct report *report);

#endif
