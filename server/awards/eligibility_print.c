/* The members of a verdict are those of api-spec/eligibility.yaml. */
#include "awards/eligibility_print.h"

#include <string.h>

#include "awards/cluster_rank.h"
#include "request/reply.h"

static const char *const verdict_words[] = {"pass", "fail", "not_judged", NULL};

static void put_name(struct buffer *out, const char *name)
{
	buffer_printf(out, ",\"%s\":", name);
}

static void put_text(struct buffer *out, const char *name, const char *value)
{
	put_name(out, name);
	if (value)
		buffer_json(out, value, strlen(value));
	else
		buffer_text(out, "null");
}

static void put_number(struct buffer *out, const char *name, int64_t value)
{
	put_name(out, name);
	if (value == NO_NUMBER)
		buffer_text(out, "null");
	else
		buffer_int(out, value);
}

static void put_part(struct buffer *out, const char *before, const struct portion *part)
{
	buffer_printf(out, "%s{\"have\":%lld,\"total\":%lld}", before, (long long)part->have,
		(long long)part->total);
}

static void put_members(struct buffer *out, const struct judge *j)
{
	put_name(out, "members");
	if (!j->of_members) {
		buffer_text(out, "null");
		return;
	}
	put_part(out, "{\"own\":", &j->own);
	put_part(out, ",\"below\":", &j->below);
	buffer_char(out, '}');
}

static void put_years(struct buffer *out, const char *name, const int64_t *years, size_t count)
{
	put_name(out, name);
	for (size_t i = 0; i < count; i++) {
		buffer_char(out, i ? ',' : '[');
		buffer_int(out, years[i]);
	}
	buffer_text(out, count ? "]" : "[]");
}

void print_rule(struct buffer *out, const struct judge *j, bool first)
{
	const struct rule *rule = j->rule;
	const struct streak *years = &j->years;

	buffer_text(out, first ? "{\"rule\":" : ",{\"rule\":");
	buffer_json(out, rule->rule, strlen(rule->rule));
	put_text(out, "regime", j->by);
	put_text(out, "result", verdict_words[j->verdict]);
	put_text(out, "code", j->code);
	put_text(out, "stage", stage_words[j->stops]);
	put_text(out, "base", rule->base);
	put_number(out, "have", j->have);
	put_number(out, "need", j->need);
	put_number(out, "total", j->total);
	put_members(out, j);
	put_text(out, "parameter", rule->parameter);
	put_text(out, "value", rule->value.value);
	put_text(out, "evidence", rule->evidence);
	put_text(out, "source", rule->note);
	put_text(out, "value_source", rule->value.note);
	put_years(out, "required_years", years->required, years->required_count);
	put_years(out, "current_years", years->current, years->current_count);
	put_years(out, "missing_years", years->missing, years->missing_count);
	buffer_printf(out, ",\"not_counted\":[%s]}", j->not_counted ? j->not_counted : "");
}

/* The number of something, or null without it. */
static void reply_number(struct request *req, const char *name, int64_t number)
{
	if (number)
		reply_member_int(req, name, number);
	else
		reply_member_null(req, name);
}

void print_judgement(
	struct buffer *out, const char *regime, bool used, int stops, const struct buffer *rules)
{
	buffer_text(out, out->length ? ",{\"regime\":" : "{\"regime\":");
	buffer_json(out, regime, strlen(regime));
	buffer_printf(out, ",\"used\":%s,\"eligible\":%s", used ? "true" : "false",
		stops == ADVICE ? "true" : "false");
	put_text(out, "stops", stops == ADVICE ? NULL : stage_words[stops]);
	buffer_text(out, ",\"rules\":[");
	buffer_bytes(out, rules->data, rules->length);
	buffer_text(out, "]}");
	out->failed |= rules->failed;
}

/* Which law was used and why. */
static void reply_law(struct request *req, const struct law *law)
{
	struct buffer out = {0};

	buffer_text(&out, "{\"used\":");
	buffer_json(&out, law->used, strlen(law->used));
	put_text(&out, "why", law->why);
	put_text(&out, "received_on", law->received_on);
	put_text(&out, "new_from", law->new_from);
	put_text(&out, "evidence", law->rule.evidence);
	put_text(&out, "source", law->rule.note);
	buffer_char(&out, '}');
	reply_member_buffer(req, "law", &out);
}

static void reply_cluster_rank(struct request *req, const struct candidate *candidate)
{
	struct cluster_rank found = {0};
	struct buffer out = {0};

	if (candidate->unit && cluster_rank_of(req, candidate->unit, candidate->year, &found))
		return;
	if (!found.ranking) {
		reply_member_null(req, "cluster_rank");
		return;
	}
	buffer_printf(&out, "{\"ranking\":%lld,\"version\":%lld", (long long)found.ranking,
		(long long)found.version);
	put_number(&out, "rank", found.rank ? found.rank : NO_NUMBER);
	put_number(&out, "of", found.of);
	buffer_printf(&out, ",\"stale\":%s}", found.stale ? "true" : "false");
	reply_member_buffer(req, "cluster_rank", &out);
}

/* "[..]" of the items so far. */
static void reply_items(struct request *req, const char *name, struct buffer *items)
{
	struct buffer list = {0};

	buffer_char(&list, '[');
	buffer_bytes(&list, items->data, items->length);
	buffer_char(&list, ']');
	list.failed |= items->failed;
	reply_member_buffer(req, name, &list);
}

enum error print_answer(struct request *req, const struct judge *j, int stops, struct buffer *rules,
	struct buffer *judgements)
{
	const struct candidate *candidate = j->candidate;

	if (reply_open(req, 200))
		return req->failed;
	reply_number(req, "case_id", candidate->case_id);
	reply_member_text(req, "award", candidate->award);
	reply_member_int(req, "year", candidate->year);
	reply_member_text(req, "occasion", candidate->occasion);
	reply_number(req, "person", candidate->person);
	reply_member_text(req, "unit", candidate->unit);
	reply_member_text(req, "regime", candidate->regime);
	reply_member_bool(req, "eligible", stops == ADVICE);
	reply_member_text(req, "stops", stops == ADVICE ? NULL : stage_words[stops]);
	reply_items(req, "rules", rules);
	reply_law(req, &j->law);
	reply_items(req, "judgements", judgements);
	reply_cluster_rank(req, candidate);
	return reply_close(req);
}
