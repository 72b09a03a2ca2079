/* Who is asking. */
#include "gen/api.h"
#include "reporting/whoami.h"

enum error get_me(struct request *req)
{
	return whoami_reply(req, 200);
}
