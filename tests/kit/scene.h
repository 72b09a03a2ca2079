/*
 * One scenario file while it runs: its server, who asks, what the names stand for, and the exchange
 * in hand. The language is described in scenario.c.
 */
#ifndef THIDUA_TEST_SCENE_H
#define THIDUA_TEST_SCENE_H

#include "client.h"
#include "daemon.h"
#include "pattern.h"
#include "script.h"

struct scene {
	struct script script;
	struct client client;
	struct daemon daemon;
	struct names names;
	struct names tokens;   /* by role@unit */
	struct names verdicts; /* what words of `answer` stand for */
	struct names headed;   /* paths that HEAD was tried on */
	struct names walked;   /* lists that were walked page by page */
	struct names asked;    /* by operation: path and token of what succeeded, the last first */
	char title[200];
	bool in_title;
	char who[200];
	char *token;                /* NULL: nobody */
	struct curl_slist *headers; /* of the next request */
	bool plain;                 /* the request in hand had none of them */

	/* The request in hand. */
	size_t line;
	struct buffer request; /* as it is shown */
	struct buffer path;
	struct buffer body;
	struct answer answer;
	enum { IDLE, SENT, JUDGED, SKIPPED } state;
};

/* Reports a failure of the line, request and caller in hand. */
void scene_fail(struct scene *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with the answer, and with what the server logged about a fault of its own. */
void scene_fail_answer(struct scene *s, const char *wanted, const char *why);

/* Sets <now>, <today> and the like. */
void scene_set_clock(struct scene *s);
/* Appends the text with its names replaced; false after reporting a name without value. */
bool scene_expand(struct scene *s, const char *text, enum expansion how, struct buffer *out);

/* The statements of the language; `text` is what stands behind the word. */
void scene_as(struct scene *s, const char *text);
void scene_with(struct scene *s, const char *text);
void scene_request(struct scene *s, const char *line);
/* Ends the exchange in hand; one without a status is reported. */
void scene_end_exchange(struct scene *s);
/* Frees what the scene owns; its client and its server are the caller's. */
void scene_close(struct scene *s);

/* pages.c: the list that was answered, page by page. */
void judge_pages(struct scene *s);
/* At the end of all scenarios: every list of the contract was walked. */
void pages_judge(void);
/* Whether a path is one of the contract's: "/api/v1/units/{unit}". */
bool path_fits(const char *pattern, const char *path, size_t length);

/* The path of the request in hand without what chooses a page or a form, ready for "limit=..". */
void list_path(const struct scene *s, struct buffer *out);

/* forms.c: the table that was answered, as CSV and as XLSX. */
void judge_forms(struct scene *s);
/* At the end of all scenarios: every table of the contract had a row. */
void forms_judge(void);

/* returns.c: what was read is sent back by PUT, and changes nothing. */
void judge_return(struct scene *s);
/* At the end of all scenarios: that was tried with every object of the contract. */
void returns_judge(void);
/* The GET of the path of a PUT, or NULL. */
const struct route *reader_of(const struct route *route);
/* What was read, and beside it what the act itself asks for: a reason. */
json_t *body_to_return(const struct route *route, const json_t *read);

/* dares.c: a plain write with naughty texts in it; `question` is its dry run, which was answered with 200. */
void dare_rehearsal(struct scene *s, const struct question *question);
/* At the end of all scenarios: all that takes texts was dared. */
void dares_judge(void);

/* overwrites.c: remembers what was asked with success, */
void overwrite_note(struct scene *s);
/* and at the end of the scenario writes naughty texts over the objects and lists that it read. */
void overwrite_all(struct scene *s);
/* At the end of all scenarios: that was done to all that takes texts. */
void overwrites_judge(void);

/* judge.c: the lines that say what must come back. */
void judge_status(struct scene *s, const char *line);
void judge_define(struct scene *s, const char *text); /* `no = 409 {..}` */
void judge_word(struct scene *s, const char *line);   /* `<cell>` */
void judge_header(struct scene *s, const char *line);
void judge_contains(struct scene *s, const char *text, bool wanted);

#endif
