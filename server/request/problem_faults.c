/* What others ask about the faults and warnings so far. */
#include "request/problem.h"

size_t req_fault_count(const struct request *req)
{
	return req->faults.count;
}

bool req_clean_since(const struct request *req, size_t faults)
{
	return !req->failed && req->faults.count == faults;
}

void problem_print_warnings(const struct request *req, struct buffer *out)
{
	buffer_bytes(out, req->faults.warnings.data, req->faults.warnings.length);
}

bool problem_is_lost(const struct request *req)
{
	return req->faults.errors.failed || req->faults.warnings.failed;
}

void problem_forget(struct request *req)
{
	buffer_free(&req->faults.errors);
	buffer_free(&req->faults.warnings);
	req->faults = (struct faults){0};
}
