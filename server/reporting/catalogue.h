/*
 * The elements, identities and indicators in memory, so that a report of 40 values costs no query
 * for each. One copy a connection and thread, loaded when first asked for and again when
 * EPOCH_CATALOGUE moved.
 */
#ifndef THIDUA_CATALOGUE_H
#define THIDUA_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evaluation.h"
#include "request/request.h"

#define COMPUTED_AREA "TK" /* of what the server counts itself */

/* SQL: the place of an element in the form, before its code; those without one stand last. */
#define FORM_PLACE(elements) "COALESCE(" elements ".sort, 1000000)"

struct element {
	int64_t id;
	const char *code;
	const char *name;
	const char *area;
	enum behaviour behaviour;
	int64_t place; /* FORM_PLACE */
	bool computed; /* of COMPUTED_AREA: made by the server, never posted */
};

enum identity_kind { IDENTITY_BALANCE, IDENTITY_BREAKDOWN, IDENTITY_SUBSET, IDENTITY_CARRY };

struct identity_part {
	size_t element; /* index into elements */
	int sign;
};

struct identity {
	enum identity_kind kind;
	size_t whole;
	const struct identity_part *parts;
	size_t part_count;
};

struct indicator {
	const char *code;
	const char *name;
	const char *name_en; /* NULL: none */
	const char *area;
	const char *measure;
	bool ratio;
	size_t numerator, denominator; /* indexes; denominator is unused for a count */
	enum direction direction;
	bool subset;
	const char *valid_from, *valid_to; /* valid_to NULL: still */
};

#define NO_ELEMENT SIZE_MAX

struct element_id {
	int64_t id;
	size_t element;
};

struct catalogue {
	const struct element *elements; /* sorted by code */
	size_t element_count;
	const struct identity *identities;
	size_t identity_count;
	const struct indicator *indicators; /* sorted by code */
	size_t indicator_count;
	const struct element_id *ids; /* one an element, sorted by id */
	/* For catalogue.c; one an element. */
	const size_t *internals, *opposites;
	const struct identity *const *balances;
};

/* The catalogue as req->db sees it, with every element that its rows name; NULL when it could not
 * be read (the request has failed then). Borrowed until the request ends or changes
 * the catalogue itself. */
const struct catalogue *catalogue_of(struct request *req);

/* The place of a word in a NULL-ended list; that of the NULL for a word that is not in it. */
int catalogue_word(const char *const *words, const char *word);

/* The index, or NO_ELEMENT. */
size_t catalogue_element(const struct catalogue *catalogue, const char *code);
size_t catalogue_element_by_id(const struct catalogue *catalogue, int64_t id);
/* NULL when unknown. */
const struct indicator *catalogue_indicator(const struct catalogue *catalogue, const char *code);

/* The balance that a DISTINCT element is the sum of; NULL for others and without one. */
const struct identity *catalogue_balance(const struct catalogue *catalogue, size_t element);

/* Of a transfer X_in or X_out: its "of which inside the province" X_in_int or X_out_int, by the
 * naming rule of elements; NO_ELEMENT for others. */
size_t catalogue_internal(const struct catalogue *catalogue, size_t element);
/* Of X_in_int: X_out_int, which must add up to the same within a province; NO_ELEMENT for
 * others. */
size_t catalogue_opposite(const struct catalogue *catalogue, size_t element);

#endif
