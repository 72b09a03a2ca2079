/*
 * The values of request headers by their grammar (RFC 9110): numbers, tokens, lists, media types,
 * weights, entity tags. A value is text that ends at its NUL; a part that is against the grammar
 * says nothing. Nothing is allocated, and what is given out lies in the value.
 */
#ifndef THIDUA_HEADER_H
#define THIDUA_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A part of a value; it does not end at a NUL. */
struct header_part {
	const char *text;
	size_t length;
};

bool header_is_token(const char *text, size_t length);

/* Content-Length: nothing but digits, at most 18 of them. */
bool header_number(const char *value, uint64_t *out);

/* One element of a list with weights: "text/csv;q=0.5", "en-GB". */
struct header_element {
	struct header_part name; /* what stands before the parameters */
	int weight;              /* its q in thousandths; 1000 without one */
};

/* Takes the next element from *list, which moves behind it; false at the end. Elements that are
 * against the grammar are passed over. */
bool header_next(const char **list, struct header_element *out);

/* Accept: how much the client prefers `type` ("text/csv"), to be compared with another type's
 * number: by the weight, then by how precisely the type is named. 0: not acceptable. `accept` may
 * be NULL: every type is as good. Parameters of a range but q are not looked at. */
int header_preference(const char *accept, const char *type);

/* Content-Type: the media type is `type`, and its charset, if it names one, is UTF-8. */
bool header_is_type(const char *value, const char *type);

/* One entity tag of If-Match or If-None-Match. */
struct header_tag {
	struct header_part text; /* between its quotes */
	bool weak;
};

/* "*", which stands alone. */
bool header_is_any(const char *value);

/* Takes the next entity tag from *list, which moves behind it; false at the end and where the list
 * is against the grammar. */
bool header_next_tag(const char **list, struct header_tag *out);

/* Cookie: how many there are of that name, and the value of the first in *out. */
size_t header_cookie(const char *value, const char *name, struct header_part *out);

#endif
