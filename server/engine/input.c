#include "engine/input.h"

#include <stdlib.h>
#include <string.h>

#include "engine/faults.h"
#include "text.h"

void *input_place(struct request *req, size_t offset)
{
	return (char *)(uintptr_t)req->in + offset;
}

void input_store(struct request *req, const struct field *field, const char *text, int64_t number)
{
	unsigned types = field->schema->types;

	if (types & SCHEMA_BOOLEAN)
		*(bool *)input_place(req, field->offset) = number != 0;
	else if ((types & SCHEMA_STRING) && field->schema->format != FORMAT_DATE_TIME)
		*(const char **)input_place(req, field->offset) = text;
	else
		*(int64_t *)input_place(req, field->offset) = number;
	if (field->has_offset != NO_OFFSET)
		*(bool *)input_place(req, field->has_offset) = true;
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

void input_parameter(struct request *req, const struct field *field, const char *text)
{
	int64_t number = 0;
	struct fault_target target = {.req = req};

	if (field->schema->types & SCHEMA_STRING)
		text = input_text(req, text);
	if (schema_check_text(
		    field->schema, text, field->name, &number, fault_from_schema, &target))
		input_store(req, field, text, number);
}

void input_fallbacks(struct request *req, enum place place)
{
	for (size_t i = 0; i < req->route->field_count; i++) {
		const struct field *field = &req->route->fields[i];

		if (field->fallback &&
			(field->place == place || (place == IN_QUERY && field->place == IN_PATH)))
			input_parameter(req, field, field->fallback);
	}
}

bool input_is_for_csv(const struct route *route, const char *name)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_BODY && !strcmp(route->fields[i].name, name))
			return true;
	return false;
}
