#include "yearend/criterion.h"

#include <string.h>

#include "gen/problems.h"
#include "request/problem.h"
#include "scoring.h"

#define LEVELS 4

/* The members that a kind needs and may have; of the others it has no use. */
static const struct kind {
	const char *word, *needs, *may;
} kinds[] = {
	{"group", "", ""},
	{"met", "max indicator", "basis when_nothing_arose"},
	{"steps", "max indicator steps", "when_nothing_arose"},
	{"proportional", "max indicator", "basis when_nothing_arose"},
	{"excess", "max indicator base step", "basis when_nothing_arose"},
	{"leader", "max indicator", "basis when_nothing_arose"},
	{"relative", "max indicator", "when_nothing_arose"},
	{"per_count", "max per_count", ""},
	{"judged", "max", ""},
	{"bonus", "per_count", "max"},
	{"deduction", "per_count", "max"},
	{"knockout", "", ""},
};
static const char *const members[] = {
	"max", "indicator", "basis", "steps", "base", "step", "per_count", "when_nothing_arose"};

static bool is_listed(const char *word, const char *list)
{
	size_t length = strlen(word);

	for (const char *at = list; (at = strstr(at, word)); at += length)
		if ((at == list || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

bool criterion_is(const char *kind, const char *words)
{
	return is_listed(kind, words);
}

static void check_members(struct request *req, const struct row *row, const struct kind *kind)
{
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		const json_t *value = json_object_get(row->json, members[i]);
		const char *pointer = member_pointer(req, row, members[i]);
		bool there = value && !json_is_null(value),
		     needed = is_listed(members[i], kind->needs);

		if (needed && !there)
			fault_criterion_lacks(req, pointer, kind->word, members[i]);
		else if (!needed && there && !is_listed(members[i], kind->may))
			fault_criterion_takes_no(req, pointer, kind->word, members[i]);
	}
}

/* "I.1.a" has three levels; "I..a" and "I." lack one. */
static void check_code(struct request *req, const struct row *row)
{
	const char *code = row_text(row, "code");
	int levels = 1;

	for (const char *at = code; *at; at++)
		levels += *at == '.';
	if (levels > LEVELS || strstr(code, "..") || code[strlen(code) - 1] == '.')
		fault_criterion_too_deep(req, member_pointer(req, row, "code"), code, LEVELS);
}

void criterion_check(struct request *req, const struct row *row)
{
	const char *kind = row_text(row, "kind"), *steps = row_text(row, "steps");
	struct score_step read[SCORE_STEPS];
	size_t count;

	check_code(req, row);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kinds[i].word, kind))
			check_members(req, row, &kinds[i]);
	if (steps && !score_steps_read(steps, read, &count))
		fault_not_steps(req, member_pointer(req, row, "steps"), steps,
			"80:12; 90:16; 95:20", SCORE_STEPS);
}

const char *criterion_parent(struct request *req, const char *code)
{
	const char *point = strrchr(code, '.');

	return point ? req_printf(req, "%.*s", (int)(point - code), code) : NULL;
}
