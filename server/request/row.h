/*
 * A row of an import, or the body of a POST or PUT looked at in the same way: its members by name,
 * in the forms that statements bind and columns hold. One set of rules and statements of a resource
 * then serves all three.
 */
#ifndef THIDUA_ROW_H
#define THIDUA_ROW_H

#include "request/request.h"

#define NO_ROW SIZE_MAX

struct row {
	size_t index;       /* in `rows`; NO_ROW for a body that is one object */
	const json_t *json; /* the row, checked against the contract */
	const struct schema *schema;
};

/* The body of a request for one object, as a row, so that the rules and statements of a resource
 * serve its POST and PUT too; and where a fault of a row is: "/rows/12/name", or "/name" there. */
struct row body_row(const struct request *req);
const char *member_pointer(struct request *req, const struct row *row, const char *member);

/* For what changes one object: `found` selects its revision. Without a row the problem
 * not_found, else check_if_match(). */
enum error check_revision(struct request *req, struct stmt *found);

/* Whether what `member` names is there: `found` (not bound) has a row for it. Absent or null is
 * fine; else the member gets the fault reference_unknown. */
bool row_refers(struct request *req, const struct row *row, const char *member, struct stmt *found);

/* Binds every named parameter from the members of a row by name, as bind_input() does from req->in
 * (numbers as hundredths or thousandths, _key folded); then :caller_unit, :now and the like. ":x_.." are left for
 * the caller. Returns the statement. */
struct stmt *bind_row(struct stmt *stmt, struct request *req, const struct row *row);
/* NULL when absent or null. */
const char *row_text(const struct row *row, const char *member);
/* The hundredths or thousandths of a number; `absent` when it is absent or null. */
int64_t row_int(const struct row *row, const char *member, int64_t absent);

#endif
