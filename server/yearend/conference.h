/* A conference of a cluster: who reads it, who writes it, how it is stored. */
#ifndef THIDUA_CONFERENCE_H
#define THIDUA_CONFERENCE_H

#include "request/reach.h"
#include "request/row.h"
#include "yearend/cluster.h"

/* Of `conferences f`: for the members, and for whoever is above one or set the cluster up. */
#define CONFERENCE_READABLE " (" IN_CLUSTER("f.cluster") " OR" LED_BY_CALLER("f.cluster") ")"

/* The conference, if the caller may read it: else the problem not_found. */
enum error conference_see(struct request *req, int64_t id, struct cluster *out_cluster);
/* The same for the lead of the cluster, with If-Match: else cluster_lead_only. */
enum error conference_lead(struct request *req, int64_t id, struct cluster *out_cluster);

/* Faults of POST and PUT: the day in the work year or the next one, the guests. */
void conference_check(struct request *req, const struct row *row, int64_t year);
/* The guests of the body are those that are stored. */
bool conference_guests_same(struct request *req, int64_t id);
enum error conference_put_guests(struct request *req, int64_t id);

/* The conference as GET /conferences/{id} shows it. */
enum error conference_reply(struct request *req, int status, int64_t id);

/* SQL: what a list and one object both show, of `conferences f JOIN clusters c`. */
#define CONFERENCE_COLUMNS                                                                         \
	"f.id, f.cluster, c.year, f.kind, f.held_on, f.place, f.chair_name, f.chair_title,"        \
	" f.secretary_name, f.secretary_title, f.minutes,"                                         \
	" (SELECT count(*) FROM conference_guests g WHERE g.conference = f.id) AS present"

#endif
