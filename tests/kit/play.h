/* Plays a scenario: its lines, one after the other. The language is described in scenario.c. */
#ifndef THIDUA_TEST_PLAY_H
#define THIDUA_TEST_PLAY_H

#include "scene.h"

/* From where its script stands to the end; the client is open. What goes wrong is tallied. */
void play(struct scene *s);

#endif
