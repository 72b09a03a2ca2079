/* Khâu công tác: the work areas that elements and indicators belong to. */
#include "gen/api.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/reach.h"
#include "request/reply.h"

#define AREAS                                                                                      \
	" FROM areas WHERE (CAST(:q AS TEXT) IS NULL OR " HAS_Q("lower(area)") " OR " HAS_Q(       \
		"name_key") ")"

enum error list_areas(struct request *req)
{
	return REPLY_PAGE2(
		req, "area, name_vi, name_en, sort, note", AREAS, "sort", BIGINT, "area", TEXT);
}

static enum error import_area(struct request *req, const struct row *row)
{
	struct stmt *old = db_query(
		req->db, "SELECT area, name_vi, name_en, sort, note FROM areas WHERE area = :area");
	struct stmt *put = db_query(req->db,
		"INSERT INTO areas (area, name_vi, name_en, name_key, sort, note)"
		" VALUES (:area, :name_vi, :name_en, :name_vi_key, :sort, :note)"
		" ON CONFLICT (area) DO UPDATE SET name_vi = excluded.name_vi,"
		" name_en = excluded.name_en, name_key = excluded.name_key,"
		" sort = excluded.sort, note = excluded.note");

	return import_upsert(
		req, row, old, put, req_printf(req, "/areas/%s", row_text(row, "area")), NULL);
}

enum error import_areas(struct request *req)
{
	enum error error = require_sector(req);

	return error ? error : import_rows(req, import_area);
}
