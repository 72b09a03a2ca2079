/* Rows that somebody changed by hand, behind the back of the chain of events; and events that somebody changed (T31). */
#include "fixture/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/server.h"
#include "command/operation.h"
#include "command/witness.h"
#include "gen/api.h"
#include "request/journal.h"

#define FLIPS 1000

static struct db *db;

static void ask(const char *method, const char *path, const char *body)
{
	struct errand errand = {.caller = {.role = ROLE_ADMIN, .label = "thidua"},
		.method = method,
		.path = path,
		.content_type = "application/json",
		.body = body,
		.length = strlen(body)};

	assert_int_not_equal(operation_call(db, path, &errand, NULL), 0);
}

/* Report 1 and token 1 are of before the seal; drafts, corrections, rights that changed are of after it. */
static void live_a_little(void)
{
	char token[SECRET_TOKEN_SIZE];

	fixture_token(db, "gialai", "clerk", 4000000000000, token);
	assert_int_equal(db_run(db_query(db,
				 "INSERT INTO reports (id, unit, period, scope, version, status,"
				 " received_at, posted_by_unit, submitted_at, submitted_by_unit)"
				 " VALUES (1, 'kontum', '2021-06', 'two_level', 1, 'submitted', 1,"
				 " 'kontum', 1, 'kontum')")),
		OK);
	assert_int_equal(
		db_run(db_query(db,
			"INSERT INTO report_values (report, element_id, value)"
			" SELECT 1, element_id, 42 FROM elements WHERE element = 'tb_new'")),
		OK);
	assert_int_equal(witness_seal(db), OK);
	assert_int_equal(witness_seal(db), OK); /* once */
	ask("POST", "/api/v1/reports",
		"{\"unit\": \"gialai\", \"period\": \"2021-06\", \"values\": [{\"element\": \"tb_new\","
		" \"value\": 7}, {\"element\": \"tb_over\", \"status\": \"missing\", \"note\": \"chờ\"}]}");
	ask("POST", "/api/v1/reports",
		"{\"unit\": \"gialai\", \"period\": \"2021-06\", \"reason\": \"rà soát lại số liệu\","
		" \"values\": [{\"element\": \"tb_new\", \"value\": 8}]}");
	ask("POST", "/api/v1/reports",
		"{\"unit\": \"gialai\", \"period\": \"2021-07\", \"status\": \"draft\","
		" \"values\": [{\"element\": \"tb_new\", \"value\": 5}]}");
	ask("POST", "/api/v1/reports/import",
		"{\"rows\": [{\"unit\": \"daklak\", \"period\": \"2021-07\", \"element\": \"tb_new\","
		" \"value\": 5}]}");
	assert_true(operation_token(db, "gialai", "reader", "máy", 5, token));
	assert_true(operation_token(db, "gialai", "reader", "máy", 5, token));
	ask("DELETE", "/api/v1/tokens/3", "");
	ask("POST", "/api/v1/users",
		"{\"user\": \"mai.gl\", \"full_name\": \"Mai\", \"unit\": \"gialai\", \"role\": \"clerk\"}");
	ask("PUT", "/api/v1/users/mai.gl",
		"{\"full_name\": \"Mai\", \"unit\": \"gialai\", \"role\": \"head\", \"active\": true}");
}

static struct witness verify(void)
{
	struct witness witness;

	assert_int_equal(witness_verify(db, &witness), OK);
	return witness;
}

static void what_was_done_by_the_rules_is_as_it_was_seen(void **state)
{
	(void)state;
	struct witness witness = verify();

	assert_string_equal(witness.finding, "");
	assert_int_equal(witness.reports, 5);
	assert_int_equal(witness.rights, 4);
}

static void finds(struct stmt *change, const char *finding)
{
	assert_int_equal(db_run(change), OK);
	struct witness witness = verify();

	if (!strstr(witness.finding, finding) || !*finding)
		fail_msg("found \"%s\", not \"%s\"", witness.finding, finding);
	db_rollback(db);
	assert_int_equal(db_begin(db), OK);
}

#define FINDS(sql, finding) finds(db_query(db, sql), finding)

