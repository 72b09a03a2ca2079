/* Texts that values fill: what is written for each tag, and what is said of one that is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "template.h"

static const char values_text[] =
	"{\"name\": \"Rơ Châm <Hà> & \\\"con\\\" 'x'\", \"empty\": \"\", \"none\": null, \"yes\": true, \"no\": false, \"zero\": 0,"
	" \"cases\": 1144, \"minus\": -1234567, \"rate\": 75.32, \"half\": -0.5, \"whole\": 1070.00, \"points\": 92.5, \"state\": \"draft\","
	" \"day\": \"2021-03-05\", \"january\": \"2021-01-31\", \"at\": \"2021-12-05T02:30:00.000Z\","
	" \"month\": \"2021-06\", \"first_half\": \"2021-H1\", \"year\": \"2021-Y\","
	" \"office\": {\"name\": \"Gia Lai\", \"head\": {\"name\": \"Bình\"}},"
	" \"rows\": [{\"name\": \"a\", \"n\": 1}, {\"name\": \"b\", \"n\": 2}], \"words\": [\"x\", \"y\"], \"nothing\": [], \"cities\": [{\"of\": \"k\", \"name\": \"a\"}, {\"of\": \"k\", \"name\": \"b\"},"
	" {\"of\": \"l\", \"name\": \"c\"}, {\"of\": null, \"name\": \"d\"}, {\"of\": \"k\", \"name\": \"e\"}]}";

static const char *part(void *context, const char *name)
{
	(void)context;
	if (!strcmp(name, "greeting"))
		return "Kính gửi {{name}}\n";
	return !strcmp(name, "circle") ? "{{>circle}}" : NULL;
}

static enum error filter(
	void *context, const char *name, const char *argument, json_t *value, json_t **out)
{
	(void)context;
	(void)value;
	if (!strcmp(name, "busy"))
		return E_BUSY;
	if (strcmp(name, "object") != 0)
		return E_NOT_FOUND;
	*out = json_pack("{s:s}", "said", argument);
	return OK;
}

static enum error fill(const char *text, struct buffer *out, char *fault)
{
	const struct template template = {part, filter, NULL};
	json_t *values = json_loads(values_text, 0, NULL);

	assert_non_null(values);
	enum error error = template_fill(&template, text, values, out, fault);

	json_decref(values);
	return error;
}

static void gives(const char *text, const char *wanted)
{
	char fault[TEMPLATE_FAULT_SIZE];
	struct buffer out = {0};

	assert_int_equal(fill(text, &out, fault), OK);
	assert_string_equal(fault, "");
	assert_string_equal(buffer_string(&out), wanted);
	buffer_free(&out);
}

static void refuses(const char *text, const char *wanted)
{
	char fault[TEMPLATE_FAULT_SIZE];
	struct buffer out = {0};

	assert_int_equal(fill(text, &out, fault), E_FAULT);
	assert_string_equal(fault, wanted);
	buffer_free(&out);
}

static void writes_values_escaped(void **state)
{
	(void)state;
	gives("", "");
	gives("no tag } } {", "no tag } } {");
	gives("<b>{{name}}</b>", "<b>Rơ Châm &lt;Hà&gt; &amp; &quot;con&quot; &#39;x&#39;</b>");
	gives("{{cases}} {{none}}{{empty}} {{office.head.name}}", "1144  Bình");
	gives("{{none.anything}}", "");
}

static void writes_numbers_and_days_as_papers_do(void **state)
{
	(void)state;
	gives("{{cases|number}} vụ/{{minus|number}} {{zero|number}}", "1.144 vụ/-1.234.567 0");
	gives("{{rate|percent}} {{rate|number}} {{half|number}} {{points|points}} {{zero|percent}}",
		"75,32% 75,32 -0,50 92,5 0%");
	gives("{{whole|points}} {{rate|amount}} {{whole|amount}} {{cases|amount}}",
		"1.070 75,32 1.070 1.144");
	gives("{{day|date}}, {{day|long_date}}, {{january|long_date}}",
		"05/03/2021, ngày 05 tháng 3 năm 2021, ngày 31 tháng 01 năm 2021");
	gives("{{at|time}}", "09:30 ngày 05/12/2021");
	gives("{{month|period}}, {{first_half|period}}, {{year|period}}",
		"tháng 06/2021, 6 tháng đầu năm 2021, năm 2021");
	gives("{{office.name|upper}} {{state|upper}}", "GIA LAI DRAFT");
	gives("{{none|number}}{{none|date}}{{none|upper}}", "");
	gives("{{none|long_date}}", "ngày ..... tháng ..... năm ......");
	gives("{{none|number|or:chưa có số liệu}} {{empty|or:...}} {{zero|number|or:x}}",
		"chưa có số liệu ... 0");
}

static void enters_sections(void **state)
{
	(void)state;
	gives("{{#rows}}{{n}}{{name}} {{state}};{{/rows}}", "1a draft;2b draft;");
	gives("{{#words}}{{.}},{{/words}}{{#cases}}{{.|number}} {{state}}{{/cases}}",
		"x,y,1.144 draft");
	gives("{{#office}}{{name}} {{#head}}{{name}}{{/head}}{{/office}}", "Gia Lai Bình");
	gives("{{#none}}a{{/none}}{{#no}}b{{/no}}{{#nothing}}c{{/nothing}}{{#empty}}d{{/empty}}",
		"");
	gives("{{#yes}}a{{state}}{{/yes}}{{#zero}}b{{/zero}}", "adraftb");
	gives("{{^none}}a{{/none}}{{^no}}b{{/no}}{{^nothing}}c{{/nothing}}{{^empty}}d{{/empty}}{{^yes}}e{{/yes}}",
		"abcd");
	/* What is not entered is not looked at, but its sections are known. */
	gives("{{#none}}{{unheard}}{{#rows}}{{>no}}{{/rows}}{{/none}}.", ".");
	gives("{{#state|is:sent,draft}}a{{/state|is:sent,draft}}{{^state|is:dra,drafts}}b{{/state|is:dra,drafts}}",
		"ab");
	gives("{{#words}}{{#yes}}{{.}}{{/yes}}{{/words}}", "xy");
	gives("{{#cities|groups:of}}{{group}}:{{#items}}{{name}},{{/items}}{{/cities|groups:of}}",
		"k:a,b,l:c,:d,k:e,");
	gives("{{#rows|any}}{{#rows}}{{n}}{{/rows}}{{/rows|any}}{{^nothing|any}}none{{/nothing|any}}",
		"12none");
	gives("{{#cases|object:a b}}{{said}} {{state}}{{/cases|object:a b}}", "a b draft");
}

