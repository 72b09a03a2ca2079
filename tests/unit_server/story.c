/* The story of `thidua demo`, line by line: what stands for something else, days, callers, and where it stops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "command/database.h"
#include "command/story.h"
#include "fixture/fixture.h"

static struct db *db;
static char folder[64], path[96];

static int open_catalogue(void **state)
{
	int64_t day = 0;

	(void)state;
	strcpy(folder, "/tmp/thidua-story-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/x.db", folder);
	assert_true(secret_start());
	log_start(LOG_ERROR, false);
	server.config = (struct config){.db = path};
	assert_true(calendar_parse_day("2020-11-02", &day));
	server.told = calendar_instant(day, 0, 0);
	assert_int_equal(database_create(path, database_load_catalogue), 0);
	assert_int_equal(db_open(path, DB_WRITER, &db), OK);
	return 0;
}

static int close_catalogue(void **state)
{
	char command[128];

	(void)state;
	db_close(db);
	snprintf(command, sizeof command, "rm -r '%s'", folder);
	return system(command);
}

static const char figures[] = "unit,period,note,tb_new,tb_over,tb_in\n"
			      "gialai,2021-01.1,giả định,1,,3\n"
			      "gialai,2021-01,giả định,12,,0\n";
static const char rows[] =
	"staff_code,full_name,unit,from_date\nT-1,Nguyễn Thị Hoa,gialai,2015-09-01\n";

static bool tell(const char *text)
{
	const struct embedded files[] = {
		{"figures.csv", figures, sizeof figures - 1},
		{"first.txt", text, strlen(text)},
		{"persons.csv", rows, sizeof rows - 1},
	};

	return story_tell(db, files, sizeof files / sizeof *files);
}

/* It stops, and says this of it on stderr. */
static void stops(const char *text, const char *said)
{
	char heard[2000];
	int file = capture_begin();
	bool told = tell(text);

	capture_end(file, heard, sizeof heard);
	assert_false(told);
	if (!strstr(heard, said))
		fail_msg("“%s” is not in “%s”", said, heard);
	assert_int_equal(server.told, 0);
}

static int64_t one(struct stmt *q)
{
	int64_t found = db_row(q) ? column_int(q, 0) : -1;

	assert_int_equal(db_done(q), OK);
	return found;
}

static void each_call_has_its_day_and_its_caller(void **state)
{
	(void)state;
	assert_true(tell(
		"# January\n"
		"\n"
		"2021-02-03 clerk@gialai POST /reports {\"unit\": \"gialai\", \"period\": \"2021-01\",\n"
		"\t\"values\": <figures gialai 2021-01>} => january\n"
		"2021-02-04 clerk@gialai POST /persons/import @persons.csv\n"
		"2021-02-05 head@daknong POST /reports/<january>/accept\n"));
	assert_int_equal(
		one(db_query(db,
			"SELECT count(*) FROM reports WHERE unit = 'gialai' AND status = 'accepted'"
			" AND late = 0 AND accepted_by_unit = 'daknong'")),
		1);
	assert_int_equal(
		one(db_query(db, "SELECT sum(value) FROM report_values WHERE note = 'giả định'")),
		12);
	assert_int_equal(one(db_query(db, "SELECT count(*) FROM report_values")), 2);
	assert_int_equal(
		one(db_query(db, "SELECT count(*) FROM persons WHERE staff_code = 'T-1'")), 1);
	assert_int_equal(one(db_query(db, "SELECT count(*) FROM tokens")), 2);
}

static void a_place_in_the_answer_is_kept(void **state)
{
	(void)state;
	assert_true(tell(
		"2021-03-01 clerk@kontum POST /activities {\"held_on\": \"2021-02-27\", \"kind\": \"party\", \"title\": \"Một\"} => first\n"
		"2021-03-01 clerk@kontum POST /activities {\"held_on\": \"2021-02-27\", \"kind\": \"party\", \"title\": \"Hai\"} => first /id second /id year /year\n"
		"2021-03-02 clerk@kontum PUT /activities/<second> {\"held_on\": \"2021-02-27\", \"kind\": \"party\", \"title\": \"Ba <year>\"}\n"));
	assert_int_equal(
		one(db_query(db, "SELECT count(*) FROM activities WHERE title = 'Ba 2021'")), 1);
	stops("2021-03-03 clerk@kontum POST /activities {\"held_on\": \"2021-02-27\", \"kind\": \"party\", \"title\": \"Bốn\"} => x /nothing/0/id\n",
		"line 1: the answer has nothing to keep there");
}

static void it_stops_where_a_call_is_refused(void **state)
{
	(void)state;
	stops("2021-04-01 clerk@kontum POST /reports {\"unit\": \"kontum\", \"period\": \"2021-03\",\n"
	      "\t\"values\": [{\"element\": \"tb_new\", \"value\": 1}]} => march\n"
	      "\n"
	      "2021-04-02 clerk@kontum POST /reports/<march>/accept\n"
	      "2021-04-03 head@daknong POST /reports/<march>/accept\n",
		"first.txt, line 4: POST /api/v1/reports/2/accept: 403");
	assert_int_equal(
		one(db_query(db, "SELECT count(*) FROM reports WHERE status = 'accepted'")), 1);
}

static void a_caller_may_what_its_role_may(void **state)
{
	(void)state;
	stops("2021-04-05 reader@kontum POST /activities {\"held_on\": \"2021-03-01\", \"kind\": \"party\", \"title\": \"Năm\"}\n",
		"line 1: POST /api/v1/activities: 403");
	assert_true(tell(
		"2021-04-06 clerk@kontum POST /activities {\"held_on\": \"2021-03-01\", \"kind\": \"party\", \"title\": \"Năm\"}\n"));
}

static void it_stops_at_what_it_does_not_know(void **state)
{
	(void)state;
	stops("2021-05-02 head@daknong POST /reports/<nobody>/accept\n",
		"line 1: a <name> or a file");
	stops("2021-05-02 head@daknong POST /reports {\"values\": <figures gialai 2021-02>}\n",
		"a <name> or a file");
	stops("2021-05-02 head@daknong POST /persons/import @none.csv\n", "a <name> or a file");
	stops("2021-05-02 chief@daknong POST /persons/import @persons.csv\n", "role@unit");
	stops("2021-05-02 head POST /persons/import @persons.csv\n", "role@unit");
	stops("soon head@daknong POST /persons/import @persons.csv\n", "begins with its day");
	stops("2021-05-02 head@daknong POST /mottos {\"year\": 2021, \"cluster\": \"vkstc-cum-7-2021\", \"text\": \"Một\"}\n"
	      "2021-05-01 head@daknong POST /mottos {}\n",
		"line 2: the days go back");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_call_has_its_day_and_its_caller),
		cmocka_unit_test(a_place_in_the_answer_is_kept),
		cmocka_unit_test(it_stops_where_a_call_is_refused),
		cmocka_unit_test(a_caller_may_what_its_role_may),
		cmocka_unit_test(it_stops_at_what_it_does_not_know),
	};

	return cmocka_run_group_tests(tests, open_catalogue, close_catalogue);
}
