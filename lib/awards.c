/* The arithmetic of awards; what the numbers mean is in awards.h. */
#include "awards.h"

/* ---- Shares, quotas and votes ---- */

bool share_reaches(int64_t part, int64_t whole, int64_t pct)
{
	return whole > 0 && part * 100 >= pct * whole;
}

int64_t quota_cap(int64_t base, int64_t pct, int64_t floor)
{
	int64_t cap = base * pct / 100;

	if (base <= 0)
		return 0;
	return cap < floor ? floor : cap;
}

bool quorum_reached(int64_t took_part, int64_t electorate, int64_t numerator, int64_t denominator)
{
	return electorate > 0 && took_part * denominator >= numerator * electorate;
}

/* ---- Years ---- */

static bool is_held(const int64_t *years, size_t count, int64_t year)
{
	for (size_t i = 0; i < count; i++)
		if (years[i] == year)
			return true;
	return false;
}

void streak_of(const int64_t *years, size_t count, int64_t year, int64_t need, struct streak *out)
{
	*out = (struct streak){0};
	while (is_held(years, count, year - out->length))
		out->length++;
	if (need > STREAK_YEARS)
		need = STREAK_YEARS;
	for (int64_t asked = year - need + 1; asked <= year; asked++) {
		out->required[out->required_count++] = asked;
		if (is_held(years, count, asked))
			out->current[out->current_count++] = asked;
		else
			out->missing[out->missing_count++] = asked;
	}
}

int64_t repeated_titles(const int64_t *years, size_t count, int64_t year, int64_t step)
{
	int64_t titles = 0, newest = year;

	for (size_t i = count; i-- > 0;) {
		if (years[i] > year)
			continue;
		if (newest - years[i] > (titles ? step : 1))
			break;
		newest = years[i];
		titles++;
	}
	return titles;
}

int64_t first_valid_year(int64_t year, int64_t valid_years)
{
	return year - valid_years + 1;
}

/* ---- Service ---- */

int64_t service_since(const struct spell *spells, size_t count, int64_t day)
{
	int64_t since = INT64_MAX, until = INT64_MIN;

	for (size_t i = 0; i < count && spells[i].from <= day; i++) {
		if (since == INT64_MAX || spells[i].from - 1 > until) {
			since = spells[i].from;
			until = spells[i].to;
		} else if (spells[i].to > until) {
			until = spells[i].to;
		}
	}
	return until < day ? INT64_MAX : since;
}

/* ---- Money, in VND ---- */

int64_t award_money(int64_t base_salary, int64_t factor, int64_t multiplier, int64_t step)
{
	int64_t whole = 10000 * step; /* the factors are hundredths */

	return (base_salary * factor * multiplier + whole - 1) / whole * step;
}
