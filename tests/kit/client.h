/*
 * A small HTTP client for tests, on libcurl. Every answer that it receives is held against the
 * promises that all answers of the server make (check.c), whatever the test itself looks at.
 */
#ifndef THIDUA_TEST_CLIENT_H
#define THIDUA_TEST_CLIENT_H

#include <curl/curl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

#define ANSWER_HEADERS 32

struct client {
	CURL *curl;
	int port;
};

struct question {
	const char *method;
	const char *path; /* raw, from the root, with its query */
	const char *
		token; /* after "Bearer ", or the cookie "sid=.." of a session; NULL sends neither */
	const char *content_type; /* of the body; NULL sends none */
	const char *body;         /* NULL: no body */
	size_t length;
	const struct curl_slist *headers; /* more lines "Name: value"; "Name:" takes one away */
};

struct answer {
	int status;
	size_t header_count;
	struct {
		char *name, *value;
	} headers[ANSWER_HEADERS];
	struct buffer body;   /* NUL-terminated */
	json_t *json;         /* of a JSON body; NULL otherwise */
	struct buffer faults; /* promises that this answer breaks, one a line */
};

void client_open(struct client *client, int port);
void client_close(struct client *client);

/* Sends, waits, checks. False when there was no answer: `faults` then says why. `answer` is
 * overwritten; answer_free() either way. */
bool client_send(struct client *client, const struct question *question, struct answer *answer);

/* How many were sent, by all clients of this program. */
size_t client_questions(void);

/* The value of a header, in any case of letters; NULL when absent. */
const char *header_value(const struct answer *answer, const char *name);
/* The text member `name` of a JSON object; "" when it is not there. */
const char *json_member_text(const json_t *json, const char *name);
void answer_free(struct answer *answer);

/* check.c: adds what is wrong with the answer to its `faults`. */
void check_answer(const struct question *question, struct answer *answer);

#endif
