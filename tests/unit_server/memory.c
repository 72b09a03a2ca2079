/*
 * Lack of memory, at each allocation in turn: malloc() stands before libc's, so the server, SQLite,
 * jansson and libc itself meet it alike. An answer is the right one, or a clean 503; nothing is
 * half stored, and the next request is served.
 */
#include "fixture/fixture.h"
#include "fixture/scarce.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/embed.h"
#include "base/epoch.h"
#include "base/server.h"
#include "command/operation.h"
#include "engine/lane.h"
#include "engine/reader.h"
#include "gen/api.h"
#include "kit/sheet.h"
#include "request/journal.h"

/* For the leak sanitizer: minizip loses its buffer where memory runs out in unzOpenCurrentFile(). What we forget to close shows in
 * tests/unit/xlsx.c. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libminizip\n";
}

/* What tests/run.sh finds written is a report. */
const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}

#define FAR INT64_C(4000000000000)

static int nowhere, terminal;
static struct db *reader;
static char head[SECRET_TOKEN_SIZE], admin[SECRET_TOKEN_SIZE];

/* An @ in a `body` of text is a number that each round has anew. */
struct trial {
	const char *method, *path, *query, *content_type, *body, *accept;
	size_t length; /* of a body that is no text */
	int status;
	bool repeats; /* the right answer is the same each time, to the byte */
	bool as_admin;
	int round;
	int64_t asked; /* allocations of the last round */
	char key[20];  /* of the last round */
	char *answer;
	size_t answer_length;
};

static int64_t number_of(struct stmt *q)
{
	int64_t number = db_row(q) ? column_int(q, 0) : -1;

	assert_int_equal(db_done(q), OK);
	return number;
}

/* What a change that is half undone would leave. */
static int64_t stored_rows(void)
{
	return number_of(db_query(reader,
		"SELECT (SELECT count(*) FROM reports) + (SELECT count(*) FROM report_values)"
		" + (SELECT count(*) FROM award_cases) + (SELECT count(*) FROM award_steps)"
		" + (SELECT sum(revision) FROM persons) + (SELECT count(*) FROM postings)"
		" + (SELECT count(*) FROM decisions) + (SELECT count(*) FROM decision_lines)"
		" + (SELECT sum(revision) FROM units) + (SELECT count(*) FROM unit_names)"
		" + (SELECT sum(revision) FROM award_types) + (SELECT count(*) FROM targets)"
		" + (SELECT count(*) FROM tokens) + (SELECT count(*) FROM idempotency)"));
}

static int run(struct exchange *x, struct trial *trial, int64_t first, int64_t last)
{
	exchange_open(x, trial->method, trial->path, trial->as_admin ? admin : head, NULL);
	x->call.query = trial->query;
	x->call.request_id = "lack-of-memory";
	x->call.accept = trial->accept;
	if (trial->length) {
		x->call.content_type = trial->content_type;
		buffer_bytes(&x->call.body, trial->body, trial->length);
	} else if (trial->body) {
		size_t before = strcspn(trial->body, "@");

		x->call.content_type = trial->content_type;
		buffer_bytes(&x->call.body, trial->body, before);
		if (trial->body[before]) {
			snprintf(trial->key, sizeof trial->key, "%.7s-%d",
				strrchr(trial->path, '/') + 1, ++trial->round);
			x->call.idempotency_key = trial->key;
			buffer_int(&x->call.body, trial->round);
			buffer_text(&x->call.body, trial->body + before + 1);
		}
	}
	dup2(nowhere, STDERR_FILENO); /* thousands of lines about lack of memory */
	scarce_begin(first, last);
	int status = exchange_run(x);

	trial->asked = scarce_end();
	dup2(terminal, STDERR_FILENO);
	return status;
}

static void check_text(const char *text)
{
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	json_decref(json);
	assert_null(strstr(text, "\"detail\":\"\""));
	assert_null(strstr(text, "\"title\":\"\""));
}

/* A problem for a person; one that memory had no room for stays JSON. */
static const char busy_lines[] =
	"Máy chủ đang bận\nĐề nghị gửi lại sau giây lát; chưa có gì được lưu.\nMã yêu cầu: lack-of-memory\n";

static bool is_lines(const struct exchange *x)
{
	return x->call.content_type_out && !strncmp(x->call.content_type_out, "text/plain", 10);
}

