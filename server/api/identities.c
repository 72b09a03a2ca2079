/* Identities between elements: which whole is made of which parts. */
#include "gen/api.h"
#include "gen/problems.h"
#include "request/import.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define IDENTITIES                                                                                 \
	" FROM identities WHERE (CAST(:kind AS TEXT) IS NULL OR kind = :kind)"                     \
	" AND (CAST(:element AS TEXT) IS NULL OR whole = :element OR part = :element)"

enum error list_identities(struct request *req)
{
	return REPLY_PAGE3(req, "kind, whole, part, sign", IDENTITIES, "kind", TEXT, "whole", TEXT,
		"part", TEXT);
}

/* Both elements are in the catalogue. */
static bool names_elements(struct request *req, const struct row *row)
{
	bool whole = row_refers(req, row, "whole",
		db_query(req->db, "SELECT 1 FROM elements WHERE element = :whole"));
	bool part = row_refers(req, row, "part",
		db_query(req->db, "SELECT 1 FROM elements WHERE element = :part"));

	return whole && part;
}

/* Whether the part is made of the whole, over any number of balances: nothing could be computed. */
static bool is_circular(struct request *req, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"WITH RECURSIVE made_of (element) AS (SELECT CAST(:part AS TEXT)"
		" UNION SELECT i.part FROM identities i JOIN made_of m ON i.whole = m.element"
		" WHERE i.kind = :kind)"
		" SELECT 1 FROM made_of WHERE element = :whole");

	return query_exists(req, bind_row(q, req, row));
}

/* The object of both elements shows its identities, so both get a new revision. */
static enum error touch_elements(struct request *req, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"UPDATE elements SET revision = revision + 1"
		" WHERE element IN (:whole, :part) AND NOT EXISTS (SELECT 1 FROM identities"
		" WHERE kind = :kind AND whole = :whole AND part = :part AND sign = :sign)");

	return query_run(req, bind_row(q, req, row));
}

static enum error import_identity(struct request *req, const struct row *row)
{
	struct stmt *old = db_query(req->db,
		"SELECT kind, whole, part, sign FROM identities"
		" WHERE kind = :kind AND whole = :whole AND part = :part");
	struct stmt *put = db_query(req->db,
		"INSERT INTO identities (kind, whole, part, sign)"
		" VALUES (:kind, :whole, :part, :sign)"
		" ON CONFLICT (kind, whole, part) DO UPDATE SET sign = excluded.sign");
	const char *whole = row_text(row, "whole"), *part = row_text(row, "part");

	if (!row_int(row, "sign", 0)) {
		fault_sign_zero(req, member_pointer(req, row, "sign"), part);
		return req->failed;
	}
	if (!names_elements(req, row))
		return req->failed;
	if (is_circular(req, row)) {
		fault_identity_cycle(req, member_pointer(req, row, "part"), whole, part);
		return req->failed;
	}
	enum error error = touch_elements(req, row);

	return error ? error
		     : import_upsert(req, row, old, put,
			       req_printf(req, "/identities/%s/%s/%s", row_text(row, "kind"), whole,
				       part),
			       NULL);
}

enum error import_identities(struct request *req)
{
	enum error error = require_sector(req);

	req_changed(req, EPOCH_CATALOGUE);
	return error ? error : import_rows(req, import_identity);
}
