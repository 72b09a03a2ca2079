/* Long lists: they stand in a file that nobody sees, and one that gets too long is refused whole. */
#include "fixture/fixture.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/server.h"
#include "gen/api.h"
#include "request/reply_file.h"

#define MIB (1 << 20)

struct list {
	struct call call;
	struct request req;
	struct list_units_in in;
};

static void open_list(struct list *list, bool whole)
{
	*list = (struct list){.req.whole = whole, .req.in = &list->in};
	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(api_routes[i].operation, "list_units"))
			list->req.route = &api_routes[i];
	list->req.call = &list->call;
}

static void close_list(struct list *list)
{
	call_drop_file(&list->call);
	buffer_free(&list->call.reply);
	req_free_memory(&list->req);
}

static void add_mebibyte(struct list *list)
{
	char *text = test_malloc(MIB);

	memset(text, 'a', MIB);
	buffer_bytes(&list->call.reply, text, MIB);
	test_free(text);
	reply_file_move(&list->req, false);
}

static bool file_is_seen(void)
{
	char folder[4096];
	bool seen = false;

	snprintf(folder, sizeof folder, "%s", server.config.db);
	*strrchr(folder, '/') = '\0';
	DIR *open = opendir(folder);

	assert_non_null(open);
	for (const struct dirent *entry; (entry = readdir(open));)
		seen |= strstr(entry->d_name, ".scratch-") != NULL;
	closedir(open);
	return seen;
}

static void moves_what_is_long(void **state)
{
	struct list list;
	struct stat found;

	(void)state;
	open_list(&list, true);
	buffer_text(&list.call.reply, "a page of it");
	reply_file_move(&list.req, true);
	assert_false(list.call.in_file);
	add_mebibyte(&list);
	assert_true(list.call.in_file);
	assert_false(file_is_seen());
	buffer_text(&list.call.reply, "the end");
	reply_file_move(&list.req, false);
	assert_int_equal(list.call.reply.length, 7);
	reply_file_move(&list.req, true);
	assert_int_equal(list.call.reply.length, 0);
	assert_int_equal(list.call.file_size, MIB + strlen("a page of itthe end"));
	assert_int_equal(fstat(list.call.file, &found), 0);
	assert_int_equal((size_t)found.st_size, list.call.file_size);
	assert_int_equal(list.req.failed, OK);
	close_list(&list);
}

static void leaves_a_page_where_it_is(void **state)
{
	struct list list;

	(void)state;
	open_list(&list, false);
	add_mebibyte(&list);
	assert_false(list.call.in_file);
	assert_int_equal(list.call.reply.length, MIB);
	close_list(&list);
}

static void refuses_what_is_too_long(void **state)
{
	struct list list;

	(void)state;
	open_list(&list, true);
	call_set_header(&list.call, "Content-Disposition", "attachment");
	for (int i = 0; i < 256; i++)
		add_mebibyte(&list);
	assert_int_equal(list.req.failed, OK);
	add_mebibyte(&list);
	assert_int_equal(list.call.status, 400);
	assert_false(list.call.in_file);
	assert_string_equal(list.call.headers[0].name, "Content-Language");
	assert_non_null(strstr(buffer_string(&list.call.reply), "\"list_too_large\""));
	assert_non_null(strstr(list.call.reply.data, "\"most_mib\":256"));
	close_list(&list);
}

static void says_that_the_disk_refused(void **state)
{
	struct list list;
	const char *db = server.config.db;

	(void)state;
	open_list(&list, true);
	server.config.db = "/proc/thidua.db";
	add_mebibyte(&list);
	server.config.db = db;
	assert_int_equal(list.req.failed, E_FAULT);
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
		cmocka_unit_test(moves_what_is_long),
		cmocka_unit_test(leaves_a_page_where_it_is),
		cmocka_unit_test(refuses_what_is_too_long),
		cmocka_unit_test(says_that_the_disk_refused),
	};

	return cmocka_run_group_tests(tests, open_scratch, remove_scratch);
}
