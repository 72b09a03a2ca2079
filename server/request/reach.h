/* What the caller's unit may touch. */
#ifndef THIDUA_REACH_H
#define THIDUA_REACH_H

#include "request/request.h"

/* The caller may write for this unit (its own or one below). Otherwise sets the problem not_found
 * (E_NOT_FOUND), the same as for a unit that does not exist. */
enum error require_reach(struct request *req, const char *unit);
bool in_reach(struct request *req, const char *unit);

/* The caller belongs to the sector's top unit. Otherwise the problem forbidden (E_FORBIDDEN). */
enum error require_sector(struct request *req);

#endif
