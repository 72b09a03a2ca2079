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
	bool stops; /* set by a fault that leaves nothing to look at; not by a wrong figure */
	const char *prefix; /* before each pointer; NULL for none */
};

bool fault_from_schema(void *target, const struct schema_report *report); /* a schema_sink */
bool fault_from_csv(void *target, const struct csv_report *report);       /* a csv_sink */

#endif
