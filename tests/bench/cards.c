/*
 * A cluster of 700 district offices with adopted scorecards, written into a database of ours with SQLite alone:
 * what a ranking of them is made of.
 *
 *	build/bench/cards DB
 *
 * The cluster is vkstc-khoi-700-2021, its sheet has eight groups of ten criteria.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define CLUSTER "'vkstc-khoi-700-2021'"
#define SHEET   "(SELECT max(id) FROM score_sheets)"
#define OFFICES                                                                                    \
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700), o (unit)" \
	" AS (SELECT printf('gialai.x%04d', i) FROM n) "
#define CODES                                                                                      \
	"WITH RECURSIVE g (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < 8), k (i) AS"   \
	" (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 10) "

static const char *const statements[] = {
	OFFICES "INSERT INTO units (unit, level, parent, name_vi, name_key, valid_from)"
		" SELECT unit, 'district', 'gialai', unit, unit, '2015-01-01' FROM o",
	OFFICES "INSERT INTO unit_below (ancestor, unit) SELECT a, o.unit FROM o,"
		" (SELECT 'vkstc' AS a UNION ALL SELECT 'gialai')"
		" UNION ALL SELECT unit, unit FROM o",
	"INSERT INTO clusters (cluster, issuer, kind, number, year, name_vi, name_key, state)"
	" VALUES (" CLUSTER ", 'vkstc', 'khoi', 700, 2021, 'Khối', 'khoi', 'scoring')",
	OFFICES "INSERT INTO memberships (cluster, issuer, kind, year, unit, role)"
		" SELECT " CLUSTER ", 'vkstc', 'khoi', 2021, unit, 'member' FROM o",
	"INSERT INTO score_sheets (issuer, year, audience, version, name_vi, total_max, bonus_cap,"
	" deduction_cap, grain, tie_order, objection_days, state, issued_at)"
	" VALUES ('vkstc', 2021, 'district', 1, 'Bảng', 800000, 0, 0, 1, 'group:1', 5, 'issued', 1)",
	CODES "INSERT INTO criteria (sheet, code, name_vi, kind, evidence_required, sort)"
	      " SELECT " SHEET ", i, i, 'group', 0, i * 100 FROM g",
	CODES
	"INSERT INTO criteria (sheet, code, parent, name_vi, kind, max, evidence_required, sort)"
	" SELECT " SHEET ", g.i || '.' || k.i, g.i, k.i, 'judged', 10000, 0, g.i * 100 + k.i"
	" FROM g, k",
	OFFICES "INSERT INTO scorecards (sheet, cluster, unit, checker, state, computed_at)"
		" SELECT " SHEET ", " CLUSTER ", unit, 'gialai', 'adopted', 1 FROM o",
	"INSERT INTO score_cells (card, code, stage, version, points, at, by_unit, by_label)"
	" SELECT d.id, c.code, 'self', 1, (d.id * 7919 + c.sort * 104729) % 10000, 1, 'gialai', ''"
	" FROM scorecards d JOIN criteria c ON c.sheet = d.sheet AND c.kind = 'judged'"
	" WHERE d.cluster = " CLUSTER,
};

static void run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return;
	fprintf(stderr, "cards: %s: %s\n", sql, sqlite3_errmsg(db));
	exit(1);
}

int main(int argc, char **argv)
{
	sqlite3 *db;

	if (argc != 2 || sqlite3_open(argv[1], &db) != SQLITE_OK) {
		fprintf(stderr, "usage: cards DB\n");
		return 64;
	}
	run(db, "BEGIN");
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		run(db, statements[i]);
	run(db, "COMMIT");
	return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
