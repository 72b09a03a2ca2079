/* Accept-Language, for two languages: RFC 9110, 12.5.4. */
#include "request/language.h"

#include <string.h>
#include <strings.h>

#include "header.h"
#include "request/call.h"

/* Below all that are accepted: a language that is not named, and under it one that is refused. */
#define UNSAID  (-1)
#define REFUSED (-2)

/* The range is this language or one of its regions: "en", "en-GB". */
static bool names(struct header_part range, const char *language)
{
	size_t length = strlen(language);

	return range.length >= length && !strncasecmp(range.text, language, length) &&
		(range.length == length || range.text[length] == '-');
}

static void take_better(int *best, int weight)
{
	if (weight == 0)
		weight = REFUSED;
	if (*best == UNSAID || weight > *best)
		*best = weight;
}

bool call_in_english(const struct call *call)
{
	int english = UNSAID, vietnamese = UNSAID, any = UNSAID;
	const char *list = call->accept_language ? call->accept_language : "";
	struct header_element range;

	while (header_next(&list, &range)) {
		if (names(range.name, "en"))
			take_better(&english, range.weight);
		else if (names(range.name, "vi"))
			take_better(&vietnamese, range.weight);
		else if (names(range.name, "*"))
			take_better(&any, range.weight);
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
