/* A body that is a file: it is what its client says, and not what a browser would run. */
#include "engine/decode.h"
#include "gen/problems.h"
#include "header.h"
#include "media.h"
#include "request/call.h"
#include "request/upload.h"

enum error decode_file(struct request *req)
{
	struct upload *upload = req->call->upload;
	unsigned char head[MEDIA_HEAD];

	if (!upload)
		return fail_body_missing(req);
	size_t length = upload->length < sizeof head ? upload->length : sizeof head;
	enum error error = upload_end(upload);

	if (!error && !upload_read(upload, 0, head, length))
		error = E_FAULT;
	if (error)
		return req_fail(req, error);
	const struct media *found = media_of(head, length);

	if (!found->type || !header_is_type(req->call->content_type, found->type))
		return fail_file_type_differs(req, req->call->content_type, found->word);
	upload->type = found->type;
	req->upload = upload;
	return OK;
}
