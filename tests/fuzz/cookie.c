/* The header in which a browser says all that it knows: whose session is taken from it stands in it once, as a whole. */
#include <stdlib.h>
#include <string.h>

#include "base/site.h"
#include "kit/world.h"
#include "request/cookie.h"

static size_t count(const char *text, const char *word)
{
	size_t found = 0;

	for (const char *at = text; (at = strstr(at, word)); at++)
		found++;
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char session[SECRET_SESSION_SIZE], *value = world_text(data, size);

	if (cookie_read(value, session)) {
		must(strlen(session) == SECRET_SESSION_SIZE - 1 && !strpbrk(session, ";"));
		must(count(value, site_cookie()) > 0 && count(value, session) > 0);
	}
	free(value);
	return 0;
}