static void puts_parts_in(void **state)
{
	(void)state;
	gives("{{#office}}{{>greeting}}/{{/office}}", "Kính gửi Gia Lai/");
}

static void names_what_is_wrong(void **state)
{
	(void)state;
	refuses("{{nmae}}", "{{nmae}}: no such name");
	refuses("{{office.nmae}}", "{{office.nmae}}: no such name");
	refuses("{{#rows}}{{nmae}}{{/rows}}", "{{nmae}}: no such name");
	refuses("{{}}", "{{}}: no such name");
	refuses("{{cases|nubmer}}", "{{cases|nubmer}}: no such filter");
	refuses("{{cases|}}", "{{cases|}}: no such filter");
	refuses("{{cases|date}}", "{{cases|date}}: the filter does not take this value");
	refuses("{{state|date}}", "{{state|date}}: the filter does not take this value");
	refuses("{{state|number}}", "{{state|number}}: the filter does not take this value");
	refuses("{{rate}}", "{{rate}}: neither text nor a whole number");
	refuses("{{yes}}", "{{yes}}: neither text nor a whole number");
	refuses("{{rows}}", "{{rows}}: neither text nor a whole number");
	refuses("{{>no}}", "{{no}}: no such part");
	refuses("{{>circle}}", "{{circle}}: parts inside of each other");
	refuses("{{#rows}}a", "{{rows}}: it is not closed");
	refuses("{{#none}}a", "{{none}}: it is not closed");
	refuses("{{#rows}}{{#words}}{{/rows}}{{/words}}", "{{rows}}: this is not open here");
	refuses("a{{/rows}}", "{{rows}}: this is not open here");
	refuses("{{#zero}}{{#zero}}{{#zero}}{{#zero}}{{#zero}}{{#zero}}{{#zero}}{{#zero}}{{#zero}}{{#zero}}{{#zero}}{{#zero}}"
		"{{#zero}}{{#zero}}{{#zero}}{{#zero}}",
		"{{zero}}: too many sections inside of each other");
}

static void passes_on_what_a_filter_found(void **state)
{
	char fault[TEMPLATE_FAULT_SIZE];
	struct buffer out = {0};

	(void)state;
	assert_int_equal(fill("a{{cases|busy}}b", &out, fault), E_BUSY);
	assert_string_equal(fault, "");
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_values_escaped),
		cmocka_unit_test(writes_numbers_and_days_as_papers_do),
		cmocka_unit_test(enters_sections),
		cmocka_unit_test(puts_parts_in),
		cmocka_unit_test(names_what_is_wrong),
		cmocka_unit_test(passes_on_what_a_filter_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
