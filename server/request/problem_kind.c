/* The catalogue of problems. */
#include <string.h>

#include "gen/problems.h"
#include "request/problem.h"

const struct problem_kind *problem_by_code(const char *code)
{
	for (size_t i = 0; i < problem_kind_count; i++)
		if (!strcmp(problem_kinds[i]->code, code))
			return problem_kinds[i];
	return NULL;
}
