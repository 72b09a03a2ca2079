/* Who is asking. */
#include "gen/api.h"
#include "request/reply.h"

enum error get_me(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT t.id AS token_id, t.unit, u.name_vi AS unit_name, u.level, t.role, t.label,"
		" t.expires_at FROM tokens t JOIN units u ON u.unit = t.unit"
		" WHERE t.id = :caller_token");

	return reply_row(req, 200, q);
}
