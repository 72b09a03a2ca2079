/*
 * The arithmetic of awards: shares, quotas, votes, streaks, service, money. Pure functions,
 * integers only; thresholds by cross-multiplication, so that nothing is decided on a rounded
 * number. What the numbers of a law are comes from the regime's parameters, never from here.
 */
#ifndef THIDUA_AWARDS_H
#define THIDUA_AWARDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Shares, quotas and votes ---- */

/* part is at least pct percent of whole. False for a whole of 0. */
bool share_reaches(int64_t part, int64_t whole, int64_t pct);

/* How many of a pool may get the higher award: pct percent of base, rounded down, but at least
 * `floor` once the base is above 0. (226, 15, 0) is 33; (3, 20, 1) is 1. */
int64_t quota_cap(int64_t base, int64_t pct, int64_t floor);

/* took_part is at least numerator/denominator of the electorate. */
bool quorum_reached(int64_t took_part, int64_t electorate, int64_t numerator, int64_t denominator);

/* ---- Years ---- */

#define STREAK_YEARS 64

struct streak {
	int64_t length; /* consecutive years ending in the proposed one */
	int64_t required[STREAK_YEARS], current[STREAK_YEARS], missing[STREAK_YEARS];
	size_t required_count, current_count, missing_count; /* ascending */
};

/* Of the years in which a title is held (ascending, each once), those that end in `year` without a
 * gap. required are the `need` years up to `year`; current those of them that are held, missing the
 * others. `need` is at most STREAK_YEARS. */
void streak_of(const int64_t *years, size_t count, int64_t year, int64_t need, struct streak *out);

/* Titles in a row that each took `step` years: how many of `years` (ascending) stand one after the
 * other, at most `step` years apart, the newest in `year` or the year before. */
int64_t repeated_titles(const int64_t *years, size_t count, int64_t year, int64_t step);

/* The first year in which an initiative counts that may be used for `valid_years` years up to
 * `year`: 2023 and 3 give 2021. */
int64_t first_valid_year(int64_t year, int64_t valid_years);

/* ---- Service ---- */

struct spell {
	int64_t from, to; /* days, both inclusive; to INT64_MAX: still */
};

/* The day since when service is continuous up to `day`, over spells that follow each other without
 * a gap (sorted by `from`); INT64_MAX when there is none on that day. */
int64_t service_since(const struct spell *spells, size_t count, int64_t day);

/* ---- Money, in VND ---- */

/* factor and multiplier in hundredths: base x factor x multiplier, rounded up to whole multiples of
 * `step` (above 0): 702,000 and 10,000 give 710,000. */
int64_t award_money(int64_t base_salary, int64_t factor, int64_t multiplier, int64_t step);

#endif
