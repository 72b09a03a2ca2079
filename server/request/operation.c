#include "request/operation.h"

#include <string.h>

#include "gen/api.h"

const struct route *operation_route(const char *operation)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(api_routes[i].operation, operation))
			return &api_routes[i];
	return NULL;
}

bool operation_is_open(const struct request *req, const char *operation)
{
	const struct route *route = operation_route(operation);

	return route && route->roles & req->caller.role;
}
