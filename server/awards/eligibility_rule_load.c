/* The rules that are asked of a candidate, from the catalogue and its regime, each with its source. */
#include <string.h>

#include "awards/eligibility_rule.h"
#include "reporting/catalogue.h"

#define MOST_RULES 32

const char *const stage_words[] = {"nomination", "grant", "advice", NULL};
static const char *const evidence_words[] = {"source", "inferred", "assumed", NULL};

static void weaken(struct rule *rule, const char *evidence)
{
	if (catalogue_word(evidence_words, evidence) >
		catalogue_word(evidence_words, rule->evidence))
		rule->evidence = evidence;
}

/* A verdict is as certain as the least certain of the numbers that it is made of. */
static void weaken_by(struct judge *j, struct rule *rule, const char *key)
{
	struct param_row param;

	if (key && regime_param(j->req, j->candidate->regime, key, &param))
		weaken(rule, param.evidence);
}

/* A parameter's note begins with its mark: "(source: TT 02/2024/TT-VKSTC) Đ.18", "(assumed)". A mark
 * alone says how certain the rule's own document is in this regime. How certain stands last, where
 * sentences say it in their language. */
static const char *source_of(struct request *req, const struct rule *rule)
{
	static const char known[] = "source: ";
	const char *note = rule->value.note;

	if (!note)
		return rule->note;
	const char *end = *note == '(' ? strchr(note, ')') : NULL;

	if (!end)
		return strcmp(rule->value.evidence, "source")
			? req_printf(req, "%s, %s", note, rule->value.evidence)
			: note;
	note++;
	if (!strncmp(note, known, sizeof known - 1))
		note += sizeof known - 1;
	else
		return req_printf(req, "%s, %.*s",
			end[1] ? end + 1 + strspn(end + 1, " ") : rule->note, (int)(end - note),
			note);
	return req_printf(req, "%.*s%s%s", (int)(end - note), note, end[1] ? "," : "", end + 1);
}

/* A rule is none where the regime does not have its parameter, or has it as 0. */
static bool is_asked(struct judge *j, struct rule *rule)
{
	if (rule->parameter &&
		(!regime_param(j->req, j->candidate->regime, rule->parameter, &rule->value) ||
			!strcmp(rule->value.value, "0")))
		return false;
	if (rule->parameter)
		weaken(rule, rule->value.evidence);
	if (!strcmp(rule->rule, "initiative"))
		for (size_t i = 0; initiative_params[i]; i++)
			weaken_by(j, rule, initiative_params[i]);
	if (!strcmp(rule->rule, "quota"))
		weaken_by(j, rule, req_printf(j->req, "quota_base:%s", j->candidate->award));
	rule->source = source_of(j->req, rule);
	return true;
}

static void add_universal(struct judge *j, struct rule *rules, const char *name, int stops)
{
	rules[j->rule_count++] = (struct rule){.rule = name,
		.evidence = evidence_words[0],
		.note = j->type_evidence,
		.source = j->type_evidence,
		.stops = stops};
}

static void load_rules(struct judge *j)
{
	struct request *req = j->req;
	struct rule *rules = j->rules;
	struct stmt *q = db_query(req->db,
		"SELECT rule, base, parameter, extra, evidence, note, stage FROM award_rules"
		" WHERE award = :award ORDER BY CASE stage WHEN 'nomination' THEN 0"
		" WHEN 'grant' THEN 1 ELSE 2 END, rule");

	bind_text(q, ":award", j->candidate->award);
	if (rules && j->once_lifetime)
		add_universal(j, rules, "once_lifetime", STAGE_NOMINATION);
	bool judges = !regime_number(req, j->candidate->regime, "judges_nothing", 0);

	while (rules && judges && j->rule_count < MOST_RULES + MOST_BASIC_RULES && db_row(q)) {
		struct rule *rule = &rules[j->rule_count];

		*rule = (struct rule){
			.rule = req_text(req, column_text(q, 0)),
			.base = req_text(req, column_text(q, 1)),
			.parameter = req_text(req, column_text(q, 2)),
			.extra = req_text(req, column_text(q, 3)),
			.evidence = req_text(req, column_text(q, 4)),
			.note = req_text(req, column_text(q, 5)),
			.stops = catalogue_word(stage_words, column_text(q, 6)),
		};
		if (!req->failed && is_asked(j, rule))
			j->rule_count++;
	}
	req_fail(req, db_done(q));
	if (rules && j->needs_public_opinion)
		add_universal(j, rules, "public_opinion", STAGE_GRANT);
}

enum error judge_begin(struct request *req, const struct candidate *candidate, struct judge *out)
{
	struct stmt *q = db_query(req->db,
		"SELECT t.once_lifetime, t.needs_public_opinion, COALESCE(t.evidence, ''), y.start_date, y.end_date,"
		" t.subject, t.valid_from, t.valid_to, t.outsiders FROM award_types t JOIN work_years y ON y.year = :year WHERE t.award = :award");

	*out = (struct judge){.req = req,
		.candidate = candidate,
		.award = candidate->award,
		.regime = candidate->regime,
		.year = candidate->year,
		.stage = -1};
	bind_text(q, ":award", candidate->award);
	bind_int(q, ":year", candidate->year);
	bool found = db_row(q);

	if (found) {
		out->once_lifetime = column_int(q, 0);
		out->needs_public_opinion = column_int(q, 1);
		out->type_evidence = req_text(req, column_text(q, 2));
		out->start_date = req_text(req, column_text(q, 3));
		out->end_date = req_text(req, column_text(q, 4));
		out->subject = req_text(req, column_text(q, 5));
		out->valid_from = req_text(req, column_text(q, 6));
		out->valid_to = req_text(req, column_text(q, 7));
		out->outsiders = column_int(q, 8);
	}
	if (req_fail(req, db_done(q)))
		return req->failed;
	if (!found)
		return fail_reference_unknown(req, candidate->award);
	out->rules = req_alloc(req, (MOST_RULES + MOST_BASIC_RULES + 2) * sizeof *out->rules);
	return req->failed;
}

static enum error read_judge(
	struct request *req, const struct candidate *candidate, struct judge *out)
{
	if (judge_begin(req, candidate, out))
		return req->failed;
	add_basic_rules(out, out->rules, true);
	load_rules(out);
	return req->failed;
}

static bool has_rules_of(const struct judge *j, const struct candidate *candidate)
{
	return j->year == candidate->year && !strcmp(j->award, candidate->award) && j->regime &&
		candidate->regime && !strcmp(j->regime, candidate->regime);
}

static const struct judge *kept_judge(const struct request *req, const struct candidate *candidate)
{
	const struct judge *kept = req->judge;

	while (kept && !has_rules_of(kept, candidate))
		kept = kept->before;
	return kept;
}

static void keep_judge(struct request *req, const struct judge *judge)
{
	struct judge *kept = req_alloc(req, sizeof *kept);

	if (!kept)
		return;
	*kept = *judge;
	kept->before = req->judge;
	req->judge = kept;
}

enum error judge_open(struct request *req, const struct candidate *candidate, struct judge *out)
{
	const struct judge *kept = kept_judge(req, candidate);

	if (kept) {
		*out = *kept;
		out->candidate = candidate;
	} else if (!read_judge(req, candidate, out)) {
		keep_judge(req, out);
	}
	return req->failed;
}
