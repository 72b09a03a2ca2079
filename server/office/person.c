/* Who a person is and where it serves. No HTTP words and no replies here. */
#include "office/person.h"

#include <string.h>

#include "calendar.h"
#include "gen/problems.h"
#include "office/unit.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/journal.h"
#include "request/past_day.h"
#include "request/query.h"

#define DUPLICATES "10" /* as many are named */

struct posting {
	const char *unit, *from_date, *to_date;
};

static bool newest_posting(struct request *req, int64_t person, struct posting *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT unit, from_date, to_date FROM postings WHERE person = :x_person"
		" ORDER BY from_date DESC LIMIT 1");

	bind_int(q, ":x_person", person);
	bool found = db_row(q);

	if (found)
		*out = (struct posting){req_text(req, column_text(q, 0)),
			req_text(req, column_text(q, 1)), req_text(req, column_text(q, 2))};
	req_fail(req, db_done(q));
	return found;
}

enum error person_require(struct request *req, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.revision, p.unit FROM persons p JOIN unit_below b ON b.unit = p.unit"
		" WHERE p.id = :x_id AND b.ancestor = :caller_unit");
	int64_t revision = 0;

	bind_int(q, ":x_id", id);
	bind_text(q, ":caller_unit", req->caller.unit);
	bool found = db_row(q);

	if (found) {
		revision = column_int(q, 0);
		req_about(req, column_text(q, 1));
	}
	return query_end(req, q, found) ? req->failed : check_if_match(req, revision);
}

static void check_staff_code(struct request *req, const struct row *row, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM persons WHERE staff_key = :staff_code_mark AND id <> :x_id");

	if (query_exists(req, bind_id(bind_row(q, req, row), id)))
		fault_already_exists(
			req, member_pointer(req, row, "staff_code"), row_text(row, "staff_code"));
}

void person_check_identity(struct request *req, const struct row *row, int64_t id)
{
	check_staff_code(req, row, id);
	check_past_day(
		req, member_pointer(req, row, "birth_date"), row_text(row, "birth_date"), NULL);
}

bool person_check_unit(struct request *req, const struct row *row)
{
	const char *unit = row_text(row, "unit"), *day = row_text(row, "from_date");
	const char *pointer = member_pointer(req, row, "unit");
	struct stmt *q = db_query(
		req->db, "SELECT 1 FROM unit_below WHERE unit = :unit AND ancestor = :caller_unit");

	if (query_exists(req, bind_row(q, req, row)))
		return !day || unit_lives(req, pointer, unit, day);
	if (!req->failed)
		fault_reference_unknown(req, pointer, unit);
	return false;
}

static void misfit(struct request *req, const struct row *row, const char *member)
{
	const char *status = row_text(row, "status");

	fault_posting_mismatch(req, member_pointer(req, row, member), status ? status : "active");
}

/* The first posting fits the status: open for those active, ended for those who left. */
static void check_first_posting(struct request *req, const struct row *row)
{
	const char *status = row_text(row, "status");
	const char *from = row_text(row, "from_date"), *to = row_text(row, "to_date");
	bool active = !status || !strcmp(status, "active");
	bool left = !active && strcmp(status, "external") != 0;

	if (active ? !from : from && (!left || !to))
		misfit(req, row, "from_date");
	if (to && (!left || !from))
		misfit(req, row, "to_date");
	if (from && to && strcmp(from, to) > 0)
		fault_dates_reversed(req, member_pointer(req, row, "to_date"), from, to);
}

static enum error insert_posting(struct request *req, const struct row *row, int64_t id)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO all_postings (person, unit, position, from_date)"
		" VALUES (:x_id, :unit, :position, :from_date)");

	return query_run(req, bind_id(bind_row(put, req, row), id));
}

static enum error end_posting(
	struct request *req, int64_t id, const char *from_date, const char *to_date)
{
	struct stmt *put = db_query(req->db,
		"UPDATE all_postings SET to_date = :x_to WHERE person = :x_id"
		" AND from_date = :x_from AND ended_at IS NULL");

	bind_int(put, ":x_id", id);
	bind_text(put, ":x_from", from_date);
	bind_text(put, ":x_to", to_date);
	return query_run(req, put);
}

enum error person_add(struct request *req, const struct row *row, int64_t *out)
{
	const char *status = row_text(row, "status"), *from = row_text(row, "from_date");
	size_t faults = req_fault_count(req);

	*out = 0;
	person_check_identity(req, row, 0);
	person_check_unit(req, row);
	check_first_posting(req, row);
	if (!req_clean_since(req, faults))
		return req->failed;
	struct stmt *put = db_query(req->db,
		"INSERT INTO all_persons (staff_code, staff_key, full_name, name_key, birth_date,"
		" status, unit, position) VALUES (:staff_code, :staff_code_mark, :full_name,"
		" :full_name_key, :birth_date, :x_status, :unit, :position) RETURNING id");

	bind_row(put, req, row);
	bind_text(put, ":x_status", status ? status : "active");
	int64_t id = query_int(req, put);

