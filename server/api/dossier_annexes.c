/* The annexes of a dossier, one by one: what its content has, as lists. */
#include "gen/api.h"
#include "yearend/dossier.h"

static enum error list(struct request *req, int64_t id, const char *annex)
{
	struct dossier dossier;

	return dossier_see(req, id, &dossier) ? req->failed : dossier_annex(req, &dossier, annex);
}

enum error list_dossier_targets(struct request *req)
{
	const struct list_dossier_targets_in *in = req->in;

	return list(req, in->id, "targets");
}

enum error list_dossier_scores(struct request *req)
{
	const struct list_dossier_scores_in *in = req->in;

	return list(req, in->id, "scores");
}

enum error list_dossier_proposals(struct request *req)
{
	const struct list_dossier_proposals_in *in = req->in;

	return list(req, in->id, "proposals");
}

enum error list_dossier_initiatives(struct request *req)
{
	const struct list_dossier_initiatives_in *in = req->in;

	return list(req, in->id, "initiatives");
}

enum error list_dossier_contributions(struct request *req)
{
	const struct list_dossier_contributions_in *in = req->in;

	return list(req, in->id, "contributions");
}

enum error list_dossier_reporting(struct request *req)
{
	const struct list_dossier_reporting_in *in = req->in;

	return list(req, in->id, "reporting");
}
