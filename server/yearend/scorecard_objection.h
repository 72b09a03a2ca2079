/* Objections of an office to its appraisal: once for each cell, in time, each with its answer. */
#ifndef THIDUA_SCORECARD_OBJECTION_H
#define THIDUA_SCORECARD_OBJECTION_H

#include "yearend/scorecard.h"

/* From this day on the office may object, for as many working days as the sheet says. */
enum error objections_begin(struct request *req, const struct scorecard *card, const char *day);
/* Objection_late once that is over. */
enum error objections_in_time(struct request *req, const struct scorecard *card);
/* Stores the `rows` of the body; the faults of a code that is none or was objected to before. */
enum error objections_add(struct request *req, const struct scorecard *card);
/* Stores the `rows` of the body as answers; the faults of a code without an open objection, and of an open one
 * without an answer. */
enum error objections_answer(struct request *req, const struct scorecard *card);

#endif
