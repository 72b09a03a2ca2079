/*
 * Names of units and persons as papers write them. A slip of the pen is answered with the closest
 * names that there are within reach.
 */
#include <string.h>

#include "awards/decision.h"
#include "gen/problems.h"
#include "office/person.h"
#include "request/closest.h"
#include "request/reach.h"
#include "text.h"

#define NAMESAKES "10" /* as many are named */

/* Reads (key, shown) rows and answers a name that nobody has. */
static void fault_unknown(
	struct request *req, const char *pointer, const char *name, struct stmt *candidates)
{
	struct closest closest = closest_to(req, name);

	while (closest_wants(&closest) && db_row(candidates))
		closest_add(req, &closest, column_text(candidates, 0), column_text(candidates, 1));
	if (!req_fail(req, db_done(candidates)))
		fault_name_unknown(req, pointer, name, closest_list(req, &closest));
}

static const char *joined(struct request *req, const char *list, const char *more)
{
	return list ? req_printf(req, "%s, %s", list, more) : req_text(req, more);
}

#define UNIT_IN_FORCE " n.valid_from <= :x_day AND (n.valid_to IS NULL OR n.valid_to >= :x_day)"

static void fault_unknown_unit(struct request *req, const char *pointer, const char *name,
	const char *above, const char *day)
{
	struct stmt *candidates = db_query(req->db,
		"SELECT n.name_key, n.name_vi FROM unit_below b JOIN units u ON u.unit = b.unit"
		" JOIN unit_names n ON n.unit = u.unit WHERE b.ancestor = :x_above"
		" AND" UNIT_IN_FORCE " AND (u.valid_to IS NULL OR u.valid_to >= :x_day)"
		" ORDER BY u.unit");

	bind_text(candidates, ":x_above", above);
	bind_text(candidates, ":x_day", day);
	fault_unknown(req, pointer, name, candidates);
}

/* An office is called by the whole of its name, by its own part of it ("tỉnh Gia Lai") or by the
 * place alone. */
#define UNIT_IS_CALLED                                                                             \
	" n.name_key IN (:x_key, 'vksnd ' || :x_own, 'vksnd tinh ' || :x_own,"                     \
	" 'vksnd thanh pho ' || :x_own, 'vksnd huyen ' || :x_own, 'vksnd thi xa ' || :x_own,"      \
	" 'vksnd quan ' || :x_own)"

/* Behind the words that all offices share, with the short words for a town written out. */
static const char *own_name(struct request *req, const char *key)
{
	static const char *const office[] = {
		"vien kiem sat nhan dan ", "vien kiem sat ", "vien ksnd ", "vksnd ", "vks "};
	static const char *const kinds[][2] = {{"tp ", "thanh pho "}, {"tp. ", "thanh pho "},
		{"tp.", "thanh pho "}, {"tx ", "thi xa "}, {"tx. ", "thi xa "}, {"tx.", "thi xa "}};

	for (size_t i = 0; i < sizeof office / sizeof *office; i++)
		if (!strncmp(key, office[i], strlen(office[i]))) {
			key += strlen(office[i]);
			break;
		}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strncmp(key, kinds[i][0], strlen(kinds[i][0])))
			return req_printf(req, "%s%s", kinds[i][1], key + strlen(kinds[i][0]));
	return key;
}

const char *named_unit(struct request *req, const char *pointer, const char *name,
	const char *above, const char *day)
{
	struct stmt *q = db_query(req->db,
		"SELECT f.unit FROM (SELECT unit FROM units WHERE unit = :x_name"
		" UNION SELECT u.unit FROM unit_names n JOIN units u ON u.unit = n.unit"
		" WHERE" UNIT_IS_CALLED " AND" UNIT_IN_FORCE
		" AND (u.valid_to IS NULL OR u.valid_to >= :x_day)) f JOIN unit_below b"
		" ON b.ancestor = :x_above AND b.unit = f.unit ORDER BY f.unit LIMIT " NAMESAKES);
	const char *key = req_fold(req, name);
	const char *unit = NULL, *list = NULL;
	size_t count = 0;

	bind_text(q, ":x_above", above);
	bind_text(q, ":x_name", name);
	bind_text(q, ":x_key", key);
	bind_text(q, ":x_own", own_name(req, key));
	bind_text(q, ":x_day", day);
	for (; db_row(q); count++) {
		unit = req_text(req, column_text(q, 0));
		list = joined(req, list, unit);
	}
	if (req_fail(req, db_done(q)))
		return NULL;
	if (count > 1)
		fault_name_ambiguous(req, pointer, name, list);
	else if (count == 0)
		fault_unknown_unit(req, pointer, name, above, day);
	return count == 1 ? unit : NULL;
}

