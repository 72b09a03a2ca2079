/* The body of a request while it comes in. For exchange.c only. */
#ifndef THIDUA_EXCHANGE_BODY_H
#define THIDUA_EXCHANGE_BODY_H

#include "http/exchange_texts.h"

/* Keeps the next bytes. False when there is no room for them: the refusal is then in the call. */
bool exchange_keep_body(struct exchange *x, const char *data, size_t size);
void exchange_drop_body(struct exchange *x);

#endif
