/* Exemplars: people and offices that others are to follow. */
#ifndef THIDUA_EXEMPLAR_H
#define THIDUA_EXEMPLAR_H

#include "request/reach.h"
#include "yearend/step.h"

/* Of `exemplars e`: its office, those above it, and the heads of the lead and of the deputy of its cluster in its
 * year; once it is recognised all members as well. */
#define EXEMPLAR_READABLE                                                                          \
	" (" REACHES("e.unit") " OR" OF_CLUSTER(                                                   \
		"e.year", "= e.unit") " OR (e.recognised_on IS NOT NULL AND" PEER_OF("e.year",     \
		"e.unit") "))"

extern const struct kind exemplar_kind;

#endif
