/* Tables of steps, read as they are typed into a cell. */
#include <string.h>

#include "schema_parts.h"
#include "scoring.h"

#define BLANK        " "
#define MOST_LETTERS 20
#define MOST_REACHED INT64_C(100000000000000) /* hundredths: what a target may be */
#define MOST_POINTS  INT64_C(1000000000)      /* thousandths */

/* Reads a number up to `ending` or the end, with a point or a comma in it, and blanks around it; moves *at
 * behind the ending. */
static bool take_number(const char **at, char ending, int places, int64_t most, int64_t *out)
{
	char digits[MOST_LETTERS + 1], *comma;
	const char *begin = *at + strspn(*at, BLANK);
	size_t length = strcspn(begin, ":;"), end = length;

	while (end > 0 && begin[end - 1] == ' ')
		end--;
	if (end > MOST_LETTERS || (begin[length] && begin[length] != ending))
		return false;
	memcpy(digits, begin, end);
	digits[end] = '\0';
	if ((comma = strchr(digits, ',')))
		*comma = '.';
	*at = begin + length + (begin[length] != '\0');
	return schema_decimal_text(digits, places, out) == DECIMAL_EXACT && *out >= 0 &&
		*out <= most;
}

bool score_steps_read(const char *text, struct score_step out[SCORE_STEPS], size_t *count)
{
	*count = 0;
	do {
		if (*count == SCORE_STEPS || !strchr(text, ':') ||
			!take_number(&text, ':', 2, MOST_REACHED, &out[*count].threshold) ||
			!take_number(&text, ';', 3, MOST_POINTS, &out[*count].points))
			return false;
		++*count;
		text += strspn(text, BLANK);
	} while (*text);
	return true;
}
