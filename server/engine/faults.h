/*
 * The faults that the contract's checks find, as problems of the catalogue.
 */
#ifndef THIDUA_FAULTS_H
#define THIDUA_FAULTS_H

#include "csv.h"
#include "request/request.h"
#include "schema.h"

struct fault_target {
	struct request *req;
	/* Set by a fault that leaves nothing to look at: not by a wrong figure, nor by a row of an import. */
	bool stops;
	const char *prefix; /* before each pointer; NULL for none */
	size_t row_count;   /* of the import */
	bool *faulty;       /* which of them the contract refuses; NULL: none */
};

bool fault_from_schema(void *target, const struct schema_report *report); /* a schema_sink */
bool fault_from_csv(void *target, const struct csv_report *report);       /* a csv_sink */

#endif
