/* Identities between elements: which whole is made of which parts. */
#include <limits.h>
#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "request/import.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define SHORT_WALK 64 /* elements */
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

/* Whether the name is among what a walk of identities finds, as far as it is followed. */
static bool finds(struct request *req, struct stmt *walk, const char *name, int *steps)
{
	bool found = false;

	while (!found && *steps > 0 && db_row(walk)) {
		found = !strcmp(column_text(walk, 0), name);
		(*steps)--;
	}
	req_fail(req, db_done(walk));
	return found;
}

static struct stmt *parts_of_part(struct request *req, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"WITH RECURSIVE made_of (element) AS (SELECT CAST(:part AS TEXT)"
		" UNION SELECT i.part FROM identities i JOIN made_of m ON i.whole = m.element"
		" WHERE i.kind = :kind) SELECT element FROM made_of");

	return bind_row(q, req, row);
}

static struct stmt *wholes_of_whole(struct request *req, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"WITH RECURSIVE part_of (element) AS (SELECT CAST(:whole AS TEXT)"
		" UNION SELECT i.whole FROM identities i JOIN part_of p ON i.part = p.element"
		" WHERE i.kind = :kind) SELECT element FROM part_of");

	return bind_row(q, req, row);
}

/* Whether the part is made of the whole, over any number of balances: nothing could be computed. A
 * file may go down a long chain or up, so a short walk is tried from both ends before a long one. */
static bool is_circular(struct request *req, const struct row *row)
{
	const char *whole = row_text(row, "whole"), *part = row_text(row, "part");
	int down = SHORT_WALK, up = SHORT_WALK, any = INT_MAX;

	if (finds(req, parts_of_part(req, row), whole, &down))
		return true;
	if (down || finds(req, wholes_of_whole(req, row), part, &up))
		return !down;
	return !up && finds(req, parts_of_part(req, row), whole, &any);
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