/* When nothing at all is left there is no text either: the socket's side has one of its own. */
static void check_refusal(struct exchange *x, bool for_good)
{
	for (size_t i = 0; i < x->call.header_count; i++) {
		assert_string_not_equal(x->call.headers[i].name, "ETag");
		assert_string_not_equal(x->call.headers[i].name, "Location");
	}
	if (x->call.reply.failed) {
		assert_true(for_good);
		return;
	}
	if (is_lines(x)) {
		assert_string_equal(exchange_text(x), busy_lines);
		return;
	}
	check_text(exchange_text(x));
	assert_non_null(strstr(exchange_text(x), "\"code\":\"busy\""));
}

static void check_answer(struct exchange *x, const struct trial *trial)
{
	assert_int_equal(x->call.status, trial->status);
	assert_false(x->call.reply.failed);
	if (strstr(x->call.content_type_out, "json"))
		check_text(exchange_text(x));
	/* A page says at which minute it was made, and nothing else of it differs. */
	if (strstr(x->call.content_type_out, "html"))
		assert_int_equal(x->call.reply.length, trial->answer_length);
	if (!trial->repeats || (trial->accept && !is_lines(x)))
		return;
	assert_int_equal(x->call.reply.length, trial->answer_length);
	assert_memory_equal(x->call.reply.data, trial->answer, trial->answer_length);
}

static void check_next(void)
{
	struct exchange x;

	exchange_open(&x, "GET", "/api/v1/me", head, NULL);
	assert_int_equal(exchange_run(&x), 200);
	exchange_close(&x);
}

static int refusals;

/* The n-th allocation fails, and with `for_good` all that follow. False when there are fewer. */
static bool survives(struct trial *trial, int64_t n, bool for_good)
{
	int64_t rows = stored_rows(), events = fixture_events(reader);
	struct exchange x;

	/* What threads keep between requests is made anew. */
	epoch_publish(CHANGED(EPOCH_TOKENS) | CHANGED(EPOCH_CATALOGUE));
	if (run(&x, trial, n, for_good ? INT64_MAX : n) == 503)
		check_refusal(&x, for_good);
	else
		check_answer(&x, trial);
	bool met = trial->asked >= n, refused = x.call.status == 503;

	exchange_close(&x);
	refusals += refused;
	bool stored = !refused && trial->status == 201 && !trial->query[0];

	assert_int_equal(fixture_events(reader), events + stored);
	if (!stored)
		assert_int_equal(stored_rows(), rows);
	assert_false(server.poisoned);
	check_next();
	return met;
}

static void meet(struct trial trial)
{
	int64_t count = -1, bad = -1;
	struct exchange x;

	if (run(&x, &trial, INT64_MAX, 0) != trial.status)
		print_error("%s %s: %s\n", trial.method, trial.path, exchange_text(&x));
	assert_int_equal(x.call.status, trial.status);
	trial.answer_length = x.call.reply.length;
	trial.answer = malloc(trial.answer_length);
	memcpy(trial.answer, x.call.reply.data, trial.answer_length);
	exchange_close(&x);
	refusals = 0;
	for (int64_t n = 1; survives(&trial, n, false); n++)
		;
	for (int64_t n = 1; survives(&trial, n, true); n++)
		;
	assert_in_range(refusals, 20, 10000); /* or malloc() is not ours */
	free(trial.answer);
	assert_int_equal(journal_verify(reader, &count, &bad), OK);
	assert_int_equal(bad, 0);
}

/* The first to end is the one that nothing was prepared for. */
static void a_snapshot_ends(void **state)
{
	int64_t events = fixture_events(reader);
	struct exchange x;

	(void)state;
	assert_non_null(reader_begin());
	reader_end();
	exchange_open(&x, "POST", "/api/v1/tokens", admin,
		"{\"unit\": \"gialai\", \"role\": \"clerk\", \"label\": \"máy thử\"}");
	assert_int_equal(exchange_run(&x), 201);
	exchange_close(&x);
	scarce_begin(1, INT64_MAX);
	reader_release();
	scarce_end();
	struct db *db = reader_begin();

	assert_non_null(db);
	assert_int_equal(fixture_events(db), events + 1);
	reader_end();
}

static void a_report(void **state)
{
	(void)state;
	meet((struct trial){"POST", "/api/v1/reports", "", "application/json",
		"{\"unit\": \"gialai\", \"period\": \"2021-06\","
		" \"reason\": \"số liệu bổ sung của tháng\","
		" \"values\": [{\"element\": \"tb_new\", \"value\": @},"
		" {\"element\": \"tb_over\", \"value\": 0}, {\"element\": \"xx_review\","
		" \"status\": \"missing\", \"note\": \"chờ xác minh\"}]}",
		.status = 201});
}

