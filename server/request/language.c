/* Accept-Language, for two languages: RFC 9110, 12.5.4. */
#include "request/language.h"

#include <string.h>
#include <strings.h>

#include "request/call.h"

/* Below all that are accepted: a language that is not named, and under it one that is refused. */
#define UNSAID  (-1)
#define REFUSED (-2)

/* Thousandths of one entry's q, 1000 without; REFUSED for 0. */
static int quality(const char *entry, size_t length)
{
	const char *q = memchr(entry, ';', length);

	if (!q)
		return 1000;
	q++;
	q += strspn(q, " \t");
	if (strncasecmp(q, "q=", 2) != 0)
		return 1000;
	q += 2;
	int value = *q == '1' ? 1000 : 0;

	if (q[0] && q[1] == '.') {
		int place = 100;

		for (q += 2; *q >= '0' && *q <= '9' && place; q++, place /= 10)
			value += (*q - '0') * place;
	}
	if (value == 0)
		return REFUSED;
	return value > 1000 ? 1000 : value;
}

static void take_better(int *best, int q)
{
	if (*best == UNSAID || q > *best)
		*best = q;
}

bool call_in_english(const struct call *call)
{
	int english = UNSAID, vietnamese = UNSAID, any = UNSAID;
	const char *at = call->accept_language ? call->accept_language : "";

	while (*at) {
		at += strspn(at, " \t,");
		size_t length = strcspn(at, ",");
		size_t tag = strcspn(at, "-;, \t");

		if (tag == 2 && !strncasecmp(at, "en", 2))
			take_better(&english, quality(at, length));
		else if (tag == 2 && !strncasecmp(at, "vi", 2))
			take_better(&vietnamese, quality(at, length));
		else if (tag == 1 && *at == '*')
			take_better(&any, quality(at, length));
		at += length;
	}
	if (vietnamese == UNSAID)
		vietnamese = any;
	if (english == UNSAID)
		english = any;
	return english > vietnamese;
}

bool call_answer_language(struct call *call)
{
	bool english = call_in_english(call);

	call_set_header(call, "Content-Language", "%s", english ? "en" : "vi");
	return english;
}
