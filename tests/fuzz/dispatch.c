/*
 * A whole request without a socket, through the door and the lanes: "METHOD TARGET", header lines, an empty line, the
 * body. An Authorization of T is a good one.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/server.h"
#include "engine/dispatch.h"
#include "engine/lane.h"
#include "fixture/fixture.h"
#include "kit/world.h"

static void open_lanes(void)
{
	static bool open;

	if (!open)
		must(!lane_start(world_db(), 1));
	open = true;
}

/* What http.c reads of a request. */
static void take_header(struct call *call, char *line)
{
	const struct {
		const char *name;
		const char **place;
	} known[] = {{"Authorization", &call->authorization}, {"Cookie", &call->cookie},
		{"Content-Type", &call->content_type}, {"Accept", &call->accept},
		{"Accept-Language", &call->accept_language}, {"If-Match", &call->if_match},
		{"If-None-Match", &call->if_none_match},
		{"Idempotency-Key", &call->idempotency_key}, {"X-Request-Id", &call->request_id}};
	char *colon = strchr(line, ':');

	if (!colon)
		return;
	*colon++ = '\0';
	colon += strspn(colon, " ");
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcasecmp(line, known[i].name))
			*known[i].place = colon;
}

static void take_body(struct call *call, const char *body, size_t length)
{
	size_t cap = dispatch_body_cap(call);

	if (dispatch_takes_file(call) && !dispatch_admit(call))
		return;
	if (length > cap)
		dispatch_refuse_size(call);
	else if (length)
		must(dispatch_body(call, body, length) != E_FAULT);
}

static void run(struct exchange *exchange, const char *body, size_t length)
{
	struct call *call = &exchange->call;

	if (!dispatch_route(call))
		return;
	take_body(call, body, length);
	if (!call->status && !dispatch(call))
		sem_wait(&exchange->answered);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = world_text(data, size), *end = strstr(text, "\n\n");
	char *body = end ? end + 2 : text + size, *rest = text, *line;
	struct exchange exchange;
	char bearer[100];

	open_lanes();
	if (end)
		*end = '\0';
	char *first = strsep(&rest, "\n"), *target = strchr(first, ' ');

	if (!target || target[1] != '/' || strlen(first) > 7000) {
		free(text);
		return 0;
	}
	*target++ = '\0';
	char *query = strchr(target, '?');

	if (query)
		*query++ = '\0';
	exchange_open(&exchange, first, target, NULL, NULL);
	exchange.call.query = query ? query : "";
	while ((line = strsep(&rest, "\n")))
		take_header(&exchange.call, line);
	if (exchange.call.authorization && !strcmp(exchange.call.authorization, "T")) {
		strcpy(stpcpy(bearer, "Bearer "), world_token());
		exchange.call.authorization = bearer;
	}
	run(&exchange, body, (size_t)(text + size - body));
	world_judge(&exchange.call);
	exchange_close(&exchange);
	free(text);
	return 0;
}
