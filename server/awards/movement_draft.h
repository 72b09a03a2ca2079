/* What a movement says before it is launched: the rules of POST and PUT and how they are stored. */
#ifndef THIDUA_MOVEMENT_DRAFT_H
#define THIDUA_MOVEMENT_DRAFT_H

#include "awards/movement.h"

/* Faults of the body: the level against the launching unit, the dates, the documents. */
void movement_check_draft(struct request *req, const char *unit);

/* The documents of the body are those that are stored. */
bool movement_documents_same(struct request *req, int64_t id);
/* Stores the documents of the body in place of those that were there. */
enum error movement_put_documents(struct request *req, int64_t id);

#endif
