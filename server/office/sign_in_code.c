/* The code that is printed at the start. It is in memory alone: another start has another one. */
#include <string.h>

#include "office/sign_in.h"

#define GOOD INT64_C(900000) /* milliseconds */

static struct {
	char text[SECRET_SESSION_SIZE]; /* "" when there is none any more */
	int64_t until;
} code;

void sign_in_code_make(char out[SECRET_SESSION_SIZE], int64_t now)
{
	secret_session(code.text);
	/* It stands behind a `#` and in terminals: a dash in front would look like an option. */
	memcpy(code.text, "td", 2);
	code.until = now + GOOD;
	memcpy(out, code.text, sizeof code.text);
}

bool sign_in_code_take(const char *given, int64_t now)
{
	bool good = code.text[0] && now < code.until && strlen(given) == sizeof code.text - 1 &&
		secret_equal(given, code.text, sizeof code.text);

	if (good)
		secret_forget(&code, sizeof code);
	return good;
}
