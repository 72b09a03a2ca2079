/* A criterion of a score sheet: what each kind needs, and has no use for. */
#ifndef THIDUA_CRITERION_H
#define THIDUA_CRITERION_H

#include "request/row.h"

/* The kind is one of these, which have blanks between them. */
bool criterion_is(const char *kind, const char *words);

/* The faults of a row by itself; what it is together with the others is asked when the sheet is
 * issued. */
void criterion_check(struct request *req, const struct row *row);

/* The code of the group that it stands in, NULL for one at the top: "I.1" for "I.1.a". */
const char *criterion_parent(struct request *req, const char *code);

#endif
