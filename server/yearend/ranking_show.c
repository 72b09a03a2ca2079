/* A ranking as it is answered, as an object or as a table of its rows. */
#include <string.h>

#include "awards/possible.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "request/value.h"
#include "yearend/ranking.h"

#define ROWS                                                                                       \
	"SELECT w.rank, w.unit, u.name_vi AS unit_name, w.bonus, w.deduction, w.total, w.shared,"  \
	" w.tie_break, w.exceeded, w.on_time, w.note, w.note_reason FROM ranking_rows w"           \
	" JOIN units u ON u.unit = w.unit WHERE w.ranking = :x_id ORDER BY w.sort"

/* The groups of the rows, in the same order. */
#define GROUPS                                                                                     \
	"SELECT g.unit, g.code, g.points FROM ranking_rows w JOIN rankings r ON r.id = w.ranking"  \
	" JOIN ranking_groups g ON g.ranking = w.ranking AND g.unit = w.unit"                      \
	" JOIN criteria k ON k.sheet = r.sheet AND k.code = g.code"                                \
	" WHERE w.ranking = :x_id ORDER BY w.sort, k.sort, k.code"

/* Two walks side by side. */
struct rows {
	struct request *req;
	struct stmt *row, *group;
	bool more; /* `group` stands on a row */
};

static struct rows rows_of(struct request *req, int64_t id)
{
	struct rows rows = {req, db_query(req->db, ROWS), db_query(req->db, GROUPS), false};

	bind_id(rows.row, id);
	rows.more = db_row(bind_id(rows.group, id));
	return rows;
}

static bool has_group(const struct rows *rows)
{
	return rows->more && !strcmp(column_text(rows->group, 0), column_text(rows->row, 1));
}

static void next_group(struct rows *rows)
{
	rows->more = db_row(rows->group);
}

static enum error rows_end(struct rows *rows)
{
	req_fail(rows->req, db_done(rows->row));
	return req_fail(rows->req, db_done(rows->group));
}

/* ---- As a member ---- */

static const struct schema *schema_of_row(const struct request *req)
{
	const struct reply *reply = req->route->replies;

	while (reply->status / 100 != 2)
		reply++;
	return schema_property(reply->schema, "rows")->schema->items;
}

static void write_groups(struct rows *rows, struct buffer *out)
{
	const char *separator = "";

	buffer_text(out, "\"groups\":[");
	for (; has_group(rows); next_group(rows)) {
		const char *code = column_text(rows->group, 1);

		buffer_printf(out, "%s{\"code\":", separator);
		buffer_json(out, code, strlen(code));
		buffer_text(out, ",\"points\":");
		value_write_column(out, AS_JSON, rows->group, 2, VALUE_THOUSANDTHS);
		buffer_char(out, '}');
		separator = ",";
	}
	buffer_char(out, ']');
}

static void write_row(struct rows *rows, const struct schema *schema, struct buffer *out)
{
	buffer_char(out, '{');
	for (int i = 0; i < column_count(rows->row); i++) {
		const char *name = column_name(rows->row, i);

		buffer_printf(out, "\"%s\":", name);
		value_write_column(out, AS_JSON, rows->row, i,
			value_form(schema_property(schema, name)->schema));
		buffer_char(out, ',');
	}
	write_groups(rows, out);
	buffer_char(out, '}');
}

static void reply_rows(struct request *req, int64_t id)
{
	const struct schema *schema = schema_of_row(req);
	struct rows rows = rows_of(req, id);
	struct buffer out = {0};

	for (buffer_char(&out, '['); db_row(rows.row);) {
		if (out.length > 1)
			buffer_char(&out, ',');
		write_row(&rows, schema, &out);
	}
	buffer_char(&out, ']');
	rows_end(&rows);
	reply_member_buffer(req, "rows", &out);
}

