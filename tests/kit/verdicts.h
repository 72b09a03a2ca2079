/* Eligibility and nomination are one function of rules: verdicts.c asks both. */
#ifndef THIDUA_TEST_VERDICTS_H
#define THIDUA_TEST_VERDICTS_H

#include "client.h"

/* On the server of a scenario that has ended. */
void verdicts_agree(struct client *client);

#endif
