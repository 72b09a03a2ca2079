/* thidua routes: the operations of the contract, one a line. */
#include "command/command.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/role.h"
#include "engine/router.h"
#include "gen/api.h"

/* "-" when nobody needs a token, "any" when every role will do, or "clerk,head". */
static const char *who(const struct route *route, char out[ROLE_LIST_SIZE])
{
	if (route->open || route->roles == ROLE_ALL)
		return route->open ? "-" : "any";
	role_list(route->roles, ",", out, ROLE_LIST_SIZE);
	return out;
}

static int wider(int width, const char *text)
{
	int length = (int)strlen(text);

	return length > width ? length : width;
}

int command_routes(int argc, char **argv)
{
	static const char *const lanes[] = {[LANE_INLINE] = "inline",
		[LANE_WRITE] = "write",
		[LANE_SLOW] = "slow",
		[LANE_PASSWORD] = "password"};
	int paths = 0, operations = 0, roles = 0;
	struct config config;
	char list[ROLE_LIST_SIZE];

	if (!config_read("routes", argc, argv, &config))
		return EX_USAGE;
	for (size_t i = 0; i < api_route_count; i++) {
		paths = wider(paths, api_routes[i].path);
		operations = wider(operations, api_routes[i].operation);
		roles = wider(roles, who(&api_routes[i], list));
	}
	for (size_t i = 0; i < api_route_count; i++) {
		const struct route *route = &api_routes[i];

		printf("%-6s  %-*s  %-*s  %-*s  %s\n", method_names[route->method], paths,
			route->path, operations, route->operation, roles, who(route, list),
			lanes[route->lane]);
	}
	return EX_OK;
}
