/* Accept, format and the forms of an operation; see negotiate.h. */
#include "engine/negotiate.h"

#include <string.h>

#include "gen/api.h"
#include "header.h"

enum form negotiate_accept(const struct route *route, const char *accept)
{
	enum form best = route->first_form;

	if (route->forms <= 1 << FORM_JSON)
		return FORM_JSON;
	int most = header_preference(accept, api_forms[best].type);

	for (enum form form = 0; form < FORM_COUNT; form++) {
		if (!(route->forms & 1u << form))
			continue;
		int preference = header_preference(accept, api_forms[form].type);

		if (preference > most) {
			most = preference;
			best = form;
		}
	}
	return best;
}

enum form negotiate_word(const char *word)
{
	enum form form = 0;

	while (form + 1 < FORM_COUNT && strcmp(api_forms[form].word, word) != 0)
		form++;
	return form;
}
