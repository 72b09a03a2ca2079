/* The rules of an award type with their numbers. */
#include "awards/award_rules.h"

#include <string.h>

#include "request/query.h"

static void add_member(
	struct buffer *out, const char *before, const struct stmt *q, int column, const char *name)
{
	const char *value = column_text(q, column);

	buffer_printf(out, "%s\"%s\":", before, name);
	if (value)
		buffer_json(out, value, strlen(value));
	else
		buffer_text(out, "null");
}

static void add_members(
	struct buffer *out, const struct stmt *q, int first, const char *const *names)
{
	for (int i = 0; names[i]; i++)
		add_member(out, i ? "," : "{", q, first + i, names[i]);
}

/* Rows of one rule follow each other, one for each parameter and regime. */
static void add_rules(struct buffer *out, struct stmt *q)
{
	static const char *const rule[] = {
		"rule", "base", "parameter", "extra", "stage", "evidence", "note", NULL};
	static const char *const value[] = {
		"regime", "key", "value", "measure", "evidence", "note", NULL};
	char last[64] = "";
	bool first = true;

	buffer_char(out, '[');
	while (db_row(q)) {
		if (strcmp(last, column_text(q, 0)) != 0) {
			snprintf(last, sizeof last, "%s", column_text(q, 0));
			buffer_text(out, out->length > 1 ? "]}," : "");
			add_members(out, q, 0, rule);
			buffer_text(out, ",\"values\":[");
			first = true;
		}
		if (!column_text(q, 7))
			continue;
		buffer_text(out, first ? "" : ",");
		add_members(out, q, 7, value);
		buffer_char(out, '}');
		first = false;
	}
	buffer_text(out, out->length > 1 ? "]}]" : "]");
}

void reply_award_rules(struct request *req, const char *award)
{
	struct stmt *q = db_query(req->db,
		"SELECT r.rule, r.base, r.parameter, r.extra, r.stage, r.evidence, r.note,"
		" p.regime, p.key, p.value, p.measure, p.evidence, p.note"
		" FROM award_rules r LEFT JOIN (regime_params p"
		" JOIN regimes g ON g.regime = p.regime)"
		" ON (p.key = r.parameter OR p.key = r.extra) AND p.superseded_at IS NULL"
		" WHERE r.award = :x_award ORDER BY r.rule, g.valid_from, p.key");
	struct buffer rules = {0};

	bind_text(q, ":x_award", award);
	add_rules(&rules, q);
	req_fail(req, db_done(q));
	reply_member_buffer(req, "rules", &rules);
}

enum error award_type_touch(struct request *req, const char *award)
{
	struct stmt *q = db_query(
		req->db, "UPDATE award_types SET revision = revision + 1 WHERE award = :x_award");

	bind_text(q, ":x_award", award);
	return query_run(req, q);
}
