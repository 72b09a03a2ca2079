/* The rules of the award types, as rows; award_types.c shows them. */
#include <string.h>

#include "awards/award_rules.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "reporting/catalogue.h"
#include "request/import.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

/* What the base of a rule may be that is no award. */
static const char *const levels[] = {"grassroots", "sector", "national", NULL};
static const char *const reviews[] = {"midterm", "final", NULL};

/* The rule's base is an award, but for an initiative the level at which it was recognised, for the
 * review of a movement which one. */
static bool refers_to_base(struct request *req, const struct row *row)
{
	const char *base = row_text(row, "base"), *rule = row_text(row, "rule");
	const char *const *words = !strncmp(rule, "initiative", 10) ? levels
		: !strcmp(rule, "movement_review")                  ? reviews
								    : NULL;

	if (!words)
		return row_refers(req, row, "base",
			db_query(req->db, "SELECT 1 FROM award_types WHERE award = :base"));
	if (base && words[catalogue_word(words, base)])
		return true;
	fault_reference_unknown(req, member_pointer(req, row, "base"), base ? base : "");
	return false;
}

/* A parameter that no regime has would turn the rule off without a word. */
static bool refers_well(struct request *req, const struct row *row)
{
	bool award = row_refers(req, row, "award",
		db_query(req->db, "SELECT 1 FROM award_types WHERE award = :award"));
	bool parameter = row_refers(req, row, "parameter",
		db_query(req->db, "SELECT 1 FROM regime_params WHERE key = :parameter"));
	bool extra = row_refers(req, row, "extra",
		db_query(req->db, "SELECT 1 FROM regime_params WHERE key = :extra"));

	return refers_to_base(req, row) && award && parameter && extra;
}

#define RULES                                                                                      \
	" FROM award_rules r JOIN award_types t ON t.award = r.award"                              \
	" WHERE (CAST(:award AS TEXT) IS NULL OR r.award = :award)"

enum error list_award_rules(struct request *req)
{
	return REPLY_PAGE2(req,
		"r.award AS award, t.name_vi AS award_name, r.rule AS rule, r.base AS base,"
		" r.parameter AS parameter, r.extra AS extra, r.stage AS stage,"
		" r.evidence AS evidence, r.note AS note",
		RULES, "r.award", TEXT, "r.rule", TEXT);
}

static enum error import_rule(struct request *req, const struct row *row)
{
	const char *award = row_text(row, "award"), *rule = row_text(row, "rule");
	enum import_outcome outcome;

	if (!refers_well(req, row))
		return req->failed;
	struct stmt *old = db_query(req->db,
		"SELECT award, rule, base, parameter, extra, stage, evidence, note FROM award_rules"
		" WHERE award = :award AND rule = :rule");

	if (import_compare(req, row, bind_row(old, req, row), &outcome))
		return req->failed;
	if (outcome != IMPORT_UNCHANGED) {
		struct stmt *put = db_query(req->db,
			"INSERT INTO award_rules"
			" (award, rule, base, parameter, extra, stage, evidence, note)"
			" VALUES (:award, :rule, :base, :parameter, :extra, :stage, :evidence,"
			" :note) ON CONFLICT (award, rule) DO UPDATE SET base = excluded.base,"
			" parameter = excluded.parameter, extra = excluded.extra,"
			" stage = excluded.stage, evidence = excluded.evidence,"
			" note = excluded.note");

		if (query_run(req, bind_row(put, req, row)) || award_type_touch(req, award))
			return req->failed;
	}
	return import_stored(
		req, row, outcome, req_printf(req, "/award-types/%s/rules/%s", award, rule), NULL);
}

enum error import_award_rules(struct request *req)
{
	enum error error = require_sector(req);

	return error ? error : import_rows(req, import_rule);
}
