/*
 * Naughty texts in every text that an operation takes. What a scenario writes is first dared as a dry run; when the
 * scenario is over, its objects and lists are written over in earnest (overwrites.c). Each text is refused with a
 * pointer, or it is stored; and what was stored goes back, as JSON and as CSV, and changes nothing.
 */
#ifndef THIDUA_TEST_DARES_H
#define THIDUA_TEST_DARES_H

#include "scene.h"

struct dare {
	struct scene *s;
	const struct route *route;
	const char *path, *token;
	json_t *sound;
	json_t *body; /* with naughty texts in it */
	struct answer answer;
};

/* Sends a body as JSON; the answer is the dare's. */
void dare_send(struct dare *dare, const json_t *body);
/* Takes the rows that the answer refuses out of the rows of a body; false when there are none. */
bool dare_leave_out(const struct dare *dare, json_t *body);
/* Reports a failure, with what was sent and answered; false. */
bool dare_fail(const struct dare *dare, const char *what);
/* With all naughty texts in turn: what is refused becomes sound again until the body is taken, then `judge` looks at
 * what came of it. Frees the answer. */
void dare_each(struct dare *dare, bool (*judge)(struct dare *dare));
/* The answer shows the texts in their stored form; reports it when not. */
bool dare_is_shown(struct dare *dare);

/* Whether an operation takes any free text: its sample has some. */
bool dare_takes_texts(const struct route *route);

/* The operation of a request, or NULL. */
const struct route *dare_route(const char *method, const char *path);

#endif
