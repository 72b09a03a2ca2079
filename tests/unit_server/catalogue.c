/* The copy of the catalogue that a thread keeps, when the snapshot it reads is already newer. */
#include "fixture/fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "base/server.h"
#include "command/operation.h"
#include "engine/lane.h"

#define FAR INT64_C(4000000000000)

static struct db *outsider;
static char head[SECRET_TOKEN_SIZE];

static void get(const char *path, char *out, size_t size)
{
	struct exchange x;

	exchange_open(&x, "GET", path, head, NULL);
	assert_int_equal(exchange_run(&x), 200);
	snprintf(out, size, "%s", exchange_text(&x));
	exchange_close(&x);
}

static void run(struct stmt *q)
{
	assert_int_equal(db_run(q), OK);
}

/* As a commit of the writer is, before it tells the epoch: readers see its rows, and keep what they
 * have. */
static void add_an_element_unnoticed(void)
{
	run(db_query(outsider,
		"INSERT INTO elements (element, area, name_vi, name_key, behaviour, measure)"
		" SELECT 'aa_new', area, name_vi, name_key, behaviour, measure FROM elements"
		" WHERE element = 'tb_new'"));
	run(db_query(outsider,
		"INSERT INTO report_values (report, element_id, value)"
		" SELECT 1, max(element_id), 4711 FROM elements"));
	atomic_fetch_add(&server.commits, 1);
}

static void a_figure_of_an_element_that_the_copy_lacks(void **state)
{
	struct exchange x;
	char text[4000];

	(void)state;
	exchange_open(&x, "POST", "/api/v1/reports", head,
		"{\"unit\": \"gialai\", \"period\": \"2021-06\","
		" \"values\": [{\"element\": \"tb_new\", \"value\": 1}]}");
	assert_int_equal(exchange_run(&x), 201);
	exchange_close(&x);
	for (int i = 0; i < 3; i++)
		get("/api/v1/reports/1/receipt", text, sizeof text);
	assert_non_null(strstr(text, "\"figures\":1"));
	add_an_element_unnoticed();
	get("/api/v1/reports/1/receipt", text, sizeof text);
	assert_non_null(strstr(text, "\"figures\":2"));
	get("/api/v1/reports/1", text, sizeof text);
	assert_non_null(strstr(text, "{\"element\":\"aa_new\",\"value\":4711"));
}

static int open_all(void **state)
{
	struct db *db = fixture_open();

	(void)state;
	for (size_t i = 0; i < embed_catalogue_count; i++)
		if (!operation_import(db, embed_catalogue[i].name, embed_catalogue[i].data,
			    embed_catalogue[i].size))
			return -1;
	fixture_token(db, "vkstc", "head", FAR, head);
	return db_open(server.config.db, DB_WRITER, &outsider) || lane_start(db, 2);
}

static int close_all(void **state)
{
	(void)state;
	db_close(outsider);
	lane_stop(1);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_figure_of_an_element_that_the_copy_lacks)};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
