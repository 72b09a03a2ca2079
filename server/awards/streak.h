/*
 * The years in which a subject holds a title: lines in force, those of a unit that it follows
 * included where a ruling carries them on (BR-09, BR-30).
 */
#ifndef THIDUA_STREAK_H
#define THIDUA_STREAK_H

#include "awards.h"
#include "request/request.h"

struct title_query {
	const char *award, *regime;
	int64_t year;     /* up to it */
	int64_t person;   /* 0: a unit's */
	const char *unit; /* NULL: a person's */
	/* Lines that an award of this code of another year stands on do not count; NULL: all do. */
	const char *unused_by;
};

/* An award of the code :unused_by of another year than :year stands on the line l. */
#define LINE_IS_USED                                                                               \
	"EXISTS (SELECT 1 FROM award_lines a JOIN decision_lines g ON g.case_id = a.case_id"       \
	" WHERE a.line = l.id AND g.award = :unused_by AND g.award_year <> :year"                  \
	" AND g.status = 'in_force')"

struct titles {
	int64_t years[STREAK_YEARS], lines[STREAK_YEARS]; /* ascending, each year once */
	size_t count;
	const char *used; /* lines that do not count: "12,15" */
};

enum error titles_read(struct request *req, const struct title_query *query, struct titles *out);

/* A warning at `pointer` for each merger over which nobody ruled and behind which titles lie. */
enum error titles_warn(struct request *req, const struct title_query *query, const char *pointer);

/* A page of those who hold the title in a row up to the year, for the inputs `unit` (NULL: all that the
 * caller reaches), `years` (at least as many) and those of a page. */
enum error streaks_reply(struct request *req, const struct title_query *query);

#endif
