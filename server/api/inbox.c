/*
 * What waits for the caller: a table of small sources, each with a statement of its own; what they find is put in
 * order, and one page of it answered. A source is asked only when the contract opens its operation to the caller's
 * role, so that nothing waits for whom could not do it.
 */
#include <stdlib.h>
#include <string.h>

#include "awards/waiting.h"
#include "calendar.h"
#include "gen/api.h"
#include "office/unit.h"
#include "reporting/report_waiting.h"
#include "request/bind.h"
#include "request/cursor.h"
#include "request/operation.h"
#include "request/reply.h"
#include "yearend/plan_waiting.h"
#include "yearend/ranking_waiting.h"
#include "yearend/scorecard_waiting.h"

struct source {
	const char *kind;
	const char *path; /* of the objects, before their number or code */
	/* The next step: of each state in which the machine awaits one, or always the same. */
	const struct machine *machine;
	const char *operation;
	struct stmt *(*select)(struct request *req, const struct transition *t);
	bool (*waits)(struct request *req, int64_t id, const struct transition *t); /* or NULL */
	bool is_report;
};

static const struct source sources[] = {
	{"month_to_report", "/periods/", NULL, "create_report", waiting_months, NULL, true},
	{"draft_to_submit", "/reports/", NULL, "submit_report", waiting_drafts, NULL, true},
	{"report_to_correct", "/reports/", NULL, "create_report", waiting_corrections, NULL, true},
	{"report_to_accept", "/reports/", NULL, "accept_report", waiting_below, NULL, true},
	{"report_to_accept", "/reports/", NULL, "accept_report", waiting_in_cluster, NULL, true},
	{"case", "/awards/", &award_machine, NULL, waiting_cases, case_waits_for, false},
	{"ballot", "/ballots/", &ballot_machine, NULL, waiting_ballots, NULL, false},
	{"initiative", "/initiatives/", &initiative_machine, NULL, waiting_initiatives, NULL,
		false},
	{"movement_to_join", "/movements/", NULL, "join_movement", waiting_movements, NULL, false},
	{"scorecard", "/scorecards/", &scorecard_machine, NULL, waiting_cards, NULL, false},
	{"ranking", "/rankings/", &ranking_machine, NULL, waiting_rankings, NULL, false},
	{"pact_to_sign", "/pacts/", NULL, "sign_pact", waiting_pacts, NULL, false},
	{"task_to_finish", "/tasks/", NULL, "finish_task", waiting_tasks, NULL, false},
	{"hold_to_close", "/holds/", NULL, "close_hold", waiting_holds, NULL, false},
};

struct item {
	const char *kind, *object, *unit, *unit_name, *period, *state, *operation;
	int64_t year; /* 0: none */
	int64_t due;  /* milliseconds; INT64_MAX without a day */
};

struct inbox {
	struct request *req;
	struct item *items;
	size_t count, room;
};

static struct item *new_item(struct inbox *inbox)
{
	if (inbox->count == inbox->room) {
		size_t room = inbox->room ? 2 * inbox->room : 64;
		struct item *items = req_alloc(inbox->req, room * sizeof *items);

		if (!items)
			return NULL;
		if (inbox->count)
			memcpy(items, inbox->items, inbox->count * sizeof *items);
		inbox->items = items;
		inbox->room = room;
	}
	return &inbox->items[inbox->count++];
}

/* The end of the day, or the hour that the unit's level has for its reports. */
static int64_t due_of(const struct source *source, const struct stmt *q)
{
	int64_t day = 0;
	int column = 6;

	if (source->is_report)
		column = unit_is_due_early(column_text(q, 8)) ? 6 : 7;
	if (column_is_null(q, column))
		return INT64_MAX;
	if (source->is_report)
		return column_int(q, column);
	return calendar_parse_day(column_text(q, column), &day) ? calendar_instant(day, 24, 0)
								: INT64_MAX;
}