/* Whose office on the day of the paper is known and lies below. */
#define IS_OF_ISSUER                                                                               \
	"(" PERSON_KNOWN_ON(                                                                       \
		"p", ":x_day") " AND EXISTS (SELECT 1 FROM unit_below b"                           \
			       " WHERE b.ancestor = :x_above AND b.unit = " PERSON_OFFICE_ON(      \
				       "p", ":x_day") "))"
/* Of the unit, now or ever; without a unit of any. */
#define IS_OF_UNIT                                                                                 \
	"(CAST(:x_unit AS TEXT) IS NULL OR p.unit = :x_unit OR EXISTS (SELECT 1"                   \
	" FROM postings u WHERE u.person = p.id AND u.unit = :x_unit))"

static struct stmt *bind_place(struct stmt *q, const struct named_person *person)
{
	bind_text(q, ":x_above", person->above);
	bind_text(q, ":x_day", person->day);
	return q;
}

static void fault_unknown_person(
	struct request *req, const char *pointer, const struct named_person *person)
{
	struct stmt *candidates = db_query(req->db,
		"SELECT p.name_key, p.full_name FROM persons p WHERE " IS_OF_ISSUER
		" AND " IS_OF_UNIT " ORDER BY p.name_key, p.id");

	bind_text(candidates, ":x_unit", person->unit);
	fault_unknown(req, pointer, person->full_name, bind_place(candidates, person));
}

static void fault_unknown_code(
	struct request *req, const char *pointer, const struct named_person *person)
{
	struct stmt *candidates = db_query(req->db,
		"SELECT p.staff_code, p.staff_code FROM persons p WHERE " IS_OF_ISSUER
		" AND p.staff_code IS NOT NULL ORDER BY p.staff_code");

	fault_unknown(req, pointer, person->staff_code, bind_place(candidates, person));
}

/* Those with the code or the name, the issuer's first. */
#define NAMED(key)                                                                                 \
	"SELECT p.id, COALESCE(p.staff_code, CAST(p.id AS TEXT)), p.full_name, " PERSON_OFFICE_ON( \
		"p", ":x_day") ", CASE WHEN " IS_OF_ISSUER " THEN 0 ELSE 1 END AS away"            \
			       " FROM persons p WHERE " key                                        \
			       " ORDER BY away, p.id LIMIT " NAMESAKES

static struct stmt *select_named(struct request *req, const struct named_person *person)
{
	if (person->staff_code) {
		struct stmt *q = db_query(req->db, NAMED("p.staff_key = :x_key"));

		bind_text(q, ":x_key", req_mark(req, person->staff_code));
		return bind_place(q, person);
	}
	struct stmt *q = db_query(req->db,
		NAMED("p.name_key = :x_key AND " IS_OF_UNIT
		      " AND (CAST(:x_birth AS TEXT) IS NULL OR p.birth_date = :x_birth)"));

	bind_text(q, ":x_key", req_fold(req, person->full_name));
	bind_text(q, ":x_unit", person->unit);
	bind_text(q, ":x_birth", person->birth_date);
	return bind_place(q, person);
}

/* Those of the issuer, or when it has none, those elsewhere that the caller may see. */
struct hits {
	int64_t id;
	size_t count;
	const char *name, *office, *list;
	bool away;
};

static struct hits find_named(struct request *req, const struct named_person *person)
{
	struct stmt *q = select_named(req, person);
	struct hits hits = {0};

	while (db_row(q)) {
		const char *office = req_text(req, column_text(q, 3));
		bool away = column_int(q, 4);

		if (away && ((hits.count && !hits.away) || !in_reach(req, office)))
			continue;
		hits.id = column_int(q, 0);
		hits.list = joined(req, hits.list, column_text(q, 1));
		hits.name = req_text(req, column_text(q, 2));
		hits.office = office;
		hits.away = away;
		hits.count++;
	}
	if (req_fail(req, db_done(q)))
		return (struct hits){0};
	return hits;
}

int64_t named_person(struct request *req, const char *pointer, struct named_person *person)
{
	struct hits hits = find_named(req, person);

	if (req->failed)
		return 0;
	if (hits.count == 0 && person->staff_code)
		fault_unknown_code(req, pointer, person);
	else if (hits.count == 0)
		fault_unknown_person(req, pointer, person);
	else if (hits.count > 1)
		fault_name_ambiguous(req, pointer,
			person->staff_code ? person->staff_code : person->full_name, hits.list);
	/* A name beside the code must be that person's: the code may be another's by a slip. */
	else if (person->full_name && !text_resembles(person->full_name, hits.name))
		fault_name_unknown(req, pointer, person->full_name, hits.name);
	else {
		person->away = hits.away;
		if (hits.away)
			warn_person_elsewhere(
				req, pointer, hits.name, hits.office, person->above, person->day);
		return hits.id;
	}
	return 0;
}
