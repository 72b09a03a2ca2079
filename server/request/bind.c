/*
 * Binds by name: what a statement asks for is found in the request once for each statement and
 * operation, and filled by position from then on.
 */
#include "request/bind.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "request/cursor.h"
#include "request/journal.h"
#include "request/value.h"

/* How one place of a statement is filled; worked out once for each statement and operation. Names
 * are the statement's: the engine may prepare it again, with new ones. */
enum source { FROM_INPUT, FROM_FOLDED, FROM_MARK, FROM_SEARCH, FROM_REQUEST, BY_HAND };

struct bind_plan {
	enum source source;
	const struct field *field;
	unsigned word; /* of a search */
};

static bool names_input(const struct field *field, const char *name, size_t length)
{
	return strlen(field->name) == length && !memcmp(field->name, name, length);
}

static const struct field *input_named(const struct route *route, const char *name, size_t length)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (names_input(&route->fields[i], name, length))
			return &route->fields[i];
	return NULL;
}

static bool bind_from_request(
	struct stmt *stmt, struct request *req, int position, const char *name)
{
	if (!strcmp(name, ":caller_unit"))
		bind_text_at(stmt, position, req->caller.unit);
	else if (!strcmp(name, ":caller_head"))
		bind_text_at(stmt, position, req->caller.role == ROLE_HEAD ? req->caller.unit : "");
	else if (!strcmp(name, ":caller_token"))
		bind_int_at(stmt, position, req->caller.token);
	else if (!strcmp(name, ":caller_actor"))
		bind_text_at(stmt, position, req_actor(req));
	else if (!strcmp(name, ":now"))
		bind_int_at(stmt, position, req->now);
	else if (!strcmp(name, ":today"))
		bind_text_at(stmt, position, req_today(req));
	else if (!strcmp(name, ":limit"))
		bind_int_at(stmt, position, req_limit(req) + 1);
	else if (!strncmp(name, ":after_", 7) && name[7] >= '1' && name[7] <= '3')
		bind_text_at(stmt, position, cursor_keys(req)[name[7] - '1']);
	else
		return !strncmp(name, ":x_", 3);
	return true;
}

/* What the ending of a name makes of the input before it; the length of that one in *out. */
static enum source derived_source(const char *name, size_t *out)
{
	static const struct {
		const char *ending;
		enum source source;
	} endings[] = {{"_key", FROM_FOLDED}, {"_mark", FROM_MARK}, {"_like_", FROM_SEARCH}};
	size_t length = strlen(name);

	length -= length > 0 && name[length - 1] >= '0' && name[length - 1] <= '9';
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t ending = strlen(endings[i].ending);

		if (length > ending && !memcmp(name + length - ending, endings[i].ending, ending)) {
			*out = length - ending;
			return endings[i].source;
		}
	}
	return FROM_REQUEST;
}

static struct bind_plan plan_of(const struct route *route, const char *name)
{
	size_t length = strlen(name + 1);
	const struct field *field = input_named(route, name + 1, length);

	if (!strncmp(name, ":x_", 3))
		return (struct bind_plan){BY_HAND, NULL, 0};
	if (field && strcmp(name, ":limit") != 0)
		return (struct bind_plan){FROM_INPUT, field, 0};
	size_t stem = 0;
	enum source source = derived_source(name + 1, &stem);

	field = source == FROM_REQUEST ? NULL : input_named(route, name + 1, stem);
	return (struct bind_plan){
		field ? source : FROM_REQUEST, field, (unsigned)(name[length] - '0')};
}

static const struct bind_plan *bind_plans(struct stmt *stmt, struct request *req)
{
	struct bind_plan *plans = stmt_note(stmt, req->route);

	if (plans)
		return plans;
	int count = stmt_bind_count(stmt);

	plans = calloc((size_t)count + 1, sizeof *plans);
	if (!plans) {
		req_fail(req, E_MEMORY);
		return NULL;
	}
	for (int i = 0; i < count; i++)
		plans[i] = plan_of(req->route, stmt_bind_name(stmt, i + 1));
	stmt_set_note(stmt, req->route, plans);
	return plans;
}

static void bind_field(
	struct stmt *stmt, struct request *req, int position, const struct bind_plan *plan)
{
	struct value value = value_of_field(plan->field, req->in);

	if (plan->source == FROM_FOLDED)
		bind_text_at(stmt, position, req_fold(req, value.text));
	else if (plan->source == FROM_MARK)
		bind_text_at(stmt, position, req_mark(req, value.text));
	else if (plan->source == FROM_SEARCH)
		bind_text_at(stmt, position, req_like(req, value.text, plan->word));
	else
		value_bind(&value, stmt, position);
}

struct stmt *bind_input(struct stmt *stmt, struct request *req)
{
	int count = stmt_bind_count(stmt);
	const struct bind_plan *plans = count ? bind_plans(stmt, req) : NULL;

	for (int i = 0; plans && i < count; i++) {
		if (plans[i].field)
			bind_field(stmt, req, i + 1, &plans[i]);
		else if (plans[i].source == FROM_REQUEST)
			bind_caller(stmt, req, i + 1, stmt_bind_name(stmt, i + 1));
	}
	return stmt;
}

void bind_caller(struct stmt *stmt, struct request *req, int position, const char *name)
{
	bool known = bind_from_request(stmt, req, position, name);

	assert(known && "the statement names something that is no input");
	(void)known;
}

struct stmt *bind_id(struct stmt *stmt, int64_t id)
{
	bind_int(stmt, ":x_id", id);
	return stmt;
}
