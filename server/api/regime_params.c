/* The numbers of each regime. A change is a new version beside the old one, with its reason. */
#include <stdlib.h>
#include <string.h>

#include "awards/regime.h"
#include "calendar.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS "regime, key, value, measure, evidence, note"
#define PARAMS                                                                                     \
	" FROM regime_params WHERE superseded_at IS NULL"                                          \
	" AND (CAST(:regime AS TEXT) IS NULL OR regime = :regime)"                                 \
	" AND (CAST(:evidence AS TEXT) IS NULL OR evidence = :evidence)"

/* What a value of a measure looks like; with bounds that keep sums of money inside 64 bits. */
static const struct measure {
	const char *word;
	int64_t most; /* of a whole number from 0 on; 0: text */
} measures[] = {
	{"bool", 1},
	{"percent", 100},
	{"count", 1000},
	{"persons", 1000000},
	{"collectives", 1000000},
	{"titles", 60},
	{"periods", 60},
	{"initiatives", 1000},
	{"years", 60},
	{"months", 720},
	{"days", 3660},
	{"working days", 3660},
	{"VND", 1000000000},
	{"hundredths", 10000},
	{"hundredths of base salary", 100000},
};

enum error list_regime_params(struct request *req)
{
	return REPLY_PAGE2(req, COLUMNS, PARAMS, "regime", TEXT, "key", TEXT);
}

static enum error reply_param(struct request *req, int status)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", version, version AS _revision FROM regime_params"
		" WHERE regime = :regime AND key = :key AND superseded_at IS NULL");
	struct stmt *versions = db_query(req->db,
		"SELECT version, value, measure, evidence, note, reason, recorded_at, superseded_at"
		" FROM regime_params WHERE regime = :regime AND key = :key ORDER BY version DESC");

	reply_open(req, status);
	reply_columns(req, q);
	reply_member(req, "versions", versions);
	return reply_close(req);
}

enum error get_regime_param(struct request *req)
{
	return reply_param(req, 200);
}

static bool is_whole_number(const char *value, int64_t most)
{
	size_t digits = strspn(value, "0123456789");

	return digits > 0 && digits <= 10 && !value[digits] && strtoll(value, NULL, 10) <= most;
}

/* "07-26"; a leap day is one, too. */
static bool is_month_day(const char *text, size_t length)
{
	char day[CALENDAR_DAY_SIZE] = "2020-";
	int64_t days;

	if (length != 5)
		return false;
	memcpy(day + 5, text, 5);
	return calendar_parse_day(day, &days);
}

/* What the measure asks for when the value is none of it; NULL when it is. */
static const char *wanted_instead(struct request *req, const char *measure, const char *value)
{
	const char *slash = strchr(value, '/');

	if (!strcmp(measure, "hundredths of base salary") && !strcmp(value, FACTOR_UNKNOWN))
		return NULL;
	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
		if (!strcmp(measures[i].word, measure))
			return is_whole_number(value, measures[i].most)
				? NULL
				: req_printf(req, "0..%lld", (long long)measures[i].most);
	if (!strcmp(measure, "month-day") && !is_month_day(value, strlen(value)))
		return "MM-DD";
	if (!strcmp(measure, "month-day range") &&
		(!slash || !is_month_day(value, (size_t)(slash - value)) ||
			!is_month_day(slash + 1, strlen(slash + 1))))
		return "MM-DD/MM-DD";
	return NULL;
}

static bool check_value(struct request *req, const struct row *row, const char *key)
{
	const char *measure = row_text(row, "measure"), *value = row_text(row, "value");
	const char *wanted = wanted_instead(req, measure, value);

	if (wanted)
		fault_param_value_invalid(
			req, member_pointer(req, row, "value"), key, measure, wanted, value);
	return !wanted;
}

/* The cases of a regime print the name that it gives their award; few parameters are one. */
static enum error touch_named(struct request *req, const char *regime, const char *key)
{
	struct stmt *is_name =
		db_query(req->db, "SELECT 1 FROM award_types WHERE name_parameter = :x_key");

	bind_text(is_name, ":x_key", key);
	if (!query_exists(req, is_name))
		return req->failed;
	struct stmt *named = db_query(req->db,
		"UPDATE all_award_cases SET revision = revision + 1 WHERE regime = :x_regime AND award IN"
		" (SELECT award FROM award_types WHERE name_parameter = :x_key)");