static void figures(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), OK);
	FINDS("UPDATE report_values SET value = 6 WHERE report = 2 AND value = 7", "/reports/2");
	FINDS("UPDATE report_values SET status = 'estimate' WHERE report = 3", "/reports/3");
	FINDS("UPDATE report_values SET note = 'khác' WHERE report = 2 AND value IS NULL",
		"/reports/2");
	FINDS("DELETE FROM report_values WHERE report = 2 AND value IS NULL", "/reports/2");
	FINDS("INSERT INTO report_values (report, element_id, value) SELECT 4, element_id, 1"
	      " FROM elements WHERE element = 'tb_over'",
		"/reports/4");
	FINDS("UPDATE reports SET unit = 'kontum' WHERE id = 5", "/reports/5");
	FINDS("UPDATE reports SET period = '2021-08' WHERE id = 5", "/reports/5");
	FINDS("UPDATE report_values SET value = 41 WHERE report = 1", "before /events");
	FINDS("INSERT INTO reports (id, unit, period, scope, version, status, received_at,"
	      " posted_by_unit, submitted_at, submitted_by_unit) VALUES (6, 'kontum', '2021-05',"
	      " 'two_level', 1, 'submitted', 1, 'kontum', 1, 'kontum')",
		"before /events");
	assert_int_equal(db_run(db_query(db, "DELETE FROM report_values WHERE report = 5")), OK);
	FINDS("DELETE FROM reports WHERE id = 5", "some of /reports");
	assert_int_equal(db_run(db_query(db, "DELETE FROM report_values WHERE report = 3")), OK);
	FINDS("DELETE FROM reports WHERE id = 3", "some of /reports");
	db_rollback(db);
}

static void rights(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), OK);
	FINDS("UPDATE tokens SET role = 'admin' WHERE id = 2", "/tokens/2");
	FINDS("UPDATE tokens SET unit = 'vkstc' WHERE id = 2", "/tokens/2");
	FINDS("UPDATE tokens SET revoked_at = NULL WHERE id = 3", "/tokens/3");
	FINDS("UPDATE tokens SET role = 'admin' WHERE id = 1", "before /events");
	FINDS("UPDATE users SET role = 'admin'", "/users/mai.gl");
	FINDS("UPDATE users SET active = 0", "/users/mai.gl");
	FINDS("INSERT INTO tokens (hash, unit, role, label, created_at, created_by, expires_at,"
	      " session, login) VALUES (zeroblob(32), 'gialai', 'admin', 'Mai', 1, 0,"
	      " 4000000000000, 1, 'mai.gl')",
		"/tokens/4");
	db_rollback(db);
}

/* ---- The events themselves ---- */

static int64_t count_events(void)
{
	return fixture_events(db);
}

static void begin_without_triggers(void)
{
	assert_int_equal(db_begin(db), OK);
	assert_int_equal(db_run(db_query(db, "DROP TRIGGER events_stay")), OK);
	assert_int_equal(db_run(db_query(db, "DROP TRIGGER events_kept")), OK);
}

/* The chain does not hold after the change, which is undone again. */
static void breaks(struct stmt *change)
{
	int64_t count, bad;

	assert_int_equal(db_run(change), OK);
	assert_int_equal(journal_verify(db, &count, &bad), OK);
	assert_int_not_equal(bad, 0);
	db_rollback(db);
	begin_without_triggers();
}

/* A bit of one byte of one column. A number is flipped as such. */
static struct stmt *flip(int column, int64_t seq, unsigned random)
{
	struct stmt *numbers[] = {
		db_query(db, "UPDATE events SET at = at + :x_by WHERE seq = :x_seq"),
		db_query(db, "UPDATE events SET token = token + :x_by WHERE seq = :x_seq"),
		db_query(db, "UPDATE events SET seq = seq + 100000 * :x_by WHERE seq = :x_seq"),
	};
	struct stmt *q = numbers[column];

	bind_int(q, ":x_by", (int64_t)1 << random % 40);
	bind_int(q, ":x_seq", seq);
	return q;
}

#define BYTES                                                                                      \
	X(actor)                                                                                   \
	X(role)                                                                                    \
	X(unit)                                                                                    \
	X(action)                                                                                  \
	X(object) X(before_digest) X(after_digest) X(request_id) X(address) X(prev) X(hash)
/* The byte at a place is replaced by another. Text stays text, so that the row stays one of a STRICT table. */
#define X(name)                                                                                    \
	{"" #name,                                                                                 \
		"SELECT typeof(" #name "), CAST(" #name                                            \
		" AS BLOB) FROM events WHERE seq = :x_seq",                                        \
		"UPDATE events SET " #name " = CASE typeof(" #name ") WHEN 'text' THEN"            \
		" CAST(:x_bytes AS TEXT) ELSE :x_bytes END WHERE seq = :x_seq"},
