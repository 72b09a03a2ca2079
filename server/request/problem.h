/*
 * Problems (RFC 9457). build/gen/problems.h has for every code of problems.yaml
 *
 *	enum error fail_CODE(struct request *req, params..)
 *		ends the request with it
 *	void fault_CODE(struct request *req, const char *pointer, params..)
 *		adds to `errors`; req_faults() then ends the request
 *	void warn_CODE(struct request *req, const char *pointer, params..)
 *		adds to `warnings`
 *
 * all of which end in the functions here. Parameters appear as members of the problem or error,
 * beside `detail`, as they are; how the sentence says them: problem_words.h.
 */
#ifndef THIDUA_PROBLEM_H
#define THIDUA_PROBLEM_H

#include <stdint.h>

#include "contract.h"
#include "request/request.h"

struct param {
	const struct param_kind *kind;
	const char *text; /* or the number */
	int64_t number;
};

/* Faults so far? Then fails the request with them (422, or their own status when all share one
 * code). OK without faults. */
enum error req_faults(struct request *req);

enum error problem_fail(struct request *req, const struct problem_kind *kind,
	const struct param *params, size_t count);
void problem_fault(struct request *req, const struct problem_kind *kind, const char *pointer,
	const struct param *params, size_t count);
void problem_warn(struct request *req, const struct problem_kind *kind, const char *pointer,
	const struct param *params, size_t count);

/* Whether a row or a step is clean is asked so, and so only:
 *
 *	size_t faults = req_fault_count(req);
 *
 *	.. its checks ..
 *	if (!req_clean_since(req, faults))
 *		return req->failed;
 *
 * The count goes on where the answer keeps no more faults. */
size_t req_fault_count(const struct request *req);
/* No fault since then, and the request did not fail. */
bool req_clean_since(const struct request *req, size_t faults);
/* There are more faults than the answer keeps: who walks over rows stops. */
bool req_faults_full(const struct request *req);

/* While it is on, faults and warnings are not gathered: for asking what would be said. Returns whether
 * it was on. */
bool req_mute(struct request *req, bool on);
/* The same for faults that refuse nothing yet, as of a draft: they are told among the warnings, as errors. */
bool req_soften(struct request *req, bool on);

/* What a dry run would change, for the member `diff`: reply_close() writes it where the schema has it,
 * and a refusal carries it. "old" and "new" are JSON texts; NULL is null. Without a dry run it does
 * nothing. */
void req_difference(
	struct request *req, const char *pointer, const char *old_json, const char *new_json);

/* The same with members of a resource's own: JSON, without the braces. */
void req_difference_item(struct request *req, const char *members);

/* For the layers around handlers. */
struct call;
/* A kind without parameters; any answer so far is dropped. */
void problem_refuse(struct call *call, const struct problem_kind *kind);
const struct problem_kind *problem_by_code(const char *code); /* NULL when there is none */
/* As req_faults(), but 400 invalid_parameters. */
enum error req_parameter_faults(struct request *req);
/* The items of `warnings`, and of `diff`. */
void problem_print_warnings(const struct request *req, struct buffer *out);
void problem_print_differences(const struct request *req, struct buffer *out);
/* There was no memory for some fault or warning. */
bool problem_is_lost(const struct request *req);
/* Those of `from` so far, for a request that has none. */
void problem_copy(struct request *req, const struct request *from);
/* Frees all faults and warnings so far, as if there had been none. */
void problem_forget(struct request *req);

#endif
