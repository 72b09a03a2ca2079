/*
 * A request on its lane: the handler runs, and what it left becomes an answer. Also every answer
 * that no handler gave: refusals of the layers around, and failures of ours.
 */
#include "engine/execute.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/server.h"
#include "csv.h"
#include "db.h"
#include "engine/conformity.h"
#include "gen/problems.h"
#include "print/print.h"
#include "request/call.h"
#include "request/problem.h"
#include "request/request.h"
#include "request/upload.h"

static void find_top_unit(struct request *req)
{
	struct stmt *q = db_query(req->db, "SELECT unit FROM units WHERE parent IS NULL");

	if (db_row(q))
		snprintf(req->caller.unit, sizeof req->caller.unit, "%s", column_text(q, 0));
	req_fail(req, db_done(q));
}

/* A failure that nobody put into words yet gets the words of its code; ours are logged, never
 * shown. */
void execute_explain(struct call *call, enum error error, const char *detail)
{
	const struct problem_kind *kind = &problem_internal_error;

	if (error == E_NOT_FOUND)
		kind = &problem_not_found;
	else if (error == E_CONFLICT)
		kind = &problem_conflict;
	else if (error == E_REFERENCE)
		kind = &problem_reference_missing;
	else if (error == E_BUSY || error == E_MEMORY)
		kind = &problem_busy;
	else if (error == E_FULL)
		kind = &problem_disk_full;
	call->header_count = call->header_used = 0; /* of an answer that was begun */
	if (kind->status >= 500)
		log_error("fault", "request", call->id, "operation",
			call->route ? call->route->operation : "-", "detail", detail, NULL);
	if (kind->status == 503 || kind->status == 507)
		call_set_header(call, "Retry-After", "1");
	problem_refuse(call, kind);
}

void execute_refuse(struct call *call, const char *code)
{
	const struct problem_kind *kind = problem_by_code(code);

	if (!call->id[0])
		call_give_id(call);
	problem_refuse(call, kind ? kind : &problem_internal_error);
}

void execute_fail(struct call *call, enum error error)
{
	execute_explain(call, error, "the lane gave up");
}

enum error execute_conclude(struct request *req, enum error error)
{
	struct call *call = req->call;

	req_fail(req, error);
	/* Some words are lost: an answer without them would be a wrong one, a refusal too. */
	if (call->reply.failed || problem_is_lost(req))
		req->failed = E_MEMORY;
	if (!req->failed && call->header_lost)
		req_fail(req, E_FAULT);
	if (!req->failed && server.config.check_replies && !conforms(req))
		req_fail(req, E_FAULT);
	if (req->failed &&
		(call->status < 400 || req->failed == E_FAULT || req->failed == E_MEMORY))
		execute_explain(call, req->failed, db_message(req->db));
	if (req->failed && server.config.check_replies && !status_is_documented(req))
		execute_explain(call, E_FAULT, "a status that the contract does not document");
	return req->failed;
}

enum error execute(struct request *req, struct db *db)
{
	req->db = db;
	db_forget_failure(db);
	if (req->failed)
		return req->failed;
	if (!req->route->open && !req->caller.token)
		find_top_unit(req);
	enum error error = req->route->handler(req);

	/* A handler that forgot to look at its faults stores nothing all the same. */
	if (!error)
		error = req_faults(req);
	if (!error && req->form == FORM_HTML)
		error = print_page(req);
	return execute_conclude(req, error);
}

void call_end(struct call *call)
{
	struct request *req = call->request;

	free(call->path_text);
	call->path_text = NULL;
	buffer_free(&call->body);
	buffer_free(&call->reply);
	call_drop_file(call);
	upload_free(call->upload);
	call->upload = NULL;
	if (!req)
		return;
	json_decref(req->body);
	json_decref(req->sent);
	slabs_free(&req->values);
	if (req->csv)
		csv_free((struct csv *)(uintptr_t)req->csv);
	problem_forget(req);
	req_free_memory(req);
	if (req->proof)
		secret_forget(req->proof, sizeof *req->proof);
	free(req->proof);
	free(req);
	call->request = NULL;
}
