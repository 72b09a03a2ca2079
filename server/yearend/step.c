#include "yearend/step.h"

#include <string.h>

#include "awards/possible.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/query.h"

enum error step_find(struct request *req, const struct kind *kind, int64_t id, struct kept *out)
{
	struct stmt *q = bind_id(bind_input(kind->find(req), req), id);
	bool found = db_row(q);

	*out = (struct kept){.kind = kind, .unit = "", .state = ""};
	if (found)
		*out = (struct kept){
			.kind = kind,
			.id = column_int(q, 0),
			.unit = req_text(req, column_text(q, 1)),
			.year = column_int(q, 2),
			.state = req_text(req, column_text(q, 3)),
			.revision = column_int(q, 4),
			.acts = column_int(q, 5) != 0,
			.judges = column_int(q, 6) != 0,
		};
	if (query_end(req, q, found))
		return req->failed;
	req_about(req, out->unit);
	return req->failed;
}

/* The steps of an event are all taken by the same. */
static enum actor actor_of(const struct machine *machine, const char *event)
{
	size_t i = 0;

	while (strcmp(machine->transitions[i].event, event) != 0)
		i++;
	return machine->transitions[i].actor;
}

static enum error check_actor(struct request *req, const struct kept *kept, const char *event)
{
	switch (actor_of(kept->kind->machine, event)) {
	case ACTOR_ITSELF:
		return strcmp(kept->unit, req->caller.unit) ? fail_own_act_only(req, kept->unit)
							    : OK;
	case ACTOR_JUDGE:
		return kept->judges ? OK : fail_lead_only(req, kept->unit);
	default:
		if (kept->acts)
			return OK;
		return kept->kind->refuse_caller ? kept->kind->refuse_caller(req, kept)
						 : fail_office_only(req, kept->unit);
	}
}

enum error step_allows(struct request *req, struct kept *kept, const char *event)
{
	const struct machine *machine = kept->kind->machine;
	const struct transition *step = machine_step(machine, kept->state, event);

	if (!step)
		return kept->kind->refuse(
			req, event, kept->state, possible_events(req, machine, kept->state));
	kept->next = step->to;
	return OK;
}

enum error step_begin(struct request *req, const struct kind *kind, int64_t id, const char *event,
	struct kept *out)
{
	if (step_find(req, kind, id, out) || check_actor(req, out, event) ||
		check_if_match(req, out->revision))
		return req->failed;
	return step_allows(req, out, event);
}

enum error step_take(struct request *req, const struct kept *kept, struct stmt *step)
{
	bind_id(bind_input(step, req), kept->id);
	bind_text(step, ":x_state", kept->next);
	return query_run(req, step) ? req->failed : kept->kind->reply(req, 200, kept->id);
}

enum error step_run(struct request *req, const struct kind *kind, int64_t id, const char *event,
	struct stmt *step)
{
	struct kept kept;

	return step_begin(req, kind, id, event, &kept) ? req->failed : step_take(req, &kept, step);
}
