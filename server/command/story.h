/*
 * A story is calls of the API in plain text, played by the program itself without a socket, each on its
 * day and by its own office. One call to a line:
 *
 *	2021-01-20 head@gialai POST /awards {"award": "TTLĐTT", "year": 2021, "unit": "gialai"} => title
 *	2021-12-15 head@gialai POST /awards/<title>/nominate
 *	2021-01-05 clerk@gialai POST /reports {"unit": "gialai", "period": "2020-12", "values": <figures gialai 2020-12>}
 *	2020-12-15 admin@vkstc POST /score-sheets/<sheet>/criteria/import @criteria.csv
 *
 * A line that begins with a tab goes on with the call before; one that begins with "# " is the title
 * of what follows, and is printed; an empty one separates. `=> title` keeps the `id` of the answer
 * for <title>, and `=> first /cards/0/id second /cards/1/id` what stands there in it. <figures UNIT PERIOD> are the
 * values of that row of figures.csv, which has a column for each element and one for the note of
 * all of them. @FILE is a body of CSV. `now` for the day is today. The days never go back.
 */
#ifndef THIDUA_STORY_H
#define THIDUA_STORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/embed.h"
#include "db.h"

/* Plays the files that end in .txt, in their order; the others are what they name. Prints titles,
 * what was made, and the tokens and passwords that answers show. Stops at the first call that is
 * refused: false after saying which and why. */
bool story_tell(struct db *db, const struct embedded *files, size_t count);

#endif
