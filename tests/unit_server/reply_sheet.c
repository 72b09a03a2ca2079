/* Lists as sheets: one snapshot in a file that nobody sees, and refused whole when there is no place for it. */
#include "fixture/fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/server.h"
#include "gen/api.h"
#include "kit/unzip.h"
#include "request/reply.h"
#include "workbook.h"

struct list {
	struct call call;
	struct request req;
	struct list_units_in in;
};

static void open_list(struct list *list)
{
	*list = (struct list){.req.whole = true, .req.form = FORM_XLSX, .req.in = &list->in};
	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(api_routes[i].operation, "list_units"))
			list->req.route = &api_routes[i];
	list->req.call = &list->call;
	reply_list_open(&list->req);
}

static void close_list(struct list *list)
{
	call_drop_file(&list->call);
	buffer_free(&list->call.reply);
	req_free_memory(&list->req);
}

static void add_units(struct list *list, int count)
{
	char unit[20];

	for (int i = 0; i < count; i++) {
		snprintf(unit, sizeof unit, "u%lld", i * 7919LL);
		item_open(&list->req);
		item_text(&list->req, "valid_from", "2020-12-31");
		item_text(&list->req, "unit", unit);
		item_close(&list->req);
	}
}

static void stands_in_a_file(void **state)
{
	struct list list;

	(void)state;
	open_list(&list);
	add_units(&list, 40000);
	assert_true(list.call.in_file);
	assert_int_equal(reply_list_close(&list.req, NULL), OK);
	assert_int_equal(list.call.reply.length, 0);
	char *archive = test_malloc(list.call.file_size);

	assert_int_equal(pread(list.call.file, archive, list.call.file_size, 0),
		(ssize_t)list.call.file_size);
	char *text = unzip_part(archive, list.call.file_size, "xl/worksheets/sheet1.xml");

	assert_non_null(text);
	assert_int_equal(unzip_count(text, "<row "), 40001);
	/* In the order of the contract, whatever the order in which they were written. */
	assert_non_null(strstr(text,
		"<row r=\"3\"><c r=\"A3\" s=\"0\" t=\"inlineStr\"><is><t>u7919</t></is></c>"));
	assert_non_null(strstr(text, "3\" s=\"3\"><v>44196</v></c></row>"));
	free(text);
	test_free(archive);
	close_list(&list);
}

static void refuses_what_no_sheet_holds(void **state)
{
	struct list list;

	(void)state;
	open_list(&list);
	add_units(&list, WORKBOOK_ROWS);
	assert_int_equal(list.req.failed, OK);
	add_units(&list, 2);
	assert_int_equal(list.call.status, 400);
	reply_list_close(&list.req, NULL);
	assert_false(list.call.in_file);
	assert_string_equal(list.call.headers[0].name, "Content-Language");
	assert_non_null(strstr(buffer_string(&list.call.reply), "\"code\":\"sheet_too_small\""));
	assert_non_null(strstr(list.call.reply.data, "1.048.575"));
	close_list(&list);
}

static void says_that_the_disk_refused(void **state)
{
	struct list list;
	const char *db = server.config.db;

	(void)state;
	open_list(&list);
	server.config.db = "/proc/thidua.db";
	add_units(&list, 40000);
	server.config.db = db;
	assert_int_equal(reply_list_close(&list.req, NULL), E_FAULT);
	assert_false(list.call.in_file);
	close_list(&list);
}

static int open_scratch(void **state)
{
	*state = fixture_open();
	return *state == NULL;
}

static int remove_scratch(void **state)
{
	db_close(*state);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stands_in_a_file),
		cmocka_unit_test(refuses_what_no_sheet_holds),
		cmocka_unit_test(says_that_the_disk_refused),
	};

	return cmocka_run_group_tests(tests, open_scratch, remove_scratch);
}