static void take(struct inbox *inbox, const struct source *source, const char *operation,
	const struct stmt *q)
{
	struct request *req = inbox->req;
	struct item *item = new_item(inbox);

	if (item)
		*item = (struct item){
			.kind = source->kind,
			.object = req_printf(req, "%s%s", source->path, column_text(q, 0)),
			.unit = req_text(req, column_text(q, 1)),
			.unit_name = req_text(req, column_text(q, 2)),
			.period = req_text(req, column_text(q, 3)),
			.year = column_int(q, 4),
			.state = req_text(req, column_text(q, 5)),
			.operation = operation,
			.due = due_of(source, q),
		};
}

static void ask(struct inbox *inbox, const struct source *source, const struct transition *t,
	const char *state)
{
	struct request *req = inbox->req;
	const char *operation = t ? waiting_operation(t) : source->operation;

	if (req->failed || !operation_is_open(req, operation))
		return;
	struct stmt *q = bind_input(source->select(req, t), req);

	if (t)
		bind_text(q, ":x_state", state);
	while (db_row(q))
		if (!source->waits || source->waits(req, column_int(q, 0), t))
			take(inbox, source, operation, q);
	req_fail(req, db_done(q));
}

static void ask_all(struct inbox *inbox, const struct source *source)
{
	if (!source->machine)
		ask(inbox, source, NULL, NULL);
	for (size_t i = 0; source->machine && i < source->machine->awaited_count; i++) {
		const struct awaited *awaited = &source->machine->awaited[i];

		ask(inbox, source, machine_step(source->machine, awaited->state, awaited->event),
			awaited->state);
	}
}

static int by_due(const void *left, const void *right)
{
	const struct item *a = left, *b = right;

	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	int kind = strcmp(a->kind, b->kind);

	return kind ? kind : strcmp(a->object, b->object);
}

/* The first item of the page: the one behind that where the page before ended. */
static size_t page_start(const struct inbox *inbox)
{
	const char *const *keys = cursor_keys(inbox->req);
	size_t i = 0;

	if (!keys[0] || !keys[1] || !keys[2])
		return 0;
	const struct item last = {
		.due = strtoll(keys[0], NULL, 10), .kind = keys[1], .object = keys[2]};

	while (i < inbox->count && by_due(&inbox->items[i], &last) <= 0)
		i++;
	return i;
}

static void write_item(struct request *req, const struct item *item)
{
	item_open(req);
	item_text(req, "kind", item->kind);
	item_text(req, "object", item->object);
	item_text(req, "unit", item->unit);
	item_text(req, "unit_name", item->unit_name);
	item_text(req, "period", item->period);
	if (item->year)
		item_int(req, "year", item->year);
	else
		item_null(req, "year");
	item_text(req, "state", item->state);
	if (item->due < INT64_MAX)
		item_instant(req, "due_at", item->due);
	else
		item_null(req, "due_at");
	item_text(req, "operation", item->operation);
	item_close(req);
}

static enum error reply_inbox(const struct inbox *inbox)
{
	struct request *req = inbox->req;
	size_t start = page_start(inbox), end = inbox->count;
	const char *next = NULL;

	if (end - start > (uint64_t)req_limit(req)) {
		end = start + (size_t)req_limit(req);
		const struct item *last = &inbox->items[end - 1];

		next = reply_cursor(req, req_printf(req, "%lld", (long long)last->due), last->kind,
			last->object);
	}
	reply_list_open(req);
	for (size_t i = start; i < end; i++)
		write_item(req, &inbox->items[i]);
	return reply_list_close(req, next);
}

enum error list_inbox(struct request *req)
{
	const struct list_inbox_in *in = req->in;
	struct inbox inbox = {.req = req};

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (!in->kind || !strcmp(in->kind, sources[i].kind))
			ask_all(&inbox, &sources[i]);
	if (req->failed)
		return req->failed;
	if (inbox.count)
		qsort(inbox.items, inbox.count, sizeof *inbox.items, by_due);
	return reply_inbox(&inbox);
}
