/* The order in which ties are broken, as a score sheet says it: "group:I, deduction". */
#ifndef THIDUA_TIE_ORDER_H
#define THIDUA_TIE_ORDER_H

#include "request/row.h"
#include "standing.h"

/* The fault tie_order_invalid for each item of the member that is none, or is there twice. */
void tie_order_check(struct request *req, const struct row *row, const char *member);

/* The fault tie_group_unknown for each group that the sheet does not have. */
void tie_order_check_groups(struct request *req, int64_t sheet, const char *tie_order);

/* Its items, in order; returns how many. None for NULL. */
size_t tie_order_items(struct request *req, const char *tie_order, const char *items[RANK_TIES]);
/* The code behind "group:" of an item. */
const char *tie_order_group(const char *item);

#endif
