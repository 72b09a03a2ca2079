/* Elements: the things that offices count. */
#include "gen/api.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/reach.h"
#include "request/reply.h"

#define ELEMENTS                                                                                   \
	" FROM elements WHERE (CAST(:area AS TEXT) IS NULL OR area = :area)"                       \
	" AND (CAST(:behaviour AS TEXT) IS NULL OR behaviour = :behaviour)"                        \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("lower(element)") " OR " HAS_Q("name_key") ")"

enum error list_elements(struct request *req)
{
	return REPLY_PAGE1(
		req, "element, area, name_vi, behaviour, measure", ELEMENTS, "element", TEXT);
}

enum error get_element(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT element, area, name_vi, behaviour, measure, revision AS _revision"
		" FROM elements WHERE element = :element");
	struct stmt *identities = db_query(req->db,
		"SELECT kind, whole, part, sign FROM identities"
		" WHERE whole = :element OR part = :element ORDER BY kind, whole, part");

	reply_open(req, 200);
	reply_columns(req, q);
	reply_member(req, "identities", identities);
	return reply_close(req);
}

static enum error import_element(struct request *req, const struct row *row)
{
	struct stmt *old = db_query(req->db,
		"SELECT element, area, name_vi, behaviour, measure FROM elements"
		" WHERE element = :element");
	struct stmt *put = db_query(req->db,
		"INSERT INTO elements (element, area, name_vi, name_key, behaviour, measure)"
		" VALUES (:element, :area, :name_vi, :name_vi_key, :behaviour, :measure)"
		" ON CONFLICT (element) DO UPDATE SET area = excluded.area,"
		" name_vi = excluded.name_vi, name_key = excluded.name_key,"
		" behaviour = excluded.behaviour, measure = excluded.measure,"
		" revision = elements.revision + 1");
	const char *object = req_printf(req, "/elements/%s", row_text(row, "element"));

	if (!row_refers(
		    req, row, "area", db_query(req->db, "SELECT 1 FROM areas WHERE area = :area")))
		return req->failed;
	return import_upsert(req, row, old, put, object, NULL);
}

enum error import_elements(struct request *req)
{
	enum error error = require_sector(req);

	req_changed(req, EPOCH_CATALOGUE);
	return error ? error : import_rows(req, import_element);
}
