/*
 * The check of a two-level report: the sum of the own reports of a province's offices for one
 * period, with the transfers between them taken off.
 */
#ifndef THIDUA_OWN_CHECK_H
#define THIDUA_OWN_CHECK_H

#include "reporting/ledger.h"

struct own_check {
	struct own_sum *sums; /* of each element */
	int offices;          /* that exist on the last day of the period */
};

/* Of the unit and all below it, for the period in `slot`. */
enum error own_check_read(
	struct ledger *ledger, const struct ledger_unit *unit, int slot, struct own_check *out);

/* Warns for each pair of internal transfers that do not agree (transfer_mismatch). */
void own_check_warn(
	struct ledger *ledger, const struct ledger_unit *unit, const struct own_check *check);

#endif