	bind_text(named, ":x_regime", regime);
	bind_text(named, ":x_key", key);
	return query_run(req, named);
}

/* The objects that print the parameter are no longer what they were. */
static enum error touch_readers(struct request *req, const char *regime, const char *key)
{
	struct stmt *its_regime = db_query(
		req->db, "UPDATE regimes SET revision = revision + 1 WHERE regime = :x_regime");
	struct stmt *awards = db_query(req->db,
		"UPDATE award_types SET revision = revision + 1 WHERE award IN"
		" (SELECT award FROM award_rules WHERE parameter = :x_key OR extra = :x_key)");

	bind_text(its_regime, ":x_regime", regime);
	query_run(req, its_regime);
	bind_text(awards, ":x_key", key);
	query_run(req, awards);
	return touch_named(req, regime, key);
}

/* A new version takes the place of the one in force, if there is one. */
static enum error store_version(
	struct request *req, const struct row *row, const char *regime, const char *key)
{
	struct stmt *end = db_query(req->db,
		"UPDATE regime_params SET superseded_at = :x_now"
		" WHERE regime = :x_regime AND key = :x_key AND superseded_at IS NULL");
	struct stmt *put = db_query(req->db,
		"INSERT INTO regime_params"
		" (regime, key, version, value, measure, evidence, note, reason, recorded_at)"
		" SELECT :x_regime, :x_key, COALESCE(max(version), 0) + 1, :value, :measure,"
		" :evidence, :note, :reason, :x_now FROM regime_params"
		" WHERE regime = :x_regime AND key = :x_key");

	bind_int(end, ":x_now", req->now);
	bind_text(end, ":x_regime", regime);
	bind_text(end, ":x_key", key);
	if (query_run(req, end))
		return req->failed;
	bind_row(put, req, row);
	bind_int(put, ":x_now", req->now);
	bind_text(put, ":x_regime", regime);
	bind_text(put, ":x_key", key);
	if (query_run(req, put))
		return req->failed;
	return touch_readers(req, regime, key);
}

static struct stmt *param_in_force(struct request *req)
{
	return db_query(req->db,
		"SELECT " COLUMNS " FROM regime_params"
		" WHERE regime = :regime AND key = :key AND superseded_at IS NULL");
}

/* If-Match is against the version; 0 as long as there is none. */
static enum error require_version(struct request *req)
{
	struct stmt *found = db_query(req->db,
		"SELECT COALESCE(max(p.version), 0) FROM regimes r LEFT JOIN regime_params p"
		" ON p.regime = r.regime AND p.key = :key WHERE r.regime = :regime"
		" GROUP BY r.regime");

	return check_revision(req, found);
}

enum error replace_regime_param(struct request *req)
{
	const struct replace_regime_param_in *in = req->in;
	struct row row = body_row(req);
	enum import_outcome outcome;

	if (require_sector(req) || require_version(req))
		return req->failed;
	check_value(req, &row, in->key);
	struct stmt *old = param_in_force(req);

	if (req_faults(req) || import_compare(req, &row, bind_input(old, req), &outcome))
		return req->failed;
	if (outcome == IMPORT_UNCHANGED)
		req_unchanged(req);
	else
		store_version(req, &row, in->regime, in->key);
	return reply_param(req, 200);
}

static enum error import_param(struct request *req, const struct row *row)
{
	const char *regime = row_text(row, "regime"), *key = row_text(row, "key");
	bool known = row_refers(req, row, "regime",
		db_query(req->db, "SELECT 1 FROM regimes WHERE regime = :regime"));
	enum import_outcome outcome;

	if (!check_value(req, row, key) || !known)
		return req->failed;
	struct stmt *old = param_in_force(req);

	if (import_compare(req, row, bind_row(old, req, row), &outcome))
		return req->failed;
	if (outcome != IMPORT_UNCHANGED && store_version(req, row, regime, key))
		return req->failed;
	return import_stored(
		req, row, outcome, req_printf(req, "/regimes/%s/params/%s", regime, key), NULL);
}

enum error import_regime_params(struct request *req)
{
	enum error error = require_sector(req);

	return error ? error : import_rows(req, import_param);
}
