/* The header that says who asks. A capital T in it stands for a good token: nothing else lets anybody in. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar.h"
#include "engine/session.h"
#include "kit/world.h"
#include "request/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct caller caller = {0};
	struct buffer value = {0};
	struct db *db = world_db();

	for (size_t i = 0; i < size; i++)
		if (data[i] == 'T')
			buffer_text(&value, world_token());
		else if (data[i])
			buffer_char(&value, (char)data[i]);
	buffer_char(&value, '\0');
	const struct session_proof proof = {.authorization = value.data};
	enum error error = session_find(db, &proof, calendar_now(), 0, &caller);
	const char *given = strstr(value.data, world_token());

	must(!error || error == E_UNAUTHENTICATED);
	must(error || (given && !strncasecmp(value.data, "Bearer ", 7) && caller.token));
	buffer_free(&value);
	return 0;
}
