/* Queries: the first byte says of which operation that reads, the rest is what stands behind the question mark. */
#include <stdlib.h>
#include <string.h>

#include "kit/world.h"

static bool reads(const struct route *route)
{
	return route->method == METHOD_GET && !route->open && !route->content_type;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	const struct route *route = world_route(data[0], reads);
	char *query = world_text(data + 1, size - 1);

	/* Whoever speaks HTTP cuts it there. */
	query[strcspn(query, " #\r\n")] = '\0';
	world_ask(route, query, NULL, NULL, 0);
	free(query);
	return 0;
}
