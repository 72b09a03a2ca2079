/* The lines are made of the JSON of the problem, so that both say the same; its members are in the sentences. */
#include "request/problem_text.h"

#include <jansson.h>
#include <stdlib.h>

#include "header.h"
#include "request/call.h"
#include "request/json_read.h"
#include "request/language.h"

struct labels {
	const char *line, *column, *truncated, *warnings, *request;
};

static const struct labels vietnamese = {
	.line = "dòng",
	.column = "cột",
	.truncated = "Còn lỗi khác chưa kể ở đây.",
	.warnings = "Lưu ý:",
	.request = "Mã yêu cầu",
};
static const struct labels english = {
	.line = "line",
	.column = "column",
	.truncated = "There are more faults than these.",
	.warnings = "Warnings:",
	.request = "Request",
};

/* Between two that are as good: JSON. */
static bool prefers_text(const struct call *call)
{
	int text = header_preference(call->accept, "text/plain");

	return text > header_preference(call->accept, "application/problem+json") &&
		text > header_preference(call->accept, "application/json");
}

/* Bytes of the control character at `text`, of which UTF-8 has two sorts; 0: there is none. */
static size_t control_length(const char *text)
{
	unsigned char first = (unsigned char)text[0], second = (unsigned char)text[1];

	if (first < ' ' || first == 0x7f)
		return 1;
	return first == 0xc2 && second >= 0x80 && second < 0xa0 ? 2 : 0;
}

/* A sentence quotes what somebody sent: it shall not end the line nor speak to a terminal. */
static void add_line(struct buffer *out, const char *text)
{
	while (*text) {
		size_t length = control_length(text);

		if (length)
			buffer_char(out, ' ');
		else
			buffer_char(out, *text);
		text += length ? length : 1;
	}
	buffer_char(out, '\n');
}

static const char *text_of(const json_t *object, const char *member)
{
	const char *text = json_string_value(json_object_get(object, member));

	return text ? text : "";
}

struct finding {
	const json_t *json;
	json_int_t line, column; /* 0: of no line */
	size_t index;
};

/* As the file has them, whatever was looked at first; what is of no line, or of one cell, as it was found. */
static int by_place(const void *one, const void *other)
{
	const struct finding *a = one, *b = other;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return a->index < b->index ? -1 : 1;
}

/* The place in the file that was sent, or else in its JSON. What has no pointer says its place itself. */
static void add_place(
	struct buffer *out, const struct labels *labels, const struct finding *finding)
{
	const char *pointer = text_of(finding->json, "pointer");

	if (!*pointer)
		return;
	if (finding->line)
		buffer_printf(out, "%s %" JSON_INTEGER_FORMAT ", ", labels->line, finding->line);
	if (finding->line && finding->column)
		buffer_printf(
			out, "%s %" JSON_INTEGER_FORMAT ": ", labels->column, finding->column);
	else
		buffer_printf(out, "%s: ", pointer);
}

static void add_findings(struct buffer *out, const struct labels *labels, const json_t *findings)
{
	size_t count = json_array_size(findings);
	struct finding *sorted = calloc(count + 1, sizeof *sorted);

	if (!sorted) {
		out->failed = true;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const json_t *json = json_array_get(findings, i);

		sorted[i] = (struct finding){.json = json,
			.line = json_integer_value(json_object_get(json, "line")),
			.column = json_integer_value(json_object_get(json, "column")),
			.index = i};
	}
	qsort(sorted, count, sizeof *sorted, by_place);
	for (size_t i = 0; i < count; i++) {
		add_place(out, labels, &sorted[i]);
		add_line(out, text_of(sorted[i].json, "detail"));
	}
	free(sorted);
}

static void add_problem(struct buffer *out, const struct labels *labels, const json_t *problem)
{
	const json_t *errors = json_object_get(problem, "errors");
	const json_t *warnings = json_object_get(problem, "warnings");

	add_line(out, text_of(problem, "title"));
	add_findings(out, labels, errors);
	/* That of a single fault is its own sentence. */
	if (json_array_size(errors) != 1)
		add_line(out, text_of(problem, "detail"));
	if (json_is_true(json_object_get(problem, "truncated")))
		add_line(out, labels->truncated);
	if (warnings)
		add_line(out, labels->warnings);
	add_findings(out, labels, warnings);
	buffer_printf(out, "%s: %s\n", labels->request, text_of(problem, "request_id"));
}

void problem_prefer_text(struct call *call)
{
	struct buffer lines = {0};

	if (call->reply.failed || !prefers_text(call))
		return;
	json_t *problem = json_read(call->reply.data, call->reply.length, 0);

	if (problem)
		add_problem(&lines, call_in_english(call) ? &english : &vietnamese, problem);
	json_decref(problem);
	if (!problem || lines.failed) {
		buffer_free(&lines);
		return;
	}
	buffer_free(&call->reply);
	call->reply = lines;
	call->content_type_out = "text/plain; charset=utf-8";
}
