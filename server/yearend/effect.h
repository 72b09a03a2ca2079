/*
 * An effect that is counted: an indicator of an office in two periods. The figures are those of the reports that count
 * when it is said, and stay so.
 */
#ifndef THIDUA_EFFECT_H
#define THIDUA_EFFECT_H

#include "request/row.h"

struct effect_end {
	const char *period; /* NULL: no effect is counted */
	int64_t value;      /* hundredths */
	int64_t report;     /* that holds it */
};

struct effect {
	const char *indicator; /* or NULL */
	struct effect_end before, after;
};

/* Of the members indicator, period_before and period_after of a row; all of them or none, and each with a
 * figure of the unit: else the fault effect_incomplete. */
enum error effect_read(
	struct request *req, const struct row *row, const char *unit, struct effect *out);

/* SQL: what is stored of it, from what effect_bind() binds; and how answers show it, of the table. */
#define EFFECT_COLUMNS                                                                             \
	"indicator, period_before, value_before, report_before, period_after, value_after,"        \
	" report_after"
#define EFFECT_VALUES                                                                              \
	":x_indicator, :x_period_before, :x_value_before, :x_report_before, :x_period_after,"      \
	" :x_value_after, :x_report_after"
#define EFFECT_SETS                                                                                \
	"indicator = :x_indicator, period_before = :x_period_before,"                              \
	" value_before = :x_value_before, report_before = :x_report_before,"                       \
	" period_after = :x_period_after, value_after = :x_value_after,"                           \
	" report_after = :x_report_after"
#define EFFECT_SHOWN(of)                                                                           \
	of ".indicator, " of ".period_before, " of ".value_before, " of ".report_before,"          \
	   " (SELECT r.version FROM reports r WHERE r.id = " of                                    \
	   ".report_before) AS version_before, " of ".period_after, " of ".value_after, " of       \
	   ".report_after, (SELECT r.version FROM reports r WHERE r.id = " of                      \
	   ".report_after) AS version_after, " of ".value_after - " of ".value_before AS change"

struct stmt *effect_bind(struct stmt *stmt, const struct effect *effect);

#endif
