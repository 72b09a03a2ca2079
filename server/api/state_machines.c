/*
 * The tables of lib/lifecycle_tables.c as a list: one item for each state that a step can be taken
 * from. The roles are those of the step's operation in the contract, so they stand in one place.
 */
#include <string.h>

#include "base/role.h"
#include "gen/api.h"
#include "lifecycle.h"
#include "request/operation.h"
#include "request/reply.h"

static bool is_wanted(const struct list_transitions_in *in, const struct machine *machine,
	const struct transition *t, const char *from)
{
	return (!in->machine || !strcmp(in->machine, machine->name)) &&
		(!in->state || (from && !strcmp(in->state, from))) &&
		(!in->operation || !strcmp(in->operation, t->operation));
}

static void write_item(struct request *req, const struct machine *machine,
	const struct transition *t, const char *from)
{
	const struct route *route = operation_route(t->operation);
	char roles[ROLE_LIST_SIZE];

	role_list(route ? route->roles : 0, " ", roles, sizeof roles);
	item_open(req);
	item_text(req, "machine", machine->name);
	item_text(req, "event", t->event);
	item_text(req, "from", from);
	item_text(req, "to", t->to);
	item_text(req, "operation", t->operation);
	item_text(req, "roles", roles);
	item_text(req, "actor", actor_word(t->actor));
	item_text(req, "guard", t->guard);
	item_close(req);
}

static void write_step(struct request *req, const struct list_transitions_in *in,
	const struct machine *machine, const struct transition *t)
{
	size_t i = 0;

	do {
		if (is_wanted(in, machine, t, t->from[i]))
			write_item(req, machine, t, t->from[i]);
		i++;
	} while (i < TRANSITION_STATES && t->from[i]);
}

enum error list_transitions(struct request *req)
{
	reply_list_open(req);
	for (size_t m = 0; machines[m]; m++)
		for (size_t i = 0; i < machines[m]->count; i++)
			write_step(req, req->in, machines[m], &machines[m]->transitions[i]);
	return reply_list_close(req, NULL);
}