static void reply_possible(struct request *req, const char *state)
{
	const char *events = possible_events(req, &ranking_machine, state);
	struct buffer out = {0};

	for (buffer_char(&out, '['); *events; events += *events == ',') {
		size_t length = strcspn(events, ",");

		if (out.length > 1)
			buffer_char(&out, ',');
		buffer_json(&out, events, length);
		events += length;
	}
	buffer_char(&out, ']');
	reply_member_buffer(req, "possible", &out);
}

static enum error reply_object(struct request *req, int status, int64_t id)
{
	struct stmt *head = db_query(req->db,
		"SELECT " RANKING_COLUMNS ", s.version AS sheet_version, (SELECT count(*)"
		" FROM ranking_changes x WHERE x.ranking = r.id) AS changes, r.reason,"
		" r.order_minutes, r.minutes, r.kept_reason, r.kept_at, r.sha256,"
		" r.revision AS _revision FROM rankings r JOIN clusters c ON c.cluster = r.cluster"
		" JOIN score_sheets s ON s.id = r.sheet WHERE r.id = :x_id");
	struct stmt *state = db_query(req->db, "SELECT state FROM rankings WHERE id = :x_id");

	reply_open(req, status);
	reply_columns(req, bind_id(head, id));
	reply_possible(req, query_text(req, bind_id(state, id)));
	reply_rows(req, id);
	return reply_close(req);
}

/* ---- As a table ---- */

#define MOST_GROUPS 40 /* of the columns that a table may have */

/* A code that is called as another column has no place here. */
static size_t add_groups(
	struct request *req, const struct schema *row, struct stmt *q, struct property *columns)
{
	size_t count = 0;

	while (count < MOST_GROUPS && db_row(q)) {
		const char *code = req_text(req, column_text(q, 0));

		if (!schema_property(row, code))
			columns[count++] = (struct property){.name = code,
				.heading = req_text(req, column_text(q, 1)),
				.schema = schema_property(row, "total")->schema};
	}
	return count;
}

/* The columns of a row, with one for each group in the place of the list. */
static const struct schema *schema_of_table(
	struct request *req, int64_t id, const struct schema *row)
{
	struct stmt *q = db_query(req->db,
		"SELECT k.code, k.name_vi FROM rankings r JOIN criteria k ON k.sheet = r.sheet"
		" WHERE r.id = :x_id AND k.code IN"
		" (SELECT g.code FROM ranking_groups g WHERE g.ranking = r.id)"
		" ORDER BY k.sort, k.code");
	struct property *columns =
		req_alloc(req, (row->property_count + MOST_GROUPS) * sizeof *columns);
	struct schema *table = req_alloc(req, sizeof *table);
	size_t count = 0;

	if (!columns || !table)
		return NULL;
	bind_id(q, id);
	for (size_t i = 0; i < row->property_count; i++) {
		if (value_form(row->properties[i].schema) != VALUE_NESTED)
			columns[count++] = row->properties[i];
		else
			count += add_groups(req, row, q, columns + count);
	}
	*table = (struct schema){
		.types = SCHEMA_OBJECT, .properties = columns, .property_count = count};
	return req_fail(req, db_done(q)) ? NULL : table;
}

static enum error reply_table(struct request *req, int64_t id)
{
	const struct schema *row = schema_of_row(req), *table = schema_of_table(req, id, row);

	if (!table || reply_table_open(req, table))
		return req->failed;
	struct rows rows = rows_of(req, id);

	while (db_row(rows.row)) {
		item_open(req);
		for (int i = 0; i < column_count(rows.row); i++)
			item_column(req, column_name(rows.row, i), rows.row, i);
		for (; has_group(&rows); next_group(&rows))
			if (!schema_property(row, column_text(rows.group, 1)) &&
				schema_property(table, column_text(rows.group, 1)))
				item_column(req, column_text(rows.group, 1), rows.group, 2);
		item_close(req);
	}
	rows_end(&rows);
	return reply_list_close(req, NULL);
}

enum error ranking_reply(struct request *req, int status, int64_t id)
{
	return form_is_table(req->form) ? reply_table(req, id) : reply_object(req, status, id);
}
