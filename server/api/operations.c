/*
 * Is the server there, and what does it offer. Nothing here tells about data.
 */
#include <string.h>

#include "base/counters.h"
#include "base/embed.h"
#include "base/server.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "gen/words.h"
#include "request/fields.h"
#include "request/language.h"
#include "request/problem.h"
#include "request/reply.h"

enum error get_health(struct request *req)
{
	reply_open(req, 200);
	reply_member_text(req, "status", "ok");
	reply_member_text(req, "version", API_VERSION);
	return reply_close(req);
}

enum error get_readiness(struct request *req)
{
	if (atomic_load(&server.poisoned))
		return fail_storage_failed(req);
	if (atomic_load(&server.draining))
		return fail_shutting_down(req);
	reply_open(req, 200);
	reply_member_text(req, "status", "ready");
	return reply_close(req);
}

enum error get_metrics(struct request *req)
{
	counters_print(reply_raw(req, 200, req->route->content_type));
	return OK;
}

enum error get_openapi(struct request *req)
{
	if (!reply_known(req, embed_api_revision))
		buffer_bytes(
			reply_raw(req, 200, "application/json"), embed_api.data, embed_api.size);
	return OK;
}

enum error list_problems(struct request *req)
{
	bool english = call_answer_language(req->call);

	reply_list_open(req);
	for (size_t i = 0; i < problem_kind_count; i++) {
		const struct problem_kind *kind = problem_kinds[i];

		item_open(req);
		item_text(req, "code", kind->code);
		item_int(req, "status", kind->status);
		item_text(req, "title", english ? kind->title_en : kind->title_vi);
		item_text(req, "detail", english ? kind->detail_en : kind->detail_vi);
		item_text(req, "help", english ? kind->help_en : kind->help_vi);
		item_close(req);
	}
	return reply_list_close(req, NULL);
}

enum error get_problem(struct request *req)
{
	const struct get_problem_in *in = req->in;
	const struct problem_kind *kind = problem_by_code(in->code);

	if (!kind)
		return fail_not_found(req);

	bool english = call_answer_language(req->call);

	reply_open(req, 200);
	reply_member_text(req, "code", kind->code);
	reply_member_int(req, "status", kind->status);
	reply_member_text(req, "title", english ? kind->title_en : kind->title_vi);
	reply_member_text(req, "detail", english ? kind->detail_en : kind->detail_vi);
	reply_member_text(req, "help", english ? kind->help_en : kind->help_vi);
	return reply_close(req);
}

static void write_group(struct request *req, const struct words *group)
{
	for (size_t i = 0; i < group->count; i++) {
		item_open(req);
		item_text(req, "group", group->group);
		item_text(req, "word", group->words[i].word);
		item_text(req, "vi", group->words[i].vi);
		item_text(req, "en", group->words[i].en);
		item_close(req);
	}
}

enum error list_words(struct request *req)
{
	const struct list_words_in *in = req->in;

	if (in->build && !strcmp(in->build, embed_page_build))
		reply_for_good(req);
	if (reply_known(req, embed_words_revision))
		return OK;
	reply_list_open(req);
	for (size_t g = 0; word_groups[g]; g++)
		if (!in->group || list_names(in->group, word_groups[g]->group))
			write_group(req, word_groups[g]);
	return reply_list_close(req, NULL);
}
