/*
 * The members of its items that a list was asked for by `fields`, or a form of its rows.
 */
#ifndef THIDUA_FIELDS_H
#define THIDUA_FIELDS_H

#include "request/request.h"

/* True of all when the operation has no `fields`, or the caller did not use it. */
bool fields_name(const struct request *req, const char *member);

/* True when the word is in a list with commas between its words, as a parameter of several words is. */
bool list_names(const char *list, const char *word);

#endif
