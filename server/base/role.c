#include "base/role.h"

#include <stdio.h>
#include <string.h>

#include "gen/api.h"

const char *role_name(unsigned role)
{
	for (size_t i = 0; api_role_names[i]; i++)
		if (role == 1u << i)
			return api_role_names[i];
	return "";
}

unsigned role_by_name(const char *name)
{
	for (size_t i = 0; name && api_role_names[i]; i++)
		if (!strcmp(api_role_names[i], name))
			return 1u << i;
	return 0;
}

void role_list(unsigned roles, const char *separator, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; api_role_names[i] && used < size; i++)
		if (roles & 1u << i)
			used += (size_t)snprintf(out + used, size - used, "%s%s",
				used ? separator : "", api_role_names[i]);
}