static void a_report_with_faults(void **state)
{
	(void)state;
	meet((struct trial){"POST", "/api/v1/reports", "", "application/json",
		"{\"unit\": \"gialai\", \"period\": \"2021-06\", \"values\": ["
		"{\"element\": \"tb_nwe\", \"value\": 1}, {\"element\": \"tb_over\"},"
		" {\"element\": \"tb_open\", \"value\": 1},"
		" {\"element\": \"tb_open\", \"value\": 1}]}",
		.status = 422, .repeats = true});
}

static void a_report_with_faults_as_lines(void **state)
{
	(void)state;
	meet((struct trial){"POST", "/api/v1/reports", "", "application/json",
		"{\"unit\": \"gialai\", \"period\": \"2021-06\", \"values\": ["
		"{\"element\": \"tb_nwe\", \"value\": 1}, {\"element\": \"tb_over\"}]}",
		.accept = "text/plain", .status = 422, .repeats = true});
}

static void read_by_query(const char *path, const char *query)
{
	meet((struct trial){
		.method = "GET", .path = path, .query = query, .status = 200, .repeats = true});
}

static void import_rows_of(const char *path, const char *csv)
{
	meet((struct trial){.method = "POST",
		.path = path,
		.query = "dry_run=true",
		.content_type = "text/csv",
		.body = csv,
		.status = 200,
		.repeats = true,
		.as_admin = true});
}

static void reads(void **state)
{
	(void)state;
	read_by_query("/api/v1/units", "q=gia%20lai&limit=2&count=true");
	read_by_query("/api/v1/evaluations", "cluster=vkstc-cum-7-2021&limit=20");
	read_by_query("/api/v1/eligibility", "award=advanced-worker&year=2021&person=1");
	read_by_query("/api/v1/persons", "q=nguyen&count=true");
	read_by_query("/api/v1/reports", "unit=gialai&limit=3");
	read_by_query("/api/v1/reports/1", "");
	read_by_query("/api/v1/reports/1/receipt", "");
	read_by_query("/api/v1/series", "indicator=TB-02&unit=gialai&year=2021");
	read_by_query("/api/v1/completeness", "cluster=vkstc-cum-7-2021");
	read_by_query("/api/v1/units", "format=csv&limit=20");
	read_by_query("/api/v1/units", "format=xlsx&limit=20");
	read_by_query("/api/v1/reports/template", "unit=gialai&period=2021-06&format=xlsx");
}

static void pages_to_print(void **state)
{
	static const char *const paths[] = {"/api/v1/reports/1", "/api/v1/reports/1/receipt"};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		meet((struct trial){
			.method = "GET", .path = paths[i], .query = "format=html", .status = 200});
}

/* It says when it was made, so no two are alike. */
static void an_archive(void **state)
{
	(void)state;
	meet((struct trial){
		.method = "GET", .path = "/api/v1/archives/2021", .query = "", .status = 200});
}

static void imports(void **state)
{
	(void)state;
	import_rows_of("/api/v1/reports/import",
		"unit,period,scope,element,value,status,note\n"
		"gialai,2021-01,,tb_to_resolve,412,,\n"
		"gialai,2021-01,,tb_open,400,,\n"
		"gialai,2021-01,,tb_new,12,,\n"
		"gialai,2021-02,,tb_to_resolve,412,,\n"
		"gialai,2021-02,,tb_open,400,,\n"
		"gialai,2021-02,,tb_new,12,,\n"
		"kontum,2021-01,,dt_new_c,95,,\n"
		"kontum,2021-01,,dt_new_a,140,,\n"
		"kontum,2021-01,,tb_over,0,,\n"
		"kontum,2021-02,,dt_new_c,95,,\n"
		"kontum,2021-02,,dt_new_a,140,,\n"
		"kontum,2021-02,,tb_over,,missing,chờ xác minh\n"
		"daklak,2021-03,,tb_open,1,,\n"
		"daklak,2021-03,,tb_pend,2,,\n"
		"daklak,2021-03,,tb_over,1,,\n");
	import_rows_of("/api/v1/decisions/import",
		"issuer,authority,number,signed_on,signer_name,signer_title,award,year,staff_code,"
		"full_name\nkontum,unit_head,10/QĐ-VKS,2022-01-10,Viện trưởng Kon Tum,VIỆN TRƯỞNG,"
		"LĐTT,2021,KT-1,Trần Văn Bình\n");
	import_rows_of("/api/v1/persons/import",
		"staff_code,full_name,unit,from_date\n"
		"GL-1,Nguyễn Văn An,gialai.pleiku,2015-03-01\n"
		"GL-2,Nguyễn Văn An,gialai.pleiku,2015-03-01\n");
	import_rows_of("/api/v1/units/import",
		"unit,level,parent,name_vi,valid_from\n"
		"moi,province,vkstc,VKSND tỉnh Mới,1960-07-26\n");
	import_rows_of("/api/v1/targets/import",
		"year,indicator,basis,comparator,value\n2022,TB-02,sector,ge,95\n");
	import_rows_of(
		"/api/v1/award-aliases/import", "alias,award\nngười tiên tiến,advanced-worker\n");
}

