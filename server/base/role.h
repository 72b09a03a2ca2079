/* The roles of the contract by their names. */
#ifndef THIDUA_ROLE_H
#define THIDUA_ROLE_H

#include <stddef.h>

#define ROLE_LIST_SIZE 64 /* of all names with blanks between */

const char *role_name(unsigned role);    /* of one ROLE_ bit; "" for none */
unsigned role_by_name(const char *name); /* 0 for none, and for NULL */

/* The names of all bits, in the order of the contract, with `separator` between them. */
void role_list(unsigned roles, const char *separator, char *out, size_t size);

#endif
