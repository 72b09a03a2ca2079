/* See closest.h. */
#include "request/closest.h"

#include <string.h>

#include "text.h"

struct closest closest_to(const char *name)
{
	struct closest closest = {.name = name, .length = strlen(name)};

	/* What shares less than half of its letters is no slip of the pen. */
	for (size_t i = 0; i < CLOSEST; i++)
		closest.best[i].distance = (unsigned)closest.length + 1;
	return closest;
}

void closest_add(struct request *req, struct closest *closest, const char *key, const char *shown)
{
	size_t length = strlen(key);
	size_t least =
		length > closest->length ? length - closest->length : closest->length - length;

	closest->looked++;
	if (least >= closest->best[CLOSEST - 1].distance)
		return;
	unsigned distance = text_distance(key, closest->name);
	size_t i = CLOSEST;

	while (i > 0 && distance < closest->best[i - 1].distance)
		i--;
	if (i == CLOSEST)
		return;
	memmove(closest->best + i + 1, closest->best + i,
		(CLOSEST - 1 - i) * sizeof *closest->best);
	closest->best[i].name = req_text(req, shown);
	closest->best[i].distance = distance;
}

const char *closest_list(struct request *req, const struct closest *closest)
{
	const char *list = "";

	for (size_t i = 0; i < CLOSEST && closest->best[i].name; i++)
		list = req_printf(req, "%s%s%s", list, i ? "," : "", closest->best[i].name);
	return list;
}