static void a_workbook(void **state)
{
	static const char csv[] = "area,name_vi,name_en,sort,note\n"
				  "TD,Thi đua,emulation,12,2021-06-30\n"
				  "KH,Khác,other,14,\"một\nhai\"\n";
	struct buffer workbook = {0};

	(void)state;
	sheet_of_csv(csv, sizeof csv - 1, &workbook);
	meet((struct trial){.method = "POST",
		.path = "/api/v1/areas/import",
		.query = "dry_run=true",
		.content_type = api_forms[FORM_XLSX].type,
		.body = workbook.data,
		.length = workbook.length,
		.status = 200,
		.repeats = true,
		.as_admin = true});
	buffer_free(&workbook);
}

static void try_change(const char *path, const char *json, bool as_admin)
{
	meet((struct trial){.method = "POST",
		.path = path,
		.query = "dry_run=true",
		.content_type = "application/json",
		.body = json,
		.status = 200,
		.as_admin = as_admin});
}

static void changes(void **state)
{
	(void)state;
	try_change("/api/v1/awards",
		"{\"award\": \"Lao động tiên tiến\", \"year\": 2021, \"person\": 1,"
		" \"state\": \"registered\"}",
		false);
	try_change("/api/v1/holds",
		"{\"person\": 1, \"kind\": \"press\", \"opened_on\": \"2021-06-01\","
		" \"reason\": \"Báo nêu\"}",
		false);
	try_change("/api/v1/initiatives",
		"{\"title\": \"Giải pháp\", \"kind\": \"sang-kien\", \"unit\": \"kontum\","
		" \"year\": 2021, \"authors\": [{\"person\": 2, \"share_pct\": 100}]}",
		false);
	try_change("/api/v1/persons/1/disciplines",
		"{\"measure\": \"khien-trach\", \"violation_date\": \"2024-05-06\","
		" \"decision_date\": \"2024-06-01\"}",
		false);
	try_change("/api/v1/imports/1/undo", "{\"reason\": \"nhập nhầm tệp năm trước\"}", true);
	try_change("/api/v1/periods/2021-01/close", NULL, true);
	try_change("/api/v1/work-years",
		"{\"year\": 2014, \"start_date\": \"2013-12-01\","
		" \"n_periods\": 12}",
		true);
}

static void a_token(void **state)
{
	int64_t secrets = 0;

	(void)state;
	meet((struct trial){"POST", "/api/v1/tokens", "", "application/json",
		"{\"unit\": \"gialai\", \"role\": \"clerk\", \"label\": \"máy @\"}", .status = 201,
		.as_admin = true});
	secrets = number_of(db_query(reader,
		"SELECT count(*) FROM idempotency WHERE CAST(body AS TEXT) LIKE '%td!_%' ESCAPE '!'"));
	assert_int_equal(secrets, 0);
}

static int open_all(void **state)
{
	static const char person[] = "staff_code,full_name,unit,from_date\n"
				     "GL-1,Nguyễn Văn An,gialai,2010-03-01\n"
				     "KT-1,Trần Văn Bình,kontum,2010-03-01\n";
	struct db *db = fixture_open();

	(void)state;
	for (size_t i = 0; i < embed_catalogue_count; i++)
		if (!operation_import(db, embed_catalogue[i].name, embed_catalogue[i].data,
			    embed_catalogue[i].size))
			return -1;
	if (!operation_import(db, "persons", person, sizeof person - 1))
		return -1;
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	terminal = dup(STDERR_FILENO);
	server.config.check_replies = false; /* a tool of tests, which allocates much */
	fixture_token(db, "vkstc", "head", FAR, head);
	fixture_token(db, "vkstc", "admin", FAR, admin);
	reader = fixture_reader();
	return lane_start(db, 2) != OK;
}

static int close_all(void **state)
{
	(void)state;
	lane_stop(1);
	db_close(reader);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_snapshot_ends),
		cmocka_unit_test(a_report),
		cmocka_unit_test(a_report_with_faults),
		cmocka_unit_test(a_report_with_faults_as_lines),
		cmocka_unit_test(changes),
		cmocka_unit_test(a_token),
		cmocka_unit_test(pages_to_print),
		cmocka_unit_test(an_archive),
		cmocka_unit_test(imports),
		cmocka_unit_test(a_workbook),
		cmocka_unit_test(reads),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
