/*
 * The form of an answer, among those that the contract has for the operation.
 */
#ifndef THIDUA_NEGOTIATE_H
#define THIDUA_NEGOTIATE_H

#include "contract.h"

/* What the client prefers by its Accept, or NULL without one; between two that it takes as well, and when
 * it takes none, since no answer helps it less, the first. */
enum form negotiate_accept(const struct route *route, const char *accept);

/* What a word of `format` stands for. */
enum form negotiate_word(const char *word);

#endif
