/*
 * From a raw path to a route of the contract.
 */
#ifndef THIDUA_ROUTER_H
#define THIDUA_ROUTER_H

#include <stdbool.h>

struct call;

extern const char *const method_names[]; /* by enum method */

enum match {
	MATCH_ROUTE,
	MATCH_OPTIONS,
	MATCH_BAD_PATH,
	MATCH_NO_PATH,
	MATCH_NO_METHOD,
	MATCH_NO_MEMORY
};

/* Sets call->route and its decoded path parameters. Forbids what a proxy could read otherwise: %00,
 * %2f, %5c, "//", dot segments, bad UTF-8. MATCH_NO_METHOD and MATCH_OPTIONS have set the Allow
 * header. */
enum match router_match(struct call *call);

#endif
