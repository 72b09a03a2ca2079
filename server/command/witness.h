/*
 * Do the rows still say what the chain of events saw? The event of a report has a digest of its figures, that of a
 * token or a user one of its rights (report_forms.h, rights.h). What was there before events said so much is sealed: one
 * event, added at the first start of a program that knows how, has a digest of all of it.
 */
#ifndef THIDUA_WITNESS_H
#define THIDUA_WITNESS_H

#include "db.h"

struct witness {
	int64_t reports, rights; /* that were compared */
	char finding[120];       /* the first that is not as the chain says; "" without */
};

/* Adds the seal unless the chain has one; by the writer, outside of a transaction, when there is a top unit. */
enum error witness_seal(struct db *db);
/* For a chain that holds. E_NOT_FOUND without a seal: nothing can be compared then. */
enum error witness_verify(struct db *db, struct witness *out);

#endif
