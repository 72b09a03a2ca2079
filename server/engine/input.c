#include "engine/input.h"

#include <stdlib.h>
#include <string.h>

#include "engine/faults.h"
#include "gen/problems.h"
#include "request/value.h"
#include "text.h"

void *input_place(struct request *req, size_t offset)
{
	return (char *)(uintptr_t)req->in + offset;
}

const char *input_text(struct request *req, const char *text)
{
	if (text_is_stored_form(text))
		return text;
	char *form = text_stored_form(text);

	if (!form) {
		req_fail(req, E_MEMORY);
		return text;
	}
	const char *copy = req_text(req, form);

	free(form);
	return copy;
}

/* Each item of a list; the handler gets the whole. */
static bool are_items(struct request *req, const struct field *field, const char *text,
	struct fault_target *target)
{
	bool good = true;
	int64_t number;

	for (size_t n, count = 1;; text += n + 1, count++) {
		n = strcspn(text, ",");
		const char *item = req_printf(req, "%.*s", (int)n, text);

		good &= schema_check_text(
			field->schema, item, field->name, &number, fault_from_schema, target);
		if (!text[n])
			return good;
		if (count == field->many) {
			fault_too_many_items(req, field->name, (int64_t)field->many);
			return false;
		}
	}
}

void input_parameter(struct request *req, const struct field *field, const char *text)
{
	enum value_form form = value_form(field->schema);
	struct fault_target target = {.req = req};
	int64_t number = 0;

	if (field->schema->types & SCHEMA_STRING)
		text = input_text(req, text);
	bool good = field->many ? are_items(req, field, text, &target)
				: schema_check_text(field->schema, text, field->name, &number,
					  fault_from_schema, &target);

	if (!good)
		return;
	struct value value =
		form == VALUE_TEXT ? value_of_text(text) : value_of_number(form, number);

	value_store(&value, field, input_place(req, 0));
}

void input_fallbacks(struct request *req, enum place place)
{
	for (size_t i = 0; i < req->route->field_count; i++) {
		const struct field *field = &req->route->fields[i];

		if (field->fallback &&
			(field->place == place || (place == IN_QUERY && field->place == IN_PATH)))
			value_store_text(field->fallback, field, input_place(req, 0));
	}
}

bool input_is_for_csv(const struct route *route, const char *name)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_BODY && !strcmp(route->fields[i].name, name))
			return true;
	return false;
}