static const struct {
	const char *name, *get, *put;
} columns[] = {BYTES};
#undef X
#define COLUMNS (sizeof columns / sizeof *columns)

static struct stmt *flip_byte(size_t column, int64_t seq, unsigned random, uint8_t bytes[500])
{
	struct stmt *get = db_query_literal(db, columns[column].get);
	size_t length;

	bind_int(get, ":x_seq", seq);
	assert_true(db_row(get));
	length = column_length(get, 1);
	if (!length || length > 500) {
		db_done(get);
		return NULL;
	}
	memcpy(bytes, column_blob(get, 1), length);
	assert_int_equal(db_done(get), OK);
	bytes[random % length] ^= (uint8_t)(1u << random / 7 % 7);
	struct stmt *put = db_query_literal(db, columns[column].put);

	bind_blob(put, ":x_bytes", bytes, length);
	bind_int(put, ":x_seq", seq);
	return put;
}

static void a_bit_of_an_event(void **state)
{
	unsigned seed = 20211;
	int64_t count = count_events();
	int flips = 0;
	uint8_t bytes[500];

	(void)state;
	begin_without_triggers();
	while (flips < FLIPS) {
		size_t which = (size_t)rand_r(&seed) % (COLUMNS + 3);
		/* The newest events, so that the whole is quick; a chain is checked from its start. */
		int64_t seq = count - rand_r(&seed) % count;
		struct stmt *change = which < 3
			? flip((int)which, seq, (unsigned)rand_r(&seed))
			: flip_byte(which - 3, seq, (unsigned)rand_r(&seed), bytes);

		if (!change)
			continue;
		breaks(change);
		flips++;
	}
	db_rollback(db);
}

static void events_that_are_gone_or_exchanged(void **state)
{
	int64_t count = count_events(), seen, bad;
	struct journal_head head = journal_head();
	char hash[2 * SECRET_HASH_SIZE + 1];
	bool found;

	(void)state;
	begin_without_triggers();
	breaks(db_query(db, "DELETE FROM events WHERE seq = 1"));
	breaks(db_query(db, "DELETE FROM events WHERE seq = (SELECT max(seq) - 3 FROM events)"));
	assert_int_equal(db_run(db_query(db, "UPDATE events SET seq = -1 WHERE seq = 3")), OK);
	assert_int_equal(db_run(db_query(db, "UPDATE events SET seq = 3 WHERE seq = 4")), OK);
	breaks(db_query(db, "UPDATE events SET seq = 4 WHERE seq = -1"));
	/* What is cut off at the end leaves a chain that holds: a head that was kept elsewhere tells. */
	digest_hex(head.hash, hash);
	assert_int_equal(journal_has(db, head.seq, hash, &found), OK);
	assert_true(found);
	assert_int_equal(
		db_run(db_query(
			db, "DELETE FROM events WHERE seq > (SELECT max(seq) - 2 FROM events)")),
		OK);
	assert_int_equal(journal_verify(db, &seen, &bad), OK);
	assert_int_equal(bad, 0);
	assert_int_equal(seen, count - 2);
	assert_int_equal(journal_has(db, head.seq, hash, &found), OK);
	assert_false(found);
	db_rollback(db);
}

static void a_schema_without_its_triggers(void **state)
{
	(void)state;
	assert_int_equal(db_check_schema(db, embed_migrations, embed_migration_count), OK);
	begin_without_triggers();
	assert_int_equal(db_check_schema(db, embed_migrations, embed_migration_count), E_FAULT);
	assert_non_null(strstr(db_message(db), "events_kept"));
	db_rollback(db);
}

static int open_all(void **state)
{
	(void)state;
	db = fixture_open();
	server.config.check_replies = false;
	for (size_t i = 0; i < embed_catalogue_count; i++)
		if (!operation_import(db, embed_catalogue[i].name, embed_catalogue[i].data,
			    embed_catalogue[i].size))
			return -1;
	live_a_little();
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	db_close(db);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_done_by_the_rules_is_as_it_was_seen),
		cmocka_unit_test(figures),
		cmocka_unit_test(rights),
		cmocka_unit_test(a_bit_of_an_event),
		cmocka_unit_test(events_that_are_gone_or_exchanged),
		cmocka_unit_test(a_schema_without_its_triggers),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