	if (req->failed)
		return req->failed;
	if (from)
		insert_posting(req, row, id);
	if (from && row_text(row, "to_date"))
		end_posting(req, id, from, row_text(row, "to_date"));
	*out = id;
	return req->failed;
}

/* The day before; the contract knows that it is a day. */
static const char *eve_of(struct request *req, const char *day)
{
	char eve[CALENDAR_DAY_SIZE];
	int64_t days;

	if (!calendar_parse_day(day, &days)) {
		req_fail(req, E_FAULT);
		return NULL;
	}
	calendar_print_day(days - 1, eve);
	return req_text(req, eve);
}

/* Postings follow each other: the next begins after the newest. */
static bool follows(struct request *req, const struct row *row, const struct posting *newest)
{
	const char *from = row_text(row, "from_date");
	const char *last = newest->to_date ? newest->to_date : newest->from_date;

	if (strcmp(last, from) < 0)
		return true;
	fault_postings_overlap(
		req, member_pointer(req, row, "from_date"), newest->unit, newest->from_date);
	return false;
}

enum error person_touch_readers(struct request *req, int64_t id)
{
	struct stmt *initiatives = db_query(req->db,
		"UPDATE initiatives SET revision = revision + 1 WHERE id IN"
		" (SELECT initiative FROM initiative_authors WHERE person = :x_id)");
	struct stmt *cases = db_query(
		req->db, "UPDATE all_award_cases SET revision = revision + 1 WHERE person = :x_id");

	query_run(req, bind_id(initiatives, id));
	return query_run(req, bind_id(cases, id));
}

/* The unit that the person leaves sees the person no more, but in its events that the posting is
 * over. */
static void tell_left_unit(
	struct request *req, const struct row *row, int64_t id, const struct posting *left)
{
	const char *unit = row_text(row, "unit"), *from = row_text(row, "from_date");

	if (strcmp(left->unit, unit) != 0)
		req_event_beside(req, left->unit,
			req_printf(
				req, "/persons/%lld/postings/%s", (long long)id, left->from_date),
			req_printf(req, "%s %s", unit, from));
}

enum error person_move(struct request *req, const struct row *row, int64_t id)
{
	struct stmt *keep = db_query(req->db,
		"UPDATE all_persons SET unit = :unit, position = :position, status = 'active',"
		" revision = revision + 1 WHERE id = :x_id");
	struct posting newest = {0};
	bool served = newest_posting(req, id, &newest);
	bool fits = person_check_unit(req, row);

	if ((served && !follows(req, row, &newest)) || !fits || req->failed)
		return req->failed;
	if (served && !newest.to_date)
		end_posting(req, id, newest.from_date, eve_of(req, row_text(row, "from_date")));
	insert_posting(req, row, id);
	if (served)
		tell_left_unit(req, row, id, &newest);
	query_run(req, bind_id(bind_row(keep, req, row), id));
	return person_touch_readers(req, id);
}

/* Someone who left served up to to_date, or as stored, or else up to today. */
static enum error settle_leaver(struct request *req, const struct row *row, int64_t id,
	const struct posting *newest, bool *changed)
{
	const char *end = row_text(row, "to_date");

	if (!end)
		end = newest->to_date ? newest->to_date : req_today(req);
	if (strcmp(newest->from_date, end) > 0) {
		fault_dates_reversed(
			req, member_pointer(req, row, "to_date"), newest->from_date, end);
		return req->failed;
	}
	if (newest->to_date && !strcmp(newest->to_date, end))
		return req->failed;
	*changed = true;
	return end_posting(req, id, newest->from_date, end);
}

enum error person_settle(struct request *req, const struct row *row, int64_t id, bool *changed)
{
	const char *status = row_text(row, "status"), *end = row_text(row, "to_date");
	struct posting newest = {0};
	bool served = newest_posting(req, id, &newest);
	bool open = served && !newest.to_date;
	bool active = status && !strcmp(status, "active");
	bool external = status && !strcmp(status, "external");

	if ((active && !open) || (external && open))
		misfit(req, row, "status");
	else if (end && (!status || active || external || !served))
		misfit(req, row, "to_date");
	else if (status && !active && served && !external)
		settle_leaver(req, row, id, &newest, changed);
	return req->failed;
}

void person_warn_of_duplicates(struct request *req, const struct row *row, int64_t id)
{
	struct stmt *q = db_query(req->db,
		"SELECT o.id, p.full_name FROM persons p JOIN persons o"
		" ON o.name_key = p.name_key AND o.id <> p.id"
		" JOIN unit_below b ON b.unit = o.unit AND b.ancestor = :caller_unit"
		" WHERE p.id = :x_id AND (o.birth_date = p.birth_date OR o.unit = p.unit)"
		" ORDER BY o.id LIMIT " DUPLICATES);
	const char *ids = NULL, *name = NULL;

	bind_row(q, req, row);
	bind_int(q, ":x_id", id);
	while (db_row(q)) {
		ids = req_numbers_add(req, ids, column_int(q, 0));
		name = req_text(req, column_text(q, 1));
	}
	if (!req_fail(req, db_done(q)) && ids && name)
		warn_possible_duplicate(req, member_pointer(req, row, "full_name"), name, ids);
}
