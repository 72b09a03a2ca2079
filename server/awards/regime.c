/* Reading the numbers of a regime for those who judge by them. */
#include "awards/regime.h"

#include <stdlib.h>
#include <string.h>

#include "awards.h"
#include "request/query.h"

#define WHOLE      INT64_C(100) /* a multiplier of 1, in hundredths */
#define ANY_REGIME ""
#define IN_FORCE   "in force" /* no regime: which one holds, by year, occasion and day */

/* What a request was told of a parameter. */
struct known_param {
	const struct known_param *next;
	const char *regime;
	struct param_row row; /* its value is NULL when the regime has none of that key */
};

static const struct known_param *known(
	const struct request *req, const char *regime, const char *key)
{
	const struct known_param *param = req->params;

	while (param && (strcmp(param->row.key, key) != 0 || strcmp(param->regime, regime) != 0))
		param = param->next;
	return param;
}

static void remember(struct request *req, const char *regime, const struct param_row *row)
{
	struct known_param *param = req_alloc(req, sizeof *param);

	if (!param)
		return;
	*param = (struct known_param){req->params, req_text(req, regime), *row};
	param->row.key = req_text(req, row->key);
	req->params = param;
}

static const char *read_regime_of(
	struct request *req, int64_t year, const char *occasion, const char *day)
{
	if (!strcmp(occasion, "annual-merit")) {
		struct stmt *end =
			db_query(req->db, "SELECT end_date FROM work_years WHERE year = :x_year");

		bind_int(end, ":x_year", year);
		day = query_text(req, end);
	}
	struct stmt *q = db_query(req->db,
		"SELECT regime FROM regimes WHERE valid_from <= :x_day"
		" AND (valid_to IS NULL OR valid_to >= :x_day) ORDER BY valid_from LIMIT 1");

	bind_text(q, ":x_day", day);
	return query_text(req, q);
}

const char *regime_of(struct request *req, int64_t year, const char *occasion, const char *day)
{
	const char *key = req_printf(req, "%lld %s %s", (long long)year, occasion, day);
	const struct known_param *told = known(req, IN_FORCE, key);
	struct param_row law = {.key = key};

	if (told)
		return told->row.value;
	law.value = read_regime_of(req, year, occasion, day);
	remember(req, IN_FORCE, &law);
	return law.value;
}

static struct param_row read_param(struct request *req, const char *regime, const char *key)
{
	struct stmt *q = db_query(req->db,
		"SELECT value, evidence, note FROM regime_params"
		" WHERE regime = :x_regime AND key = :x_key AND superseded_at IS NULL");
	struct param_row param = {.key = key};

	bind_text(q, ":x_regime", regime);
	bind_text(q, ":x_key", key);
	if (db_row(q)) {
		param.value = req_text(req, column_text(q, 0));
		param.evidence = req_text(req, column_text(q, 1));
		param.note = req_text(req, column_text(q, 2));
		param.number = strtoll(column_text(q, 0), NULL, 10);
	}
	req_fail(req, db_done(q));
	return param;
}

/* Rows of an import ask for the same ones again and again. */
bool regime_param(struct request *req, const char *regime, const char *key, struct param_row *out)
{
	const struct known_param *told = regime ? known(req, regime, key) : NULL;
	struct param_row param = told ? told->row : read_param(req, regime, key);

	if (!told && regime)
		remember(req, regime, &param);
	if (req->failed || !param.value)
		return false;
	*out = param;
	out->key = key;
	return true;
}

int64_t regime_number(struct request *req, const char *regime, const char *key, int64_t absent)
{
	struct param_row param;

	return regime_param(req, regime, key, &param) ? param.number : absent;
}

bool regime_lists(struct request *req, const char *regime, const char *key, const char *word)
{
	struct param_row param;
	size_t length = strlen(word);

	if (!regime_param(req, regime, key, &param))
		return false;
	for (const char *at = param.value; *at; at += *at == '|') {
		size_t size = strcspn(at, "|");

		if (size == length && !memcmp(at, word, size))
			return true;
		at += size;
	}
	return false;
}

static struct param_row read_base_salary(struct request *req, const char *day)
{
	struct stmt *q = db_query(req->db,
		"SELECT p.value FROM regimes r CROSS JOIN regime_params p"
		" WHERE p.regime = r.regime AND p.superseded_at IS NULL AND p.key >= " BASE_SALARY
		" AND p.key <= " BASE_SALARY " || CAST(:x_day AS TEXT)"
		" ORDER BY p.key DESC, p.regime DESC LIMIT 1");
	struct param_row salary = {.key = day};

	bind_text(q, ":x_day", day);
	salary.value = query_text(req, q);
	if (salary.value)
		salary.number = strtoll(salary.value, NULL, 10);
	return salary;
}

/* In force on a day, over all regimes; false before the first. Kept by its day. */
static bool base_salary_on(struct request *req, const char *day, int64_t *out)
{
	const struct known_param *told = known(req, ANY_REGIME, day);
	struct param_row salary = told ? told->row : read_base_salary(req, day);

	if (!told)
		remember(req, ANY_REGIME, &salary);
	*out = salary.number;
	return salary.value;
}

static bool is_reward(struct request *req, const char *award)
{
	struct stmt *q = db_query(req->db,
		"SELECT family FROM award_types WHERE award = :x_award AND family = 'reward'");

	bind_text(q, ":x_award", award);
	return query_exists(req, q);
}

bool regime_price(struct request *req, const char *regime, const char *award, bool collective,
	const char *day, struct award_price *out)
{
	struct award_price price;
	struct param_row factor;
	int64_t multiplier = WHOLE;

	if (!regime_param(req, regime, req_printf(req, "money_factor:%s", award), &factor) ||
		!strcmp(factor.value, FACTOR_UNKNOWN) ||
		!base_salary_on(req, day, &price.base_salary))
		return false;
	/* Titles for collectives have factors of their own. */
	if (collective && is_reward(req, award))
		multiplier = regime_number(req, regime, "money_collective_multiplier", WHOLE);
	price.factor = factor.number * multiplier / WHOLE;
	int64_t step = regime_number(req, regime, "money_round_up_to", 1);

	price.amount =
		award_money(price.base_salary, factor.number, multiplier, step > 0 ? step : 1);
	if (req->failed)
		return false;
	*out = price;
	return true;
}

const char *regime_decider(
	struct request *req, const char *regime, const char *award, const char *decider)
{
	const char *words = "";
	struct param_row param;

	if (strcmp(decider, "regime_param") != 0)
		return decider;
	/* "advanced_worker_decider" of advanced-worker */
	for (size_t length; *award; award += length + (award[length] == '-')) {
		length = strcspn(award, "-");
		words = req_printf(req, "%s%.*s_", words, (int)length, award);
	}
	return regime_param(req, regime, req_printf(req, "%sdecider", words), &param) ? param.value
										      : "unit_head";
}

const char *award_named(struct request *req, const char *name)
{
	struct stmt *code =
		db_query(req->db, "SELECT award FROM award_types WHERE award = :x_name");
	struct stmt *q = db_query(req->db,
		"SELECT n.award FROM " AWARD_NAMES " n WHERE n.name_key = :x_key"
		" ORDER BY n.award LIMIT 1");

	bind_text(code, ":x_name", name);
	const char *award = query_text(req, code);

	if (award || req->failed)
		return award;
	bind_text(q, ":x_key", req_fold(req, name));
	return query_text(req, q);
}
