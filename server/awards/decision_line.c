/* Lines of decisions: what a line keeps, how it is stored and found. */
#include <string.h>

#include "awards/decision_show.h"
#include "awards/regime.h"
#include "gen/problems.h"
#include "office/person.h"
#include "request/bind.h"
#include "request/query.h"

bool line_year_check(struct request *req, const char *pointer, int64_t year, const char *signed_on)
{
	struct stmt *q =
		db_query(req->db, "SELECT start_date FROM work_years WHERE year = :x_year");
	bool fine = true;

	bind_int(q, ":x_year", year);
	if (db_row(q) && strcmp(signed_on, column_text(q, 0)) < 0) {
		fault_signed_before_year(req, pointer, signed_on, year, column_text(q, 0));
		fine = false;
	}
	return !req_fail(req, db_done(q)) && fine;
}

bool line_span_check(struct request *req, const char *pointer, const char *from, const char *to)
{
	if (!from || !to || strcmp(from, to) <= 0)
		return true;
	fault_dates_reversed(req, pointer, from, to);
	return false;
}

/* The names as they are today stand for those on the paper when it says nothing else; its office is
 * that of the day of signing. */
static enum error fill_subject(struct request *req, const char *signed_on, struct line *line)
{
	struct stmt *q = line->person
		? db_query(req->db,
			  "SELECT p.full_name, u.unit, u.name_vi FROM persons p"
			  " JOIN units u ON u.unit = COALESCE(CAST(:x_home AS TEXT),"
			  " " PERSON_OFFICE_ON("p", ":x_day") ") WHERE p.id = :x_subject")
		: db_query(req->db,
			  "SELECT name_vi, COALESCE(CAST(:x_home AS TEXT), unit), NULL FROM units"
			  " WHERE unit = :x_subject");

	bind_text(q, ":x_home", line->home_unit);
	if (line->person) {
		bind_text(q, ":x_day", signed_on);
		bind_int(q, ":x_subject", line->person);
	} else {
		bind_text(q, ":x_subject", line->unit);
	}
	if (db_row(q)) {
		if (!line->printed_name)
			line->printed_name = req_text(req, column_text(q, 0));
		line->home_unit = req_text(req, column_text(q, 1));
		if (!line->printed_unit)
			line->printed_unit = req_text(req, column_text(q, 2));
	}
	return req_fail(req, db_done(q));
}

static void bind_price(struct request *req, struct stmt *put, const struct decision *decision,
	const char *regime, struct line *line)
{
	struct award_price price;

	if (!regime_price(req, regime, line->award, !line->person, decision->signed_on, &price)) {
		bind_null(put, ":x_base");
		bind_null(put, ":x_factor");
		bind_null(put, ":x_amount");
		return;
	}
	line->amount = price.amount;
	bind_int(put, ":x_base", price.base_salary);
	bind_int(put, ":x_factor", price.factor);
	bind_int(put, ":x_amount", price.amount);
}

static void bind_line(struct stmt *put, const struct decision *decision, const struct line *line)
{
	bind_int(put, ":x_decision", decision->id);
	bind_int(put, ":x_case", line->case_id);
	bind_text(put, ":x_award", line->award);
	bind_int(put, ":x_year", line->year);
	bind_text(put, ":x_occasion", line->occasion);
	bind_int(put, ":x_person", line->person);
	bind_text(put, ":x_unit", line->unit);
	bind_text(put, ":x_home", line->home_unit);
	bind_text(put, ":x_name", line->printed_name);
	bind_text(put, ":x_printed_unit", line->printed_unit);
	bind_text(put, ":x_issuer", decision->issuer);
	bind_text(put, ":x_authority", decision->authority);
	bind_text(put, ":x_from", line->achievement_from);
	bind_text(put, ":x_to", line->achievement_to);
}

enum error line_store(
	struct request *req, const struct decision *decision, const char *regime, struct line *line)
{
	struct stmt *put = db_query(req->db,
		"INSERT INTO all_decision_lines (id, decision, case_id, award, award_year, occasion,"
		" person, unit, home_unit, printed_name, name_key, printed_unit, person_status, issuer,"
		" authority, achievement_from, achievement_to, base_salary, factor_hundredths,"
		" amount) VALUES (:x_id, :x_decision, :x_case, :x_award, :x_year, :x_occasion,"
		" NULLIF(:x_person, 0), :x_unit, :x_home, :x_name, :x_name_key, :x_printed_unit,"
		" (SELECT p.status FROM award_cases c JOIN persons p ON p.id = c.person"
		" WHERE c.id = :x_case AND c.origin = 'proposal'),"
		" :x_issuer, :x_authority, :x_from, :x_to, :x_base, :x_factor, :x_amount)");

	if (fill_subject(req, decision->signed_on, line))
		return req->failed;
	line->decision = decision->id;
	bind_price(req, put, decision, regime, line);
	bind_line(put, decision, line);
	bind_text(put, ":x_name_key", req_fold(req, line->printed_name));
	line->id = query_int(
		req, db_query(req->db, "SELECT COALESCE(max(id), 0) + 1 FROM all_decision_lines"));
	return query_run(req, bind_id(put, line->id));
}

static void read_line(struct request *req, const struct stmt *q, struct line *out)
{
	*out = (struct line){.id = column_int(q, 0),
		.decision = column_int(q, 1),
		.case_id = column_int(q, 2),
		.award = req_text(req, column_text(q, 3)),
		.occasion = req_text(req, column_text(q, 4)),
		.year = column_int(q, 5),
		.person = column_int(q, 6),
		.unit = req_text(req, column_text(q, 7)),
		.home_unit = req_text(req, column_text(q, 8)),
		.printed_name = req_text(req, column_text(q, 9)),
		.printed_unit = req_text(req, column_text(q, 10)),
		.achievement_from = req_text(req, column_text(q, 11)),
		.achievement_to = req_text(req, column_text(q, 12)),
		.status = req_text(req, column_text(q, 13)),
		.amount = column_int(q, 14),
		.paid = column_int(q, 15),
		.revision = column_int(q, 16)};
}

enum error line_load(struct request *req, int64_t decision, int64_t id, struct line *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT l.id, l.decision, l.case_id, l.award, l.occasion, l.award_year, l.person,"
		" l.unit, l.home_unit, l.printed_name, l.printed_unit, l.achievement_from,"
		" l.achievement_to, l.status, l.amount, " LINE_PAID ", " LINE_VERSION
		" FROM decision_lines l JOIN award_types t ON t.award = l.award"
		" WHERE l.id = :x_id AND l.decision = :x_decision AND" LINE_READABLE);

	bind_int(q, ":x_id", id);
	bind_int(q, ":x_decision", decision);
	bind_text(q, ":caller_unit", req->caller.unit);
	bool found = db_row(q);

	if (found)
		read_line(req, q, out);
	return query_end(req, q, found);
}
