/* Bodies: the first byte says of which operation, the second whether it is JSON or a table, the rest is the body. */
#include <stdlib.h>

#include "kit/world.h"

static bool takes_body(const struct route *route)
{
	return route->body && route->dry_run_offset != NO_OFFSET;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	const struct route *route = world_route(data[0], takes_body);
	bool table = route->csv_row && data[1] == 'c';
	char *body = world_text(data + 2, size - 2);

	world_ask(route, NULL, table ? "text/csv" : "application/json", body, size - 2);
	free(body);
	return 0;
}
