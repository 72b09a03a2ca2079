/* Values of a request for the named parameters of a statement. */
#ifndef THIDUA_BIND_H
#define THIDUA_BIND_H

#include "request/request.h"

/* Binds every named parameter of the statement from the request, by name:
 *   - the inputs of req->in (strings, integers, hundredths or thousandths, booleans as 0/1, date-times as
 *     milliseconds; absent is NULL);
 *   - :caller_unit, :caller_head (the caller's unit if it is a head, else ''), :caller_token,
 *     :caller_actor (req_actor()), :now (milliseconds), :today (Vietnamese day);
 *   - :limit (one more than the page, so that reply_page() knows whether there is a next), :after_1
 *     .. :after_3 (the cursor's keys or NULL);
 *   - names ending in _key whose stem is an input: the folded text (:name_key from name);
 *   - names ending in _mark likewise: what the spellings of a code or number share (text_mark());
 *   - :q_like_1 .. :q_like_8 of HAS_Q below, from q.
 * A name that is none of these asserts, unless it begins with ":x_": those are bound by hand.
 * Returns the statement. */
struct stmt *bind_input(struct stmt *stmt, struct request *req);

/* Binds :x_id and returns the statement. */
struct stmt *bind_id(struct stmt *stmt, int64_t id);

/* Each word of the parameter q is somewhere in a name key, in any order: HAS_Q("name_key"). The words
 * are bound as patterns, see req_like(). */
#define HAS_Q(key)                                                                                 \
	"(" HAS_WORD(key, "1") " AND " HAS_WORD(key, "2") " AND " HAS_WORD(key,                    \
		"3") " AND " HAS_WORD(key, "4") " AND " HAS_WORD(key, "5") " AND " HAS_WORD(key,   \
		"6") " AND " HAS_WORD(key, "7") " AND " HAS_WORD(key, "8") ")"
/* An expression: with the bare parameter SQLite would prepare the statement anew at each bind, for
 * the sake of an index that no pattern of ours can use. */
#define HAS_WORD(key, n) key " LIKE '%' || :q_like_" n " || '%' ESCAPE '!'"

/* One named parameter of the kinds that come from the request and not from its inputs, for
 * import.c. */
void bind_caller(struct stmt *stmt, struct request *req, int position, const char *name);

#endif
