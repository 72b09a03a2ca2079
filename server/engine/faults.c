/* Faults of schema.c and csv.c in the words of problems.yaml. */
#include "engine/faults.h"

#include "gen/problems.h"

/* What a wrong row says does not hide what the other rows say. */
static void note_place(struct fault_target *target, const char *pointer)
{
	const char *member;
	size_t row;

	if (!row_of_pointer(target->req, pointer, &row, &member) || row >= target->row_count) {
		target->stops = true;
		return;
	}
	if (!target->faulty)
		target->faulty = req_alloc(target->req, target->row_count * sizeof *target->faulty);
	if (target->faulty)
		target->faulty[row] = true;
}

bool fault_from_schema(void *context, const struct schema_report *r)
{
	struct fault_target *target = context;
	struct request *req = target->req;
	const char *pointer =
		target->prefix ? req_printf(req, "%s%s", target->prefix, r->pointer) : r->pointer;

	if (r->fault != FAULT_NOT_COUNT && r->fault != FAULT_COUNT_TOO_LARGE)
		note_place(target, pointer);
	switch (r->fault) {
	case FAULT_MISSING:
		fault_missing_member(req, pointer);
		break;
	case FAULT_UNKNOWN:
		fault_unknown_member(req, pointer, r->found, r->allowed);
		break;
	case FAULT_READ_ONLY:
		fault_read_only_member(req, pointer, r->found);
		break;
	case FAULT_TYPE:
		fault_wrong_type(req, pointer, r->found, r->allowed);
		break;
	case FAULT_TOO_SHORT:
		fault_too_short(req, pointer, r->limit);
		break;
	case FAULT_TOO_LONG:
		fault_too_long(req, pointer, r->limit);
		break;
	case FAULT_TOO_FEW:
		fault_too_few_items(req, pointer, r->limit);
		break;
	case FAULT_TOO_MANY:
		fault_too_many_items(req, pointer, r->limit);
		break;
	case FAULT_TOO_SMALL:
		if (r->schema->thousandths)
			fault_points_too_small(req, pointer, r->found, r->limit);
		else if (r->schema->types & SCHEMA_NUMBER)
			fault_number_too_small(req, pointer, r->found, r->limit);
		else
			fault_too_small(req, pointer, r->found, r->limit);
		break;
	case FAULT_TOO_LARGE:
		if (r->schema->thousandths)
			fault_points_too_large(req, pointer, r->found, r->limit);
		else if (r->schema->types & SCHEMA_NUMBER)
			fault_number_too_large(req, pointer, r->found, r->limit);
		else
			fault_too_large(req, pointer, r->found, r->limit);
		break;
	case FAULT_WORD:
		fault_unknown_word(req, pointer, r->found, r->allowed);
		break;
	case FAULT_FORMAT:
		fault_wrong_format(req, pointer, r->found, r->allowed);
		break;
	case FAULT_LETTERS_LOST:
		fault_letters_lost(req, pointer, r->found);
		break;
	case FAULT_OLD_ENCODING:
		fault_old_encoding(req, pointer, r->found, r->allowed);
		break;
	case FAULT_PRECISION:
		if (r->schema->thousandths)
			fault_points_too_precise(req, pointer, r->found);
		else
			fault_too_precise(req, pointer, r->found);
		break;
	case FAULT_NOT_COUNT:
		fault_not_nonnegative_integer(
			req, pointer, r->found, r->allowed ? r->allowed : "1144");
		break;
	case FAULT_COUNT_TOO_LARGE:
		fault_value_too_large(req, pointer, r->found, r->limit);
		break;
	}
	return !req->failed && !req_faults_full(req);
}

/* The other lines can be read without this one. */
static bool is_of_a_line(enum csv_fault fault)
{
	return fault == CSV_TITLE || fault == CSV_COLUMN_UNNAMED || fault == CSV_CELLS ||
		fault == CSV_QUOTE || fault == CSV_SUM;
}

/* What the list exports beside what the import takes says nothing when it comes back. */
static bool is_listed(struct request *req, const char *column)
{
	const struct schema *list = req->route->csv_list;
	bool failed = false, found = list && csv_property(list, column, &failed);

	if (failed)
		req_fail(req, E_MEMORY);
	return found;
}

static const char *heading_of(const struct request *req, const char *column)
{
	return schema_property(req->route->csv_row, column)->heading;
}

bool fault_from_csv(void *context, const struct csv_report *r)
{
	struct fault_target *target = context;
	struct request *req = target->req;
	const char *pointer = ""; /* of a file that is no JSON yet: line and column say where */
	int64_t line = (int64_t)r->line, column = (int64_t)r->column;

	target->stops |= !is_of_a_line(r->fault);
	switch (r->fault) {
	case CSV_EMPTY:
		fault_csv_empty(req, pointer);
		break;
	case CSV_SEPARATOR:
		fault_csv_separator(req, pointer, line);
		break;
	case CSV_TITLE:
		fault_csv_title(req, pointer, r->text, line);
		break;
	case CSV_COLUMN_UNKNOWN:
		if (!is_listed(req, r->text))
			fault_csv_column_unknown(req, pointer, r->text, line, column);
		break;
	case CSV_COLUMN_TWICE:
		fault_csv_column_twice(
			req, pointer, r->text, heading_of(req, r->text), line, column);
		break;
	case CSV_COLUMN_MISSING:
		fault_csv_column_missing(req, pointer, r->text, heading_of(req, r->text), line);
		break;
	case CSV_COLUMN_UNNAMED:
		fault_csv_column_unnamed(req, pointer, r->text, line, column);
		break;
	case CSV_CELLS:
		fault_csv_cells(req, pointer, r->text, line, column);
		break;
	case CSV_SUM:
		fault_csv_sum(req, pointer, r->text, line);
		break;
	case CSV_QUOTE:
		fault_csv_quote(req, pointer, line, column);
		break;
	case CSV_TOO_MANY:
		fault_csv_too_many(req, pointer, line, column);
		break;
	}
	return !req->failed && !req_faults_full(req);
}
