/* What `thidua verify` takes as it is hashed: whether the state before an event is right. */
#include "chain.h"

#include <stdio.h>

#include "daemon.h"
#include "tally.h"

/* `states`: of each object, after its newest event so far. */
static void look_at(const json_t *event, json_t *states)
{
	const char *object = json_member_text(event, "object");
	json_t *before = json_object_get(event, "before");
	const json_t *known = json_object_get(states, object);
	bool right = known ? json_equal(before, known) : json_is_null(before);

	if (!right)
		tally_fail("event %lld of %s: the state before is %s, not %s",
			(long long)json_integer_value(json_object_get(event, "seq")), object,
			json_member_text(event, "before"),
			known ? json_string_value(known) : "none");
	json_object_set(states, object, json_object_get(event, "after"));
}

/* The number of the last of them; 0 when there are no more. */
static long long look_behind(struct client *client, long long last, json_t *states)
{
	char path[80];
	struct question question = {.method = "GET", .path = path, .token = daemon_admin_token()};
	struct answer answer;
	size_t i;
	json_t *event;

	snprintf(path, sizeof path, "/api/v1/events?limit=500&after=%lld", last);
	client_send(client, &question, &answer);
	tally_check(answer.status == 200, "GET %s: %d", path, answer.status);
	last = 0;
	json_array_foreach(json_object_get(answer.json, "items"), i, event)
	{
		look_at(event, states);
		last = (long long)json_integer_value(json_object_get(event, "seq"));
	}
	answer_free(&answer);
	return last;
}

void chain_tells_states(struct client *client)
{
	json_t *states = json_object();
	long long last = 0;

	while ((last = look_behind(client, last, states)))
		;
	tally_check(json_object_size(states) > 0, "the log tells nothing");
	json_decref(states);
}
