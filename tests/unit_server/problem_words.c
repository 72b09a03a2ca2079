/*
 * Every problem of the catalogue, in both languages, with samples for all its parameters: a
 * Vietnamese sentence has no code, enum word, English word, ISO date or bare number in it, but for
 * quotations of what somebody typed. Driven by the generated catalogue: a new problem is judged by
 * its types.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/log.h"
#include "base/server.h"
#include "command/database.h"
#include "gen/problems.h"
#include "gen/words.h"
#include "kit/sentence.h"
#include "lifecycle.h"
#include "request/call.h"
#include "request/problem_words.h"
#include "secret.h"

#define TYPED "dt_nw_a" /* a code that nothing has */

static struct db *db;
static char folder[64], path[96];

/* The catalogue of Cụm 7, as `thidua init` makes it. */
static int open_catalogue(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/thidua-words-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/x.db", folder);
	assert_true(secret_start());
	log_start(LOG_ERROR, false);
	server.config = (struct config){.db = path};
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

/* The n-th sample of a type; for a group of words each in turn. */
static const char *sample_of(const struct param_kind *kind, size_t n)
{
	static const char *const periods[] = {"2021-06", "2021-H1", "2021-Y"};
	static const char *const units[] = {"gialai", "gialai.pleiku", "vkstc", "lamdong"};

	switch (kind->type) {
	case PARAM_TEXT:
		return TYPED;
	case PARAM_WORD:
		return kind->words->words[n % kind->words->count].word;
	case PARAM_DAY:
		return "2021-12-05";
	case PARAM_INSTANT:
		return "2021-12-04T17:05:09.123Z";
	case PARAM_PERIOD:
		return periods[n % 3];
	case PARAM_SOURCE:
		return n % 2 ? "NĐ 91/2017 Đ.38, assumed" : "TT 02/2024/TT-VKSTC";
	case PARAM_UNIT:
		return units[n % 4];
	case PARAM_CLUSTER:
		return "vkstc-cum-7-2021";
	case PARAM_ELEMENT:
		return "dt_new_c";
	case PARAM_INDICATOR:
		return "XX-02";
	case PARAM_AWARD:
		return "advanced-worker";
	default:
		return "2021";
	}
}

static int64_t number_of(const struct param_kind *kind)
{
	return kind->type == PARAM_YEAR                                     ? 2021
		: kind->type == PARAM_ID                                    ? 12345
		: kind->type == PARAM_DECIMAL || kind->type == PARAM_POINTS ? 114432
									    : 1144;
}

/* The answer to a request that fails with this problem. */
static json_t *answer_of(const struct problem_kind *kind, const char *language,
	const struct param *params, size_t count)
{
	struct call call = {.accept_language = language};
	struct request req = {.db = db, .call = &call};

	problem_fail(&req, kind, params, count);
	json_t *answer = json_loads(buffer_string(&call.reply), 0, NULL);

	assert_non_null(answer);
	buffer_free(&call.reply);
	req_free_memory(&req);
	return answer;
}

/* Quotations that the catalogue itself writes are those of names: “unit”. */
static bool is_of_catalogue(const struct problem_kind *kind, const char *quotation)
{
	if (strstr(kind->title_vi, quotation) || strstr(kind->detail_vi, quotation) ||
		(kind->help_vi && strstr(kind->help_vi, quotation)))
		return true;
	for (size_t i = 0; i < kind->param_count; i++)
		for (size_t j = 0; kind->params[i].words && j < kind->params[i].words->count; j++)
			if (strstr(kind->params[i].words->words[j].vi, quotation))
				return true;
	return false;
}

static void drop(char *sentence, const char *text)
{
	for (char *at = sentence; (at = strstr(at, text));)
		memmove(at, at + strlen(text), strlen(at + strlen(text)) + 1);
}

static void assert_vietnamese(const struct problem_kind *kind, const char *sentence)
{
	char *text = strdup(sentence), *open = text, *close;

	while ((open = strstr(open, "“")) && (close = strstr(open, "”"))) {
		char quotation[600];

		snprintf(quotation, sizeof quotation, "%.*s", (int)(close - open + 3), open);
		if (!strcmp(quotation, "“" TYPED "”") || is_of_catalogue(kind, quotation))
			memmove(open, close + 3, strlen(close + 3) + 1);
		else
			open = close; /* words are none the better for quotes */
	}
	drop(text, " (dt_new_c)"); /* behind its name */
	drop(text, " (XX-02)");
	const char *fault = sentence_fault(text);

	if (fault)
		fail_msg("%s: \"%s\" in: %s", kind->code, fault, sentence);
	free(text);
}

static void assert_english(const struct problem_kind *kind, const char *sentence)
{
	if (strpbrk(sentence, "{}") || strstr(sentence, "can not") || strstr(sentence, "  "))
		fail_msg("%s: %s", kind->code, sentence);
}

/* `typed`: every text is the same unknown code. */
static void judge(const struct problem_kind *kind, size_t n, bool typed)
{
	struct param params[16];
	char lists[16][64];

	assert_true(kind->param_count <= 16);
	for (size_t i = 0; i < kind->param_count; i++) {
		const struct param_kind *param = &kind->params[i];
		bool free_text = param->type == PARAM_SOURCE || param->type == PARAM_YEAR ||
			param->type == PARAM_ID;
		const char *one = typed && !free_text ? TYPED : sample_of(param, n);

		snprintf(lists[i], sizeof lists[i], param->list ? "%s,%s" : "%s", one, one);
		params[i] =
			(struct param){.kind = param, .text = lists[i], .number = number_of(param)};
	}
	json_t *vi = answer_of(kind, "vi", params, kind->param_count);
	json_t *en = answer_of(kind, "en", params, kind->param_count);

	assert_vietnamese(kind, json_string_value(json_object_get(vi, "title")));
	assert_vietnamese(kind, json_string_value(json_object_get(vi, "detail")));
	assert_english(kind, json_string_value(json_object_get(en, "title")));
	assert_english(kind, json_string_value(json_object_get(en, "detail")));
	json_decref(vi);
	json_decref(en);
}

static void says_every_problem(void **state)
{
	(void)state;
	assert_true(problem_kind_count > 100);
	for (size_t i = 0; i < problem_kind_count; i++) {
		const struct problem_kind *kind = problem_kinds[i];
		size_t rounds = 4;

		for (size_t j = 0; j < kind->param_count; j++)
			if (kind->params[j].words && kind->params[j].words->count > rounds)
				rounds = kind->params[j].words->count;
		for (size_t n = 0; n < rounds; n++)
			judge(kind, n, false);
		judge(kind, 0, true);
		if (kind->help_vi)
			assert_vietnamese(kind, kind->help_vi);
	}
}

/* What the rules of awards give as their source, whatever the regime. */
static void says_every_source(void **state)
{
	static const char *const marks[] = {"(assumed)", "(inferred)", "(source: ", NULL};
	struct stmt *q = db_query(db,
		"SELECT note FROM award_rules UNION SELECT p.note FROM regime_params p"
		" JOIN award_rules r ON r.parameter = p.key UNION"
		" SELECT state_layer FROM regimes UNION SELECT sector_layer FROM regimes");
	size_t count = 0;

	(void)state;
	for (; db_row(q); count++) {
		char *note = strdup(column_text(q, 0));

		for (size_t i = 0; marks[i]; i++)
			drop(note, marks[i]);
		if (sentence_fault(note))
			fail_msg("\"%s\" in: %s", sentence_fault(note), column_text(q, 0));
		free(note);
	}
	assert_int_equal(db_done(q), OK);
	assert_true(count > 20);
}

/* For sentences and for the pages that list them. */
static void says_every_word(void **state)
{
	(void)state;
	for (const struct words *const *group = word_groups; *group; group++)
		for (size_t i = 0; i < (*group)->count; i++) {
			const struct word *word = &(*group)->words[i];

			if (sentence_fault_unquoted(word->vi) || strchr(word->en, '_'))
				fail_msg("%s: \"%s\", \"%s\"", (*group)->group, word->vi, word->en);
		}
}

static void assert_known(const struct words *group, const char *word)
{
	if (word && !word_of(group, word, strlen(word)))
		fail_msg("\"%s\" is not in %s of words.yaml", word, group->group);
}

static void knows_every_event_and_state(void **state)
{
	static const struct words *const states[] = {&words_case_state, &words_ballot_state,
		&words_initiative_state, &words_movement_state, &words_participant_state};
	static const struct machine *const of[] = {&award_machine, &ballot_machine,
		&initiative_machine, &movement_machine, &participant_machine};

	(void)state;
	for (size_t m = 0; m < sizeof of / sizeof *of; m++)
		for (size_t i = 0; i < of[m]->count; i++) {
			const struct transition *row = &of[m]->transitions[i];

			assert_known(&words_event, row->event);
			assert_known(states[m], row->to);
			for (size_t j = 0; j < TRANSITION_STATES; j++)
				assert_known(states[m], row->from[j]);
		}
}

static bool assert_hint_known(void *context, const struct schema_report *report)
{
	(void)context;
	assert_int_equal(report->fault, FAULT_FORMAT);
	assert_known(&words_format, report->allowed);
	return true;
}

/* A control character has no format. */
static void knows_every_format(void **state)
{
	json_t *text = json_string("\x01");

	(void)state;
	for (int format = FORMAT_NONE; format <= FORMAT_NAME; format++) {
		const struct schema schema = {.types = SCHEMA_STRING,
			.format = (enum schema_format)format,
			.max_length = SIZE_MAX};

		if (format != FORMAT_COUNT)
			assert_false(schema_check(&schema, text, true, assert_hint_known, NULL));
	}
	json_decref(text);
}

static void assert_says(const struct problem_kind *kind, const char *language,
	const struct param *params, const char *expected)
{
	json_t *answer = answer_of(kind, language, params, kind->param_count);

	assert_string_equal(json_string_value(json_object_get(answer, "detail")), expected);
	json_decref(answer);
}

static void says_names_numbers_and_days(void **state)
{
	const struct param_kind *level = problem_movement_level.params;
	const struct param movement[] = {{.kind = level, .text = "gialai"},
		{.kind = level + 1, .text = "province"}, {.kind = level + 2, .text = "sector"},
		{.kind = level + 3, .text = "province, unit"}};
	const struct param_kind *ended = problem_unit_ended.params;
	const struct param unit[] = {{.kind = ended, .text = "no-such-unit"},
		{.kind = ended + 1, .text = "2021-12-05"}, {.kind = ended + 2}};
	const struct param_kind *target = problem_looser_than_superior.params;
	const struct param looser[] = {{.kind = target, .number = 2400},
		{.kind = target + 1, .text = "national_assembly"},
		{.kind = target + 2, .text = "ge"}, {.kind = target + 3, .number = -123456789}};

	(void)state;
	assert_says(&problem_movement_level, "vi", movement,
		"VKSND tỉnh Gia Lai (cấp tỉnh) không có thẩm quyền phát động phong trào cấp ngành;"
		" có thể: cấp tỉnh, cấp đơn vị.");
	assert_says(&problem_movement_level, "en", movement,
		"gialai (level province) launches no movement of level sector;"
		" possible: province, unit.");
	assert_says(&problem_unit_ended, "vi", unit,
		"“no-such-unit” chấm dứt hoạt động ngày 05/12/2021; đơn vị kế tục: không có.");
	assert_says(&problem_unit_ended, "en", unit,
		"no-such-unit ended on 2021-12-05; its successor: none.");
	assert_says(&problem_looser_than_superior, "vi", looser,
		"Chỉ tiêu số 2400 (Nghị quyết của Quốc hội) yêu cầu tối thiểu -1.234.567,89;"
		" cấp dưới không được đặt yêu cầu thấp hơn.");
}

/* The hour and the day are those of Vietnam. */
static void says_instants(void **state)
{
	const struct param_kind *changed = problem_precondition_failed.params;
	const struct param by[] = {{.kind = changed, .text = "\"2\""},
		{.kind = changed + 1, .text = "gialai/An"},
		{.kind = changed + 2, .text = "2021-12-04T17:05:09.123Z"}};
	const struct param nobody[] = {{.kind = changed, .text = "\"2\""}, {.kind = changed + 1},
		{.kind = changed + 2, .text = "2021-12-04T16:59:59.999Z"}};

	(void)state;
	assert_says(&problem_precondition_failed, "vi", by,
		"Đã có thay đổi lúc 00:05 ngày 05/12/2021; người sửa: “gialai/An”."
		" Hãy tải lại rồi so sánh; “ETag” hiện tại là “\"2\"”.");
	assert_says(&problem_precondition_failed, "vi", nobody,
		"Đã có thay đổi lúc 23:59 ngày 04/12/2021; người sửa: “không có”."
		" Hãy tải lại rồi so sánh; “ETag” hiện tại là “\"2\"”.");
	assert_says(&problem_precondition_failed, "en", by,
		"It was changed at 2021-12-04T17:05:09.123Z by: gialai/An."
		" Load it again and compare; its ETag is \"2\" now.");
}

/* What the check is worth. */
static void sees_what_is_no_vietnamese(void **state)
{
	static const char *const bad[] = {"Đơn vị gialai đã kết thúc", "trạng thái: accepted",
		"Cần tham số from_date", "từ ngày 2021-12-05", "kỳ 2021-06", "nộp 1144 vụ",
		"hình thức khien-trach", "là ge 90,00", "năm 2.021", "Phần {count}"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!sentence_fault(bad[i]))
			fail_msg("nothing is seen in: %s", bad[i]);
	assert_null(sentence_fault("Trong năm 2021, VKSND tỉnh Gia Lai có 1.144 vụ (75,32%),"
				   " theo NĐ 91/2017/NĐ-CP Đ.45.8 và Luật 06/2022/QH15."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_every_problem),
		cmocka_unit_test(says_every_source),
		cmocka_unit_test(says_every_word),
		cmocka_unit_test(knows_every_event_and_state),
		cmocka_unit_test(knows_every_format),
		cmocka_unit_test(says_names_numbers_and_days),
		cmocka_unit_test(says_instants),
		cmocka_unit_test(sees_what_is_no_vietnamese),
	};

	return cmocka_run_group_tests(tests, open_catalogue, close_catalogue);
}
