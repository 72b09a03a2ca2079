#include "yearend/tie_order.h"

#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"

#define GROUP "group:"

/* The item at *at, without blanks around it; moves *at behind its comma. NULL at the end. */
static const char *next_item(struct request *req, const char **at)
{
	const char *begin = *at + strspn(*at, " ");
	size_t length = strcspn(begin, ","), end = length;

	if (!**at)
		return NULL;
	while (end > 0 && begin[end - 1] == ' ')
		end--;
	*at = begin + length + (begin[length] == ',');
	return req_printf(req, "%.*s", (int)end, begin);
}

static bool is_group(const char *item)
{
	return !strncmp(item, GROUP, strlen(GROUP)) && item[strlen(GROUP)];
}

static bool is_known(const char *item)
{
	return is_group(item) || !strcmp(item, "deduction") || !strcmp(item, "exceeded") ||
		!strcmp(item, "on_time");
}

static bool is_among(const char *const *items, size_t count, const char *item)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(items[i], item))
			return true;
	return false;
}

void tie_order_check(struct request *req, const struct row *row, const char *member)
{
	const char *at = row_text(row, member), *item, *items[RANK_TIES];
	size_t count = 0;

	while (at && (item = next_item(req, &at))) {
		if (!is_known(item) || is_among(items, count, item) || count == RANK_TIES)
			fault_tie_order_invalid(req, member_pointer(req, row, member), item);
		else
			items[count++] = item;
	}
}

void tie_order_check_groups(struct request *req, int64_t sheet, const char *tie_order)
{
	const char *item;

	while (tie_order && (item = next_item(req, &tie_order))) {
		if (!is_group(item))
			continue;
		struct stmt *q = db_query(req->db,
			"SELECT 1 FROM criteria"
			" WHERE sheet = :x_id AND code = :x_code AND kind = 'group'");

		bind_text(q, ":x_code", tie_order_group(item));
		if (!query_exists(req, bind_id(q, sheet)))
			fault_tie_group_unknown(req, "", tie_order_group(item));
	}
}

size_t tie_order_items(struct request *req, const char *tie_order, const char *items[RANK_TIES])
{
	const char *item;
	size_t count = 0;

	while (tie_order && count < RANK_TIES && (item = next_item(req, &tie_order)))
		items[count++] = item;
	return count;
}

const char *tie_order_group(const char *item)
{
	return item + strlen(GROUP);
}
