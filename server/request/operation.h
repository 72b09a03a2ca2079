/* The operations of the contract by their names. */
#ifndef THIDUA_OPERATION_H
#define THIDUA_OPERATION_H

#include "request/request.h"

/* NULL when there is no such operation. */
const struct route *operation_route(const char *operation);

/* The contract lets the caller's role call it; the rest is the matter of the operation itself. */
bool operation_is_open(const struct request *req, const char *operation);

#endif
