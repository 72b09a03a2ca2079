/* Set-Cookie and Cookie. */
#include "request/cookie.h"

#include <string.h>

#include "base/site.h"
#include "header.h"
#include "request/call.h"

bool cookie_read(const char *value, char out[SECRET_SESSION_SIZE])
{
	struct header_part part;

	if (!value || header_cookie(value, site_cookie(), &part) != 1 ||
		part.length != SECRET_SESSION_SIZE - 1)
		return false;
	memcpy(out, part.text, part.length);
	out[part.length] = '\0';
	return true;
}

/* Without an end of its own it goes with the browser; the session's end is the server's affair. */
static void set(struct call *call, const char *session, const char *end)
{
	call_set_header(call, "Set-Cookie", "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
		site_cookie(), session, site_is_secure() ? "; Secure" : "", end);
}

void cookie_give(struct call *call, const char *session)
{
	set(call, session, "");
}

void cookie_take_away(struct call *call)
{
	set(call, "", "; Max-Age=0");
}
