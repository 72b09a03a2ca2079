/* Elements: the things that offices count. */
#include <string.h>

#include "gen/api.h"
#include "reporting/catalogue.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS "element, area, name_vi, short_vi, name_en, behaviour, measure, sort, pair"
#define ELEMENTS                                                                                   \
	" FROM elements WHERE (CAST(:area AS TEXT) IS NULL OR area = :area)"                       \
	" AND (CAST(:behaviour AS TEXT) IS NULL OR behaviour = :behaviour)"                        \
	" AND (CAST(:q AS TEXT) IS NULL OR " HAS_Q("lower(element)") " OR " HAS_Q("name_key") ")"

enum error list_elements(struct request *req)
{
	const struct list_elements_in *in = req->in;

	if (!strcmp(in->sort, "form"))
		return REPLY_PAGE2(
			req, COLUMNS, ELEMENTS, FORM_PLACE("elements"), BIGINT, "element", TEXT);
	return REPLY_PAGE1(req, COLUMNS, ELEMENTS, "element", TEXT);
}

enum error get_element(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision FROM elements"
		" WHERE element = :element");
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
	struct stmt *old =
		db_query(req->db, "SELECT " COLUMNS " FROM elements WHERE element = :element");
	struct stmt *put = db_query(req->db,
		"INSERT INTO elements (" COLUMNS ", name_key)"
		" VALUES (:element, :area, :name_vi, :short_vi, :name_en, :behaviour, :measure,"
		" :sort, :pair, :name_vi_key)"
		" ON CONFLICT (element) DO UPDATE SET area = excluded.area,"
		" name_vi = excluded.name_vi, name_key = excluded.name_key,"
		" short_vi = excluded.short_vi, name_en = excluded.name_en,"
		" behaviour = excluded.behaviour, measure = excluded.measure,"
		" sort = excluded.sort, pair = excluded.pair, revision = elements.revision + 1");
	const char *object = req_printf(req, "/elements/%s", row_text(row, "element"));

	if (!row_refers(
		    req, row, "area", db_query(req->db, "SELECT 1 FROM areas WHERE area = :area")))
		return req->failed;
	return import_upsert(req, row, old, put, object, NULL);
}

/* Once all rows are stored: a row may name a row below it. */
static enum error check_pair(struct request *req, const struct row *row)
{
	row_refers(req, row, "pair",
		db_query(req->db, "SELECT 1 FROM elements WHERE element = :pair"));
	return req->failed;
}

enum error import_elements(struct request *req)
{
	enum error error = require_sector(req);

	req_changed(req, EPOCH_CATALOGUE);
	return error ? error : import_rows_twice(req, import_element, check_pair);
}
