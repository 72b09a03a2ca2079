/* What the newer steps of the schema do with a database that holds rows of an older one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/embed.h"
#include "db.h"

#define BEFORE_KEYS 2 /* steps */

static void run(struct stmt *stmt)
{
	assert_int_equal(db_run(stmt), OK);
}

static void assert_texts(struct stmt *q, const char *const *expected)
{
	for (; *expected; expected++) {
		assert_true(db_row(q));
		assert_string_equal(column_text(q, 0), *expected);
	}
	assert_false(db_row(q));
	assert_int_equal(db_done(q), OK);
}

static void add_old_rows(struct db *db)
{
	assert_int_equal(db_begin(db), OK);
	run(db_query(db,
		"INSERT INTO units (unit, level, name_vi, name_key, valid_from) VALUES"
		" ('vkstc', 'supreme', 'VKSND tối cao', 'vksnd toi cao', '1960-07-26')"));
	run(db_query(db,
		"INSERT INTO persons (id, staff_code, full_name, name_key, status, unit)"
		" VALUES (1, 'GL-001', 'Lý Thị Quý', 'ly thi quy', 'active', 'vkstc'),"
		" (2, NULL, '“An”', '“an”', 'active', 'vkstc'),"
		" (3, 'gl-001', 'An', 'an', 'active', 'vkstc')"));
	run(db_query(db,
		"INSERT INTO postings (person, unit, from_date) VALUES (1, 'vkstc', '2010-03-01')"));
	run(db_query(db,
		"INSERT INTO decisions (id, issuer, authority, number, number_key, year, kind,"
		" signed_on, signer_name, signer_title, search_key) VALUES"
		" (1, 'vkstc', 'unit_head', '61 /QĐ-VKS', '61 /qd vks', 2021, 'grant',"
		" '2021-12-20', 'A', 'B', 'x'),"
		" (2, 'vkstc', 'unit_head', '61/QĐ-VKS', '61/qd vks', 2021, 'grant',"
		" '2021-12-20', 'A', 'B', 'x'),"
		" (3, 'vkstc', 'unit_head', 'Số 62/QĐ-VKS', 'so 62/qd vks', 2021, 'grant',"
		" '2021-12-20', 'A', 'B', 'x'),"
		" (4, 'vkstc', 'unit_head', '62 /QĐ-VKS', '62 /qd vks', 2021, 'grant',"
		" '2021-12-20', 'A', 'B', 'x')"));
	run(db_query(db,
		"INSERT INTO award_types (award, family, name_vi, name_key, subject, level, decider,"
		" once_lifetime, needs_cluster_vote, needs_secret_vote, needs_public_opinion,"
		" outsiders, rank_order, valid_from) VALUES ('medal', 'honorary', 'Kỷ niệm chương',"
		" 'ky niem chuong', 'person', 'sector', 'procurator_general', 0, 0, 0, 0, 0, 1,"
		" '2005-01-01')"));
	run(db_query(db,
		"INSERT INTO award_aliases (alias, alias_key, award) VALUES"
		" ('Kỷ chương', 'ky chuong', 'medal'), ('Huy hiệu Lý', 'huy hieu ly', 'medal'),"
		" ('Huy hiệu Lí', 'huy hieu li', 'medal')"));
	assert_int_equal(db_commit(db), OK);
}

/* What refers to a table that was made anew under another name refers to it, not to the view. */
static void refers_to_the_new_tables(struct db *db)
{
	assert_int_equal(db_begin(db), OK);
	run(db_query(db,
		"INSERT INTO disciplines (person, measure, violation_date, decision_date)"
		" VALUES (1, 'khien-trach', '2020-01-01', '2020-02-01')"));
	assert_int_equal(
		db_run(db_query(db,
			"INSERT INTO disciplines (person, measure, violation_date, decision_date)"
			" VALUES (9, 'khien-trach', '2020-01-01', '2020-02-01')")),
		E_REFERENCE);
	db_rollback(db);
}

static void keys_are_filled_anew(void **state)
{
	char folder[] = "/tmp/thidua-unit-XXXXXX", path[64];
	struct db *db = NULL;
	int from = 0;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/a.db", folder);
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	assert_int_equal(db_migrate(db, embed_migrations, BEFORE_KEYS, &from), OK);
	add_old_rows(db);
	assert_int_equal(db_migrate(db, embed_migrations, embed_migration_count, &from), OK);
	assert_int_equal(from, BEFORE_KEYS);
	assert_texts(db_query(db, "SELECT name_key FROM persons ORDER BY id"),
		(const char *const[]){"li thi qui", "an", "an", NULL});
	assert_texts(db_query(db, "SELECT COALESCE(staff_key, '-') FROM persons ORDER BY id"),
		(const char *const[]){"gl 001", "-", "gl 001", NULL});
	/* Of several spellings of one number one has the key: who has it already, or else the
	 * oldest. */
	assert_texts(db_query(db, "SELECT number_key FROM decisions ORDER BY id"),
		(const char *const[]){"61 /qd vks", "61/qd vks", "62/qd vks", "62 /qd vks", NULL});
	assert_texts(db_query(db, "SELECT from_date FROM postings WHERE person = 1"),
		(const char *const[]){"2010-03-01", NULL});
	refers_to_the_new_tables(db);
	/* Two that read the same now stay both. */
	assert_texts(db_query(db, "SELECT alias_key FROM award_aliases ORDER BY alias_key"),
		(const char *const[]){"huy hieu li", "huy hieu ly", "ki chuong", NULL});
	db_close(db);
	db_remove(path);
	char *copy = NULL;
	assert_true(asprintf(&copy, "%s.before-%03d", path, BEFORE_KEYS + 1) > 0);
	db_remove(copy);
	free(copy);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_filled_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
