/* Checks the catalogue of problems and writes problems.h and problems.c: what server/request/problem.h
 * describes, with functions that fail, add a fault or warn. */
#include <string.h>

#include "output.h"

static struct node *problems;
static const char *const texts[] = {"title", "detail", "help"};
static const char *const languages[] = {"vi", "en"};
static const char *const verbs[][2] = {{"enum error", "fail"}, {"void", "fault"}, {"void", "warn"}};

#define NUMBERS "int decimal points year id"
#define TYPES   NUMBERS " text day instant period source unit cluster element indicator award"

static bool is_list(const struct node *param)
{
	const char *blank = strchr(param->text, ' ');

	return blank && same(blank, " list");
}

/* Of the parameter or of its items. */
static const char *type_of(const struct node *param)
{
	return is_list(param) ? print("%.*s", (int)strcspn(param->text, " "), param->text)
			      : param->text;
}

static bool is_number(const struct node *param)
{
	return listed(NUMBERS, param->text);
}

/* Every {place} of a text is a parameter. */
static void check_places(const struct node *text, const struct node *params)
{
	for (const char *at = text->text; (at = strpbrk(at, "{}")); at++) {
		size_t length = strcspn(at + 1, "{}");
		const char *name = print("%.*s", (int)length, at + 1);

		if (*at != '{' || at[1 + length] != '}') {
			refuse(text, "a brace without its partner");
			return;
		}
		refuse_if(!get(params, name), text, "{%s} is not among the params", name);
		at += 1 + length;
	}
}

/* A text in both languages. The detail uses every parameter in both. */
static void check_text(struct node *both, const struct node *params)
{
	if (!both || !check_map(both, "a text", "vi!text en!text"))
		return;
	for (int i = 0; i < 2; i++) {
		const struct node *text = get(both, languages[i]);

		check_places(text, params);
		foreach (param, params)
			refuse_if(same(both->key, "detail") && !has_place(text->text, param->key),
				text, "the detail lacks {%s} in \"%s\"", param->key, languages[i]);
	}
}

static void check_param(const struct node *param)
{
	check_c_name(param, param->key);
	refuse_if(
		listed("req pointer params type title status code detail request_id errors truncated",
			param->key),
		param, "\"%s\" means something else in every problem: find another name",
		param->key);
	refuse_if(!param->text || (!listed(TYPES, type_of(param)) && !word_group(type_of(param))),
		param,
		"a parameter is one of %s, or a group of words.yaml, or a list of them: \"id list\"",
		TYPES);
}

static void check_problem(struct node *problem)
{
	const char *status = text_of(problem, "status");

	check_key(problem);
	if (!check_map(problem, "a problem", "status!int params:map title!map detail!map help:map"))
		return;
	refuse_if(!same(status, "0") && (strlen(status) != 3 || !strchr("45", *status)),
		get(problem, "status"),
		"the status of a problem is 400 to 599, or 0 for a mere warning");
	foreach (param, get(problem, "params"))
		check_param(param);
	for (int i = 0; i < 3; i++)
		check_text(get(problem, texts[i]), get(problem, "params"));
}

void check_problems(struct node *catalogue)
{
	problems = catalogue;
	foreach (problem, problems)
		check_problem(problem);
}

static void put_prototype(const struct node *problem, int verb)
{
	put("%s %s_%s(struct request *req%s", verbs[verb][0], verbs[verb][1], problem->key,
		verb ? ", const char *pointer" : "");
	foreach (param, get(problem, "params"))
		put(", %s%s", is_number(param) ? "int64_t " : "const char *", param->key);
	put(")");
}

static void put_function(const struct node *problem, int verb)
{
	const struct node *params = get(problem, "params");
	size_t count = 0;

	put("\n");
	put_prototype(problem, verb);
	put("\n{\n%s", first(params) ? "\tconst struct param params[] = {\n" : "");
	foreach (param, params) {
		put("\t\t{.kind = &params_of_%s[%zu], .%s = %s},\n", problem->key, count,
			is_number(param) ? "number" : "text", param->key);
		count++;
	}
	put("%s\t%sproblem_%s(req, &problem_%s%s, %s, %zu);\n}\n", count ? "\t};\n\n" : "",
		verb ? "" : "return ", verbs[verb][1], problem->key, verb ? ", pointer" : "",
		count ? "params" : "NULL", count);
}

/* What is only a warning neither fails nor is a fault. */
static int first_verb(const struct node *problem)
{
	return same(text_of(problem, "status"), "0") ? 2 : 0;
}

void write_problems_header(void)
{
	put(NOTICE
		"#ifndef GEN_PROBLEMS_H\n#define GEN_PROBLEMS_H\n\n#include \"request/problem.h\"\n\n"
		"extern const struct problem_kind *const problem_kinds[]; /* sorted by code */\n"
		"extern const size_t problem_kind_count;\n");
	for (struct node *problem = sorted(NULL, problems); problem; problem = problem->after) {
		put("\n/* %s */\nextern const struct problem_kind problem_%s;\n", place_of(problem),
			problem->key);
		for (int verb = first_verb(problem); verb < 3; verb++) {
			put_prototype(problem, verb);
			put(";\n");
		}
	}
	put("\n#endif\n");
}

static void put_param(const struct node *param)
{
	const char *type = type_of(param);
	bool word = word_group(type);

	put("\t{.name = \"%s\", .type = PARAM_%s", param->key, word ? "WORD" : upper(type));
	if (is_list(param))
		put(", .list = true");
	if (word)
		put(", .words = &words_%s", type);
	put("},\n");
}

/* Before the kind that has them: how many. */
static size_t put_params(const struct node *problem)
{
	size_t count = 0;

	if (!first(get(problem, "params")))
		return 0;
	put("static const struct param_kind params_of_%s[] = {\n", problem->key);
	foreach (param, get(problem, "params")) {
		put_param(param);
		count++;
	}
	put("};\n");
	return count;
}

static void put_problem(const struct node *problem)
{
	put("\n/* %s */\n", place_of(problem));
	size_t count = put_params(problem);

	put("const struct problem_kind problem_%s = {\n", problem->key);
	put("\t.code = \"%s\",\n\t.status = %s,\n", problem->key, text_of(problem, "status"));
	for (size_t i = 0; i < 6; i++) {
		const char *text = text_of(get(problem, texts[i / 2]), languages[i % 2]);

		if (!text)
			continue;
		put("\t.%s_%s = ", texts[i / 2], languages[i % 2]);
		put_quoted(text, false);
		put(",\n");
	}
	if (count)
		put("\t.params = params_of_%s,\n\t.param_count = %zu,\n", problem->key, count);
	put("};\n");
	for (int verb = first_verb(problem); verb < 3; verb++)
		put_function(problem, verb);
}

void write_problems(void)
{
	struct node *list = sorted(NULL, problems);
	size_t count = 0;

	put(NOTICE "#include \"gen/problems.h\"\n\n#include \"gen/words.h\"\n");
	for (struct node *problem = list; problem; problem = problem->after)
		put_problem(problem);
	put("\nconst struct problem_kind *const problem_kinds[] = {\n");
	for (struct node *problem = list; problem; problem = problem->after, count++)
		put("\t&problem_%s,\n", problem->key);
	put("};\nconst size_t problem_kind_count = %zu;\n", count);
}
