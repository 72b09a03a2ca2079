/*
 * Answers as pages for paper. What a page says is the JSON of the answer; print/NAME.html, by `x-print` of the contract, says how
 * (include/template.h). So a handler knows nothing of it, and no form is made by string code.
 *
 * Beside the members of the answer a template has `print`: `day`, `at` and `unit` (today, now and the caller's office) and
 * `asked` with each filter of the query, null where it was not given. And these filters:
 *
 *	word:GROUP             the word of an enum as words.yaml has it
 *	ask:OPERATION          what that GET answers to the caller when its path has the value; with :NAME behind it, when that
 *	                       query parameter has it; null when the caller may not have it
 *	figures                values of a report in the order of its form, see print_figures.c
 *
 * A Decree asks for A4, Times New Roman, margins and nine parts (NĐ 30/2020, annex I): style.css and the parts country,
 * office, signature and end are common to all.
 */
#ifndef THIDUA_PRINT_H
#define THIDUA_PRINT_H

#include "request/request.h"

/* The answer that a handler has left becomes the page. Asserts that the operation is printed. */
enum error print_page(struct request *req);

/* The text of server/print/NAME; NULL when there is none. For tests, too. */
const char *print_text(const char *name);

/* The filters above, for template_fill(); `context` is the request. */
enum error print_filter(
	void *context, const char *name, const char *argument, json_t *value, json_t **out);

/* [{"element": .., "value": ..}] of a report as [{"area": name, "rows": [..]}]; *out is a new reference. */
enum error print_figures(struct request *req, const json_t *values, json_t **out);

#endif
