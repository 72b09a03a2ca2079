#include "request/children.h"

#include <assert.h>

#include "request/bind.h"
#include "request/query.h"
#include "request/row.h"

static struct stmt *bind_child(
	struct stmt *stmt, struct request *req, const char *member, size_t index, int64_t id)
{
	const struct property *list = schema_property(req->route->body, member);

	assert(list && list->schema->items && "the body has no such list");
	const struct row row = {index, json_array_get(json_object_get(req->body, member), index),
		list->schema->items};

	return bind_id(bind_row(stmt, req, &row), id);
}

static size_t count_in_body(const struct request *req, const char *member)
{
	return json_array_size(json_object_get(req->body, member));
}

bool children_same(
	struct request *req, const char *member, int64_t id, struct stmt *count, struct stmt *one)
{
	size_t size = count_in_body(req, member);
	bool same = query_int(req, bind_id(count, id)) == (int64_t)size;

	for (size_t i = 0; same && i < size; i++)
		same = query_exists(req, bind_child(one, req, member, i, id));
	return same;
}

enum error children_replace(
	struct request *req, const char *member, int64_t id, struct stmt *clear, struct stmt *put)
{
	size_t size = count_in_body(req, member);

	query_run(req, bind_id(clear, id));
	for (size_t i = 0; !req->failed && i < size; i++)
		query_run(req, bind_child(put, req, member, i, id));
	return req->failed;
}
