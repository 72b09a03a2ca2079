/*
 * Objects of a cluster's year that an office keeps and that go from state to state. A kind of object says
 * how one of it is found, refused and shown; what its machine says is then obeyed here:
 *
 *	struct kept practice;
 *
 *	if (step_begin(req, &practice_kind, in->id, "share", &practice))
 *		return req->failed;
 *	..                                      -- the faults of the body
 *	return step_take(req, &practice,
 *		db_query(req->db, "UPDATE practices SET state = :x_state,"
 *				  " revision = revision + 1 WHERE id = :x_id"));
 */
#ifndef THIDUA_STEP_H
#define THIDUA_STEP_H

#include "lifecycle.h"
#include "request/request.h"

/* SQL, for statements of bind_input(): the unit is the caller's or lies below it; the caller reads what
 * the unit shares with its cluster in the year; it judges the unit: ACTOR_JUDGE. The first two are sets, so
 * that a list finds them once and not for each row. */
#define REACHES(of_unit)                                                                           \
	" " of_unit " IN (SELECT y.unit FROM unit_below y WHERE y.ancestor = :caller_unit)"
#define PEER_OF(of_year, of_unit)                                                                  \
	" (" of_year ", " of_unit ") IN (SELECT y.year, y.unit FROM cluster_peers y"               \
	" WHERE y.peer = :caller_unit)"
#define JUDGES(of_year, of_unit)                                                                   \
	" (EXISTS (SELECT 1 FROM lead_reach y JOIN unit_below z ON z.ancestor = y.unit"            \
	" WHERE y.head = :caller_head AND y.year = " of_year " AND z.unit = " of_unit              \
	") OR EXISTS (SELECT 1 FROM unit_below y JOIN units z ON z.unit = y.unit"                  \
	" WHERE y.ancestor = :caller_unit AND y.unit = " of_unit                                   \
	" AND (y.ancestor <> y.unit OR z.parent IS NULL)))"

/* The filter :unit of a list: the office and those below it. */
#define IN_UNIT(of_unit)                                                                           \
	" AND (CAST(:unit AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM unit_below y"                  \
	" WHERE y.ancestor = :unit AND y.unit = " of_unit "))"
/* The filter :cluster of a list: members of the cluster in its year, and the offices below them. */
#define SHARES_CLUSTER(of_year, of_unit)                                                           \
	" AND (CAST(:cluster AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM memberships y"              \
	" JOIN unit_below z ON z.ancestor = y.unit WHERE y.cluster = :cluster"                     \
	" AND y.year = " of_year " AND z.unit = " of_unit "))"

struct kept;

struct kind {
	const struct machine *machine;
	/* One row, when the caller may read the object of :x_id (and of the inputs of the operation, which
	 * are bound as well): id, unit, year, state, revision, and as 0 or 1 whether the caller acts
	 * for the unit and whether it judges it. */
	struct stmt *(*find)(struct request *req);
	/* For whom does not act for the unit; NULL: office_only. */
	enum error (*refuse_caller)(struct request *req, const struct kept *kept);
	/* Generated from problems.yaml. */
	enum error (*refuse)(
		struct request *req, const char *event, const char *state, const char *possible);
	enum error (*reply)(struct request *req, int status, int64_t id);
};

struct kept {
	const struct kind *kind;
	int64_t id, year, revision;
	const char *unit, *state;
	bool acts, judges;
	const char *next; /* the state after the step that was allowed */
};

/* The object, if the caller may read it: else the problem not_found. */
enum error step_find(struct request *req, const struct kind *kind, int64_t id, struct kept *out);
/* Its state allows the event: else the refusal of its kind. Fills kept->next. */
enum error step_allows(struct request *req, struct kept *kept, const char *event);
/* It is found, the caller is whom the machine lets take the step (else office_only, own_act_only or
 * lead_only), If-Match, its state allows it. */
enum error step_begin(struct request *req, const struct kind *kind, int64_t id, const char *event,
	struct kept *out);

/* Stores a step by a statement over the inputs, :x_id and :x_state, and answers with the object. */
enum error step_take(struct request *req, const struct kept *kept, struct stmt *step);
/* Both, for a step whose body has no faults of its own. */
enum error step_run(struct request *req, const struct kind *kind, int64_t id, const char *event,
	struct stmt *step);

#endif
