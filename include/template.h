/*
 * Texts with places that values fill, in the manner of mustache:
 *
 *	{{name}}  {{office.name}}  {{.}}   a member, a member of a member, the item itself
 *	{{value|number|or:none}}           the same through filters, one after the other
 *	{{#name}} .. {{/name}}             for each item of an array, inside of an object or of another value; of true nothing
 *	                                   is entered
 *	{{^name}} .. {{/name}}             when there is none: null, false, "" or an empty array
 *	{{>part}}                          another text, in this place, without its last end of line
 *
 * A name is sought in the object that was entered last, then in those around it; filters may make a section, too. Every
 * value is escaped for HTML: nothing writes one as it is. What no object has, or no filter takes, is a fault and not an
 * empty place, so that trying each template once finds its slips of the pen.
 *
 * Filters that are always there; null passes them by, but for or, is, any and long_date:
 *
 *	number     1144 -> 1.144, 75.32 -> 75,32         percent    75.32 -> 75,32%
 *	points     92.500 -> 92,5                        upper      capitals
 *	amount     70.00 -> 70, 70.5 -> 70,50
 *	date       2021-03-05 -> 05/03/2021              long_date  ngày 05 tháng 3 năm 2021; of null with dots
 *	time       an instant -> 09:30 ngày 05/12/2021   period     2021-06 -> tháng 06/2021
 *	groups:A   of the items of an array, those that follow each other with the same member A: {"group": .., "items": []}
 *	any        whether there is one: a section with it is entered once
 *	or:TEXT    the text in place of null or ""       is:A,B     whether it is one of these words
 */
#ifndef THIDUA_TEMPLATE_H
#define THIDUA_TEMPLATE_H

#include <jansson.h>

#include "buffer.h"
#include "error.h"

#define TEMPLATE_FAULT_SIZE 160

struct template
{
	/* The text of {{>name}}; NULL: there is none. */
	const char *(*part)(void *context, const char *name);
	/* A filter that is not one of those above; `argument` is "" without one. *out is a new reference.
	 * E_NOT_FOUND: there is no such filter; any other error ends the work. NULL: there are no others. */
	enum error (*filter)(
		void *context, const char *name, const char *argument, json_t *value, json_t **out);
	void *context;
};

/* Adds the text, filled with the members of the object `values`, to `out`. E_FAULT when the text is at fault, which
 * `fault` then says; E_MEMORY; or what a filter returned. */
enum error template_fill(const struct template *template, const char *text, json_t *values,
	struct buffer *out, char fault[TEMPLATE_FAULT_SIZE]);

#endif
