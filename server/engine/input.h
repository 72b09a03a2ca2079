/*
 * `struct OPERATION_in`, filled field by field: what decode.c (parameters) and decode_body.c share.
 */
#ifndef THIDUA_INPUT_H
#define THIDUA_INPUT_H

#include "request/request.h"

void *input_place(struct request *req, size_t offset);

/* The stored form (NFC, no NBSP, no blanks at the ends) of a text, in the request's memory when it differs. */
const char *input_text(struct request *req, const char *text);

/* Checks the text of a parameter and stores it; what is wrong becomes a fault. */
void input_parameter(struct request *req, const struct field *field, const char *text);

/* The defaults of the contract; IN_QUERY stands for all parameters. */
void input_fallbacks(struct request *req, enum place place);

/* A query parameter that gives a member of the body when the body is CSV. */
bool input_is_for_csv(const struct route *route, const char *name);

#endif
