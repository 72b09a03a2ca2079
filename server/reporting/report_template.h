/* The form of a month: what there is to fill in, and what stands in it already. */
#ifndef THIDUA_REPORT_TEMPLATE_H
#define THIDUA_REPORT_TEMPLATE_H

#include "reporting/report.h"

/* Answers with the form of a report that has its place and its history. `filled`: with the figures of the
 * draft, or else of the version that was sent last; where there is none, and without it, with the closing
 * stocks of the month before as opening ones. */
enum error report_template(struct request *req, const struct report *report, bool filled);

#endif
