/* What rests on the rows of an import and so stands against its undo. */
#ifndef THIDUA_OBSTACLES_H
#define THIDUA_OBSTACLES_H

#include "request/request.h"

/* As rows (object, obstacle, other), at most 1,000: the path of what the import made or
 * changed, a word of the contract, the path of what rests on it. None of an import that is
 * undone. */
struct stmt *obstacles_of(struct request *req, int64_t import, const char *operation);

#endif
