/* Where a person served and serves; the rules are in person.h. */
#include "gen/api.h"
#include "gen/problems.h"
#include "office/person.h"
#include "request/journal.h"
#include "request/problem.h"

enum error post_person(struct request *req)
{
	const struct post_person_in *in = req->in;
	struct row row = body_row(req);

	if (person_require(req, in->id))
		return req->failed;
	if (person_move(req, &row, in->id) || req_faults(req))
		return req->failed;
	person_warn_of_duplicates(req, &row, in->id);
	req_about(req, in->unit);
	req_created(req, "/persons/%lld", (long long)in->id);
	return person_reply(req, 201, in->id);
}

enum error correct_posting(struct request *req)
{
	const struct correct_posting_in *in = req->in;
	struct row row = body_row(req);

	if (person_require(req, in->id) || person_correct(req, &row, in->id, in->since))
		return req->failed;
	return person_reply(req, 200, in->id);
}
