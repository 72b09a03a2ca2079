/* Who made an initiative: each holds it in full, their shares add to 100. */
#include "awards/initiative.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/children.h"
#include "request/query.h"

#define WHOLE 100 /* percent */

static int64_t number_of(const json_t *author, const char *member)
{
	return json_integer_value(json_object_get(author, member));
}

static bool may_name(struct request *req, int64_t person, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM persons p WHERE p.id = :x_person AND (EXISTS (SELECT 1"
		" FROM unit_below b WHERE b.ancestor = :caller_unit AND b.unit = p.unit)"
		" OR EXISTS (SELECT 1 FROM initiative_authors a WHERE a.initiative = :x_id"
		" AND a.person = p.id))");

	bind_text(q, ":caller_unit", req->caller.unit);
	bind_int(q, ":x_person", person);
	return query_exists(req, bind_id(q, id));
}

/* One of the first `count` authors is this person. */
static bool is_named_before(const json_t *authors, size_t count, int64_t person)
{
	for (size_t i = 0; i < count; i++)
		if (number_of(json_array_get(authors, i), "person") == person)
			return true;
	return false;
}

void initiative_check_authors(struct request *req, int64_t id)
{
	const json_t *authors = json_object_get(req->body, "authors");
	int64_t sum = 0;
	size_t i;
	json_t *author;

	json_array_foreach(authors, i, author)
	{
		int64_t person = number_of(author, "person");
		const char *pointer = req_printf(req, "/authors/%zu/person", i);

		sum += number_of(author, "share_pct");
		if (is_named_before(authors, i, person))
			fault_author_twice(req, pointer, person);
		else if (!may_name(req, person, id))
			fault_reference_unknown(
				req, pointer, req_printf(req, "%lld", (long long)person));
	}
	if (sum != WHOLE)
		fault_shares_not_100(req, "/authors", sum);
}

bool initiative_authors_same(struct request *req, int64_t id)
{
	struct stmt *count = db_query(
		req->db, "SELECT count(*) FROM initiative_authors WHERE initiative = :x_id");
	struct stmt *one = db_query(req->db,
		"SELECT 1 FROM initiative_authors WHERE initiative = :x_id AND person = :person"
		" AND share_pct = :share_pct");

	return children_same(req, "authors", id, count, one);
}

enum error initiative_put_authors(struct request *req, int64_t id)
{
	struct stmt *clear =
		db_query(req->db, "DELETE FROM initiative_authors WHERE initiative = :x_id");
	struct stmt *put = db_query(req->db,
		"INSERT INTO initiative_authors (initiative, person, share_pct)"
		" VALUES (:x_id, :person, :share_pct)");

	return children_replace(req, "authors", id, clear, put);
}
