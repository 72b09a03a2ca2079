#include "yearend/activity.h"

#include <string.h>

#include "awards/movement.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/query.h"
#include "request/reply.h"

enum error activity_see(struct request *req, int64_t id, struct activity *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT a.unit, a.revision," REACHES(
			"a.unit") " FROM activities a WHERE a.id = :x_id AND" ACTIVITY_READABLE);
	bool found = db_row(bind_id(bind_input(q, req), id));

	if (found)
		*out = (struct activity){
			req_text(req, column_text(q, 0)), column_int(q, 1), column_int(q, 2) != 0};
	if (!query_end(req, q, found))
		req_about(req, out->unit);
	return req->failed;
}

enum error activity_lead(struct request *req, int64_t id, struct activity *out)
{
	if (activity_see(req, id, out))
		return req->failed;
	return out->acts ? OK : fail_office_only(req, out->unit);
}

static int64_t year_of(struct request *req, const struct row *row)
{
	struct stmt *q = db_query(req->db,
		"SELECT year FROM work_years"
		" WHERE start_date <= :held_on AND end_date >= :held_on");

	return query_int(req, bind_row(q, req, row));
}

void activity_check(struct request *req, const struct row *row, int64_t *out_year)
{
	const char *day = row_text(row, "held_on"), *pointer = member_pointer(req, row, "held_on");

	*out_year = year_of(req, row);
	if (!*out_year)
		fault_no_work_year(req, pointer, day);
	check_past_day(req, pointer, day, NULL);
	row_refers(req, row, "movement",
		db_query(req->db,
			"SELECT 1 FROM movements m WHERE m.id = :movement AND" MOVEMENT_READABLE));
}

static bool has(const json_t *object, const char *member)
{
	const json_t *value = json_object_get(object, member);

	return value && !json_is_null(value);
}

static const char *purpose_of(const json_t *contributions, size_t i)
{
	return json_string_value(json_object_get(json_array_get(contributions, i), "purpose"));
}

static void check_contribution(struct request *req, const json_t *contributions, size_t i)
{
	const json_t *contribution = json_array_get(contributions, i);
	const char *purpose = purpose_of(contributions, i);

	if (has(contribution, "days") != has(contribution, "persons"))
		fault_days_of_whom(req, req_printf(req, "/contributions/%zu", i));
	else if (!has(contribution, "money") && !has(contribution, "days") &&
		!has(contribution, "things"))
		fault_contribution_empty(req, req_printf(req, "/contributions/%zu", i));
	for (size_t k = 0; k < i; k++)
		if (!strcmp(purpose_of(contributions, k), purpose)) {
			fault_purpose_twice(
				req, req_printf(req, "/contributions/%zu/purpose", i), purpose);
			return;
		}
}

void activity_check_contributions(struct request *req)
{
	const json_t *contributions = json_object_get(req->body, "contributions");

	for (size_t i = 0; i < json_array_size(contributions); i++)
		check_contribution(req, contributions, i);
}

enum error activity_reply(struct request *req, int status, int64_t id)
{
	struct stmt *head = db_query(req->db,
		"SELECT a.id, a.unit, " NAME_OF_UNIT(
			"a.unit") ", a.year, a.held_on, a.kind, a.title,"
				  " a.summary, a.document, a.movement, a.revision AS _revision"
				  " FROM activities a WHERE a.id = :x_id");
	struct stmt *contributions = db_query(req->db,
		"SELECT purpose, money, days, persons, things FROM contributions"
		" WHERE activity = :x_id ORDER BY purpose");

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_member(req, "contributions", bind_id(contributions, id));
	return reply_close(req);
}
