/*
 * The names closest to one that nobody has, so that a slip of the pen is found at once:
 *
 *	struct closest closest = closest_to(req, name);
 *
 *	while (closest_wants(&closest) && db_row(q))
 *		closest_add(req, &closest, column_text(q, 0), column_text(q, 1));
 *	fault_name_unknown(req, pointer, name, closest_list(req, &closest));
 */
#ifndef THIDUA_CLOSEST_H
#define THIDUA_CLOSEST_H

#include "request/request.h"

#define CLOSEST 3

struct closest {
	const char *key; /* of the name that is looked for: folded; NULL when nothing is */
	size_t length;
	size_t wanted; /* how many may still be compared */
	struct {
		const char *name;
		unsigned distance;
	} best[CLOSEST];
};

/* Begins the search for one name. A request looks for so many only, each among so many: whoever has
 * more of them has another trouble than a slip of the pen, and others wait meanwhile. */
struct closest closest_to(struct request *req, const char *name);

/* Whether one more candidate would be looked at. */
bool closest_wants(const struct closest *closest);

/* One more candidate: its folded name, and how it is shown. */
void closest_add(struct request *req, struct closest *closest, const char *key, const char *shown);

/* "Nguyễn Văn An,Nguyễn Văn Anh", the closest first; empty when none comes near. */
const char *closest_list(struct request *req, const struct closest *closest);

#endif
