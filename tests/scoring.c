/*
 * Scores the sheets that it reads with lib/scoring.c, for tests/scoring.py, which knows what they
 * must come to. A line is one question: a word and whole numbers; the answer is a line of numbers.
 * A measure is `1 NUMERATOR DENOMINATOR` for a ratio, `0 ACTUAL 1` for a count.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoring.h"

#define MOST_UNITS 16
#define MOST_STEPS 16

static int64_t next(void)
{
	int64_t number = 0;

	if (scanf("%" SCNd64, &number) != 1)
		exit(EXIT_FAILURE);
	return number;
}

static struct measure next_measure(void)
{
	bool ratio = next() != 0;
	int64_t numerator = next();

	return (struct measure){ratio, numerator, next()};
}

static struct leaf next_leaf(void)
{
	int64_t maximum = next();

	return (struct leaf){maximum, next()};
}

static size_t next_count(size_t most)
{
	int64_t count = next();

	if (count < 1 || count > (int64_t)most)
		exit(EXIT_FAILURE);
	return (size_t)count;
}

/* MEASURE DOWN COUNT (THRESHOLD POINTS).. */
static int64_t steps(void)
{
	const struct measure measure = next_measure();
	bool down = next() != 0;
	struct score_step table[MOST_STEPS];
	size_t count = next_count(MOST_STEPS);

	for (size_t i = 0; i < count; i++) {
		table[i].threshold = next();
		table[i].points = next();
	}
	return score_steps(table, count, down, &measure);
}

/* LEAF MEASURE LE TARGET */
static int64_t proportional(void)
{
	const struct leaf leaf = next_leaf();
	const struct measure measure = next_measure();
	enum comparator comparator = next() ? COMPARATOR_LE : COMPARATOR_GE;

	return score_proportional(&leaf, comparator, next(), &measure);
}

/* LEAF MEASURE TARGET BASE STEP */
static int64_t excess(void)
{
	const struct leaf leaf = next_leaf();
	const struct measure measure = next_measure();
	int64_t target = next(), base = next();

	return score_excess(&leaf, target, base, next(), &measure);
}

/* LEAF COUNT (MEASURE TARGET)..: the points of the first. */
static int64_t leader(void)
{
	const struct leaf leaf = next_leaf();
	struct contender units[MOST_UNITS];
	size_t count = next_count(MOST_UNITS);

	for (size_t i = 0; i < count; i++) {
		units[i].measure = next_measure();
		units[i].target = next();
	}
	return score_leader(&leaf, &units[0], &units[score_best(units, count)]);
}

/* LEAF ACTUAL BEST */
static int64_t relative(void)
{
	const struct leaf leaf = next_leaf();
	int64_t actual = next();

	return score_relative(&leaf, actual, next());
}

/* COUNT POINTS CAP */
static int64_t counted(void)
{
	int64_t count = next(), points = next();

	return score_counted(count, points, next());
}

/* TOTAL_MAX BONUS_CAP DEDUCTION_CAP GRAIN GROUPS DROPPED BONUS DEDUCTION */
static int64_t total(void)
{
	int64_t numbers[8];

	for (size_t i = 0; i < 8; i++)
		numbers[i] = next();
	return score_total(&(struct sheet_limits){numbers[0], numbers[1], numbers[2], numbers[3]},
		&(struct card_sums){numbers[4], numbers[5], numbers[6], numbers[7]});
}

int main(void)
{
	static const struct {
		const char *word;
		int64_t (*answer)(void);
	} questions[] = {{"steps", steps}, {"proportional", proportional}, {"excess", excess},
		{"leader", leader}, {"relative", relative}, {"counted", counted}, {"total", total}};
	char word[16];

	while (scanf("%15s", word) == 1)
		for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
			if (!strcmp(word, questions[i].word))
				printf("%" PRId64 "\n", questions[i].answer());
	return ferror(stdin) ? EXIT_FAILURE : EXIT_SUCCESS;
}
