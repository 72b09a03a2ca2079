/*
 * What well-formed requests get, beyond their status: for tests/http.c. Each function counts what
 * it looked at.
 */
#ifndef THIDUA_TEST_ANSWERS_H
#define THIDUA_TEST_ANSWERS_H

void answers_head(int port);
void answers_options(int port);
/* The server was started with --cors-origin https://a.example,https://b.example. */
void answers_cors(int port);
void answers_queries(int port);
void answers_operations(int port);

#endif
