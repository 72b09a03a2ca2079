/* Khâu công tác: the work areas that elements and indicators belong to. */
#include "gen/api.h"
#include "gen/problems.h"
#include "import.h"
#include "reply.h"

#define AREAS " FROM areas WHERE (CAST(:q_key AS TEXT) IS NULL OR lower(area) LIKE '%' || :q_key || '%' OR name_key LIKE '%' || :q_key || '%')"

enum error list_areas(struct request *req)
{
	struct stmt *count = db_query(req->db, "SELECT count(*)" AREAS);

	bind_input(count, req);
	reply_total(req, count);

	struct stmt *q = db_query(req->db,
		"SELECT area, name_vi, name_en, sort, note, sort AS _1, area AS _2" AREAS
		" AND (CAST(:after_1 AS INTEGER) IS NULL OR (sort, area) > (CAST(:after_1 AS INTEGER), :after_2))"
		" ORDER BY sort, area LIMIT :limit");

	bind_input(q, req);
	return reply_rows(req, q);
}
