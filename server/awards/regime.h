/*
 * The legal period of a case and its numbers. A key that a regime does not have means: no such
 * rule. Texts live as long as the request.
 */
#ifndef THIDUA_REGIME_H
#define THIDUA_REGIME_H

#include "request/request.h"

struct param_row {
	const char *key, *value;
	const char *evidence; /* source, inferred, assumed */
	const char *note;     /* the source in words */
	int64_t number;       /* of `value`; 0 when it is none */
};

/* Of annual-merit the regime on the last day of the work year, else that of `day`. NULL when there
 * is none; the request has not failed then, unless the database did. */
const char *regime_of(struct request *req, int64_t year, const char *occasion, const char *day);

/* The current version of a parameter; false when the regime has none of that key. */
bool regime_param(struct request *req, const char *regime, const char *key, struct param_row *out);

/* The number of a parameter, or `absent`. */
int64_t regime_number(struct request *req, const char *regime, const char *key, int64_t absent);

/* The word is in a parameter's list "sudden|movement"; false without the parameter. */
bool regime_lists(struct request *req, const char *regime, const char *key, const char *word);

/* The value of a money factor that is a number no text was seen of. */
#define FACTOR_UNKNOWN "unknown"

/* Keys of base salaries: base_salary@2024-07-01, from that day on. */
#define BASE_SALARY    "'base_salary@'"
#define IS_BASE_SALARY "substr(key, 1, 12) = " BASE_SALARY

/* Money of an award in a regime for a person or a collective, on the day of the decision. False
 * when its money is not known. *factor is after the multiplier for collectives. */
struct award_price {
	int64_t base_salary, factor, amount;
};
bool regime_price(struct request *req, const char *regime, const char *award, bool collective,
	const char *day, struct award_price *out);

/* Who decides an award: what its type says, or for the word regime_param the parameter that is named
 * after it (excellent_collective_decider). */
const char *regime_decider(
	struct request *req, const char *regime, const char *award, const char *decider);

/* The code of an award type by its code, name or alias, folded (BR-29); NULL when none has it. */
const char *award_named(struct request *req, const char *name);

/* What an award type is called, as a table in a FROM: (award, name_key). */
#define AWARD_NAMES                                                                                \
	"(SELECT award, name_key FROM award_types"                                                 \
	" UNION ALL SELECT award, replace(award, '-', ' ') FROM award_types"                       \
	" UNION ALL SELECT award, alias_key FROM award_aliases)"

/* What the award of a case `c` of type `t` is called by the regime of the case. */
#define CASE_AWARD_NAME                                                                            \
	"COALESCE((SELECT n.value FROM regime_params n WHERE n.regime = c.regime"                  \
	" AND n.key = t.name_parameter AND n.superseded_at IS NULL), t.name_vi)"

#endif
