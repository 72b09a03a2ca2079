#include "yearend/conference.h"

#include "gen/problems.h"
#include "request/bind.h"
#include "request/children.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"

/* Its cluster and revision, if the caller may read it. */
static const char *find(struct request *req, int64_t id, int64_t *out_revision)
{
	struct stmt *q = db_query(req->db,
		"SELECT f.cluster, f.revision FROM conferences f"
		" WHERE f.id = :x_id AND" CONFERENCE_READABLE);
	const char *cluster = NULL;

	bind_input(q, req);
	if (db_row(bind_id(q, id))) {
		cluster = req_text(req, column_text(q, 0));
		*out_revision = column_int(q, 1);
	}
	query_end(req, q, cluster != NULL);
	return cluster;
}

enum error conference_see(struct request *req, int64_t id, struct cluster *out_cluster)
{
	int64_t revision = 0;
	const char *cluster = find(req, id, &revision);

	if (req->failed || cluster_find(req, cluster, out_cluster))
		return req->failed;
	req_about(req, out_cluster->issuer);
	return OK;
}

enum error conference_lead(struct request *req, int64_t id, struct cluster *out_cluster)
{
	int64_t revision = 0;
	const char *cluster = find(req, id, &revision);

	if (req->failed || cluster_lead(req, cluster, out_cluster))
		return req->failed;
	return check_if_match(req, revision);
}

/* YR-20: a review of the year is often held in the first month of the next. */
static bool in_two_years(struct request *req, const char *day, int64_t year)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM work_years w WHERE w.year IN (:x_year, :x_next)"
		" AND :x_day BETWEEN w.start_date AND w.end_date");

	bind_int(q, ":x_year", year);
	bind_int(q, ":x_next", year + 1);
	bind_text(q, ":x_day", day);
	return query_exists(req, q);
}

static void check_guest(struct request *req, const json_t *guests, size_t i)
{
	const json_t *guest = json_array_get(guests, i);
	const char *unit = json_string_value(json_object_get(guest, "unit"));
	json_int_t number = json_integer_value(json_object_get(guest, "number"));
	struct stmt *q = db_query(req->db, "SELECT 1 FROM units WHERE unit = :x_unit");

	bind_text(q, ":x_unit", unit);
	if (!query_exists(req, q) && unit)
		fault_reference_unknown(req, req_printf(req, "/guests/%zu/unit", i), unit);
	for (size_t k = 0; k < i; k++) {
		const json_t *before = json_object_get(json_array_get(guests, k), "number");

		if (json_integer_value(before) != number)
			continue;
		fault_number_twice(req, req_printf(req, "/guests/%zu/number", i), number);
		return;
	}
}

void conference_check(struct request *req, const struct row *row, int64_t year)
{
	const char *day = row_text(row, "held_on");
	const json_t *guests = json_object_get(row->json, "guests");

	check_past_day(req, "/held_on", day, NULL);
	if (!in_two_years(req, day, year))
		fault_outside_year(req, "/held_on", year);
	for (size_t i = 0; i < json_array_size(guests); i++)
		check_guest(req, guests, i);
}

bool conference_guests_same(struct request *req, int64_t id)
{
	return children_same(req, "guests", id,
		db_query(
			req->db, "SELECT count(*) FROM conference_guests WHERE conference = :x_id"),
		db_query(req->db,
			"SELECT 1 FROM conference_guests WHERE conference = :x_id"
			" AND number = :number AND name = :name AND title = :title"
			" AND COALESCE(unit, '') = COALESCE(CAST(:unit AS TEXT), '')"));
}

enum error conference_put_guests(struct request *req, int64_t id)
{
	return children_replace(req, "guests", id,
		db_query(req->db, "DELETE FROM conference_guests WHERE conference = :x_id"),
		db_query(req->db,
			"INSERT INTO conference_guests (conference, number, name, title, unit)"
			" VALUES (:x_id, :number, :name, :title, :unit)"));
}

enum error conference_reply(struct request *req, int status, int64_t id)
{
	struct stmt *head = db_query(req->db,
		"SELECT " CONFERENCE_COLUMNS ", f.summary, f.revision AS _revision"
		" FROM conferences f JOIN clusters c ON c.cluster = f.cluster WHERE f.id = :x_id");
	struct stmt *guests = db_query(req->db,
		"SELECT number, name, title, unit FROM conference_guests"
		" WHERE conference = :x_id ORDER BY number");

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_member(req, "guests", bind_id(guests, id));
	return reply_close(req);
}
