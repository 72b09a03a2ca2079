/* Documents of decisions, reports, initiatives and whatever else has papers: one set of rules for all, and for each its
 * own operations. */
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/document.h"

static enum error attach(struct request *req, const char *owner, int64_t owner_id)
{
	int64_t id;

	if (document_owner(req, owner, owner_id, OWNER_CHANGE) ||
		document_attach(req, owner, owner_id, &id))
		return req->failed;
	if (req_is_unchanged(req))
		return document_reply(req, 200, id);
	req_created(req, "/documents/%lld", (long long)id);
	return document_reply(req, 201, id);
}

#define DOCUMENTS_OF(owner)                                                                        \
	" FROM documents d WHERE d.owner = '" owner "' AND d.owner_id = :id"                       \
	" AND d.withdrawn_at IS NULL"

#define OPERATIONS_OF(what)                                                                        \
	enum error attach_##what##_document(struct request *req)                                   \
	{                                                                                          \
		const struct attach_##what##_document_in *in = req->in;                            \
                                                                                                   \
		return attach(req, #what, in->id);                                                 \
	}                                                                                          \
                                                                                                   \
	enum error list_##what##_documents(struct request *req)                                    \
	{                                                                                          \
		const struct list_##what##_documents_in *in = req->in;                             \
                                                                                                   \
		if (document_owner(req, #what, in->id, OWNER_READ))                                \
			return req->failed;                                                        \
		return REPLY_PAGE1(req,                                                            \
			"d.id, d.name, d.title, d.type, d.size, d.sha256, d.attached_at,"          \
			" d.attached_by",                                                          \
			DOCUMENTS_OF(#what), "d.id", BIGINT);                                      \
	}

OPERATIONS_OF(decision)
OPERATIONS_OF(report)
OPERATIONS_OF(initiative)
OPERATIONS_OF(movement)
OPERATIONS_OF(practice)
OPERATIONS_OF(exemplar)
OPERATIONS_OF(activity)

enum error get_document(struct request *req)
{
	const struct get_document_in *in = req->in;
	struct document document;

	if (document_load(req, in->id, OWNER_READ, &document))
		return req->failed;
	return document_reply(req, 200, in->id);
}

enum error get_document_content(struct request *req)
{
	const struct get_document_content_in *in = req->in;
	struct document document;

	if (document_load(req, in->id, OWNER_READ, &document))
		return req->failed;
	return document.reason ? fail_document_withdrawn(req, document.reason)
			       : document_send(req, &document);
}

/* POST /documents/{id}/withdraw: once; its bytes stay. */
enum error withdraw_document(struct request *req)
{
	const struct withdraw_document_in *in = req->in;
	struct document document;

	if (document_load(req, in->id, OWNER_CHANGE, &document) ||
		check_if_match(req, document.revision))
		return req->failed;
	if (document.reason)
		return fail_document_withdrawn(req, document.reason);
	struct stmt *q = db_query(req->db,
		"UPDATE documents SET withdrawn_at = :now, withdrawn_by = :caller_unit,"
		" reason = :reason, revision = revision + 1 WHERE id = :id");

	if (query_run(req, bind_input(q, req)))
		return req->failed;
	return document_reply(req, 200, in->id);
}
