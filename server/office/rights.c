#include "office/rights.h"

#include <string.h>

#include "request/journal.h"

void rights_digest(const char *unit, const char *role, uint8_t out[SECRET_HASH_SIZE])
{
	struct digest digest;

	digest_start(&digest);
	digest_part(&digest, unit, strlen(unit));
	digest_part(&digest, role, strlen(role));
	digest_end(&digest, out);
}

enum error rights_event(struct request *req, const char *object, const char *unit, const char *role)
{
	uint8_t after[SECRET_HASH_SIZE];

	if (req->failed)
		return req->failed;
	rights_digest(unit, role, after);
	return req_fail(req, journal_append(req, req->route->operation, unit, object, after));
}
