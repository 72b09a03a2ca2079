#include "request/closest.h"

#include <string.h>

#include "text.h"

/* At most COMPARED candidates per name, and suggestions for the first ANSWERED names only; fewer
 * where names are long: a comparison looks at each letter of one with each of the other. */
#define COMPARED 2000
#define ANSWERED 50
#define PAIRS    10000000 /* of letters in a request: some ten milliseconds */

struct closest closest_to(struct request *req, const char *name)
{
	struct closest closest = {0};

	if (req->compared.names >= ANSWERED || !(closest.key = req_fold(req, name)))
		return closest;
	req->compared.names++;
	closest.length = strlen(closest.key);
	closest.wanted = COMPARED;
	/* Suggest only names that differ in less than half of their letters. */
	for (size_t i = 0; i < CLOSEST; i++)
		closest.best[i].distance = (unsigned)closest.length + 1;
	return closest;
}

bool closest_wants(const struct closest *closest)
{
	return closest->wanted > 0;
}

void closest_add(struct request *req, struct closest *closest, const char *key, const char *shown)
{
	size_t length = strlen(key);
	size_t least =
		length > closest->length ? length - closest->length : closest->length - length;

	closest->wanted--;
	if (least >= closest->best[CLOSEST - 1].distance)
		return;
	req->compared.pairs += length * closest->length;
	if (req->compared.pairs > PAIRS) {
		closest->wanted = 0;
		return;
	}
	unsigned distance = text_distance(key, closest->key);
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
