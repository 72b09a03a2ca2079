/* Who may read the documents of an object and who may change them: as with the object itself. */
#include <string.h>

#include "awards/decision_show.h"
#include "awards/initiative.h"
#include "awards/movement.h"
#include "gen/problems.h"
#include "reporting/report.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/query.h"
#include "request/reach.h"
#include "yearend/activity.h"
#include "yearend/document.h"
#include "yearend/exemplar.h"
#include "yearend/practice.h"

/* One that was ended is read on, as GET /decisions/{id} shows it. */
static enum error read_decision(struct request *req, int64_t id)
{
	struct stmt *q = db_query(
		req->db, "SELECT 1 FROM all_decisions d WHERE d.id = :x_id AND" DECISION_READABLE);

	bind_input(q, req);
	return query_exists(req, bind_id(q, id)) ? OK : fail_not_found(req);
}

static enum error open_decision(struct request *req, int64_t id, enum owner_access access)
{
	struct decision decision;

	if (access == OWNER_READ)
		return read_decision(req, id);
	if (decision_load(req, id, &decision))
		return req->failed;
	req_about(req, decision.issuer);
	return decision_may_sign(req, &decision);
}

static enum error open_report(struct request *req, int64_t id, enum owner_access access)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.unit FROM reports r JOIN periods p ON p.period = r.period"
		" WHERE r.id = :x_id AND" REPORT_IN_REACH);

	bind_input(q, req);
	const char *unit = query_text(req, bind_id(q, id));

	if (!unit)
		return fail_not_found(req);
	req_about(req, unit);
	return access == OWNER_CHANGE ? require_reach(req, unit) : req->failed;
}

static enum error open_initiative(struct request *req, int64_t id, enum owner_access access)
{
	struct initiative initiative;

	return access == OWNER_CHANGE ? initiative_lead(req, id, &initiative)
				      : initiative_see(req, id, &initiative);
}

static enum error open_movement(struct request *req, int64_t id, enum owner_access access)
{
	struct movement movement;

	return access == OWNER_CHANGE ? movement_lead(req, id, &movement)
				      : movement_see(req, id, &movement);
}

static enum error open_kept(
	struct request *req, const struct kind *kind, int64_t id, enum owner_access access)
{
	struct kept kept;

	if (step_find(req, kind, id, &kept))
		return req->failed;
	return access == OWNER_READ || kept.acts ? OK : fail_office_only(req, kept.unit);
}

static enum error open_practice(struct request *req, int64_t id, enum owner_access access)
{
	return open_kept(req, &practice_kind, id, access);
}

static enum error open_exemplar(struct request *req, int64_t id, enum owner_access access)
{
	return open_kept(req, &exemplar_kind, id, access);
}

static enum error open_activity(struct request *req, int64_t id, enum owner_access access)
{
	struct activity activity;

	return access == OWNER_CHANGE ? activity_lead(req, id, &activity)
				      : activity_see(req, id, &activity);
}

static const struct {
	const char *word; /* of document_owner in the contract */
	enum error (*open)(struct request *req, int64_t id, enum owner_access access);
} owners[] = {
	{"decision", open_decision},
	{"report", open_report},
	{"initiative", open_initiative},
	{"movement", open_movement},
	{"practice", open_practice},
	{"exemplar", open_exemplar},
	{"activity", open_activity},
};

enum error document_owner(
	struct request *req, const char *owner, int64_t id, enum owner_access access)
{
	size_t i = 0;

	while (strcmp(owners[i].word, owner) != 0)
		i++;
	return owners[i].open(req, id, access);
}
