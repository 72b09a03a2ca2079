/*
 * The lines of tests/matrix/table.txt: a request of every operation that is right in the world of
 * tests/matrix/world.test, and who may make it. What a line means: tests/matrix.c.
 */
#ifndef THIDUA_TEST_TABLE_H
#define THIDUA_TEST_TABLE_H

#include <stdbool.h>

#include "buffer.h"
#include "contract.h"

#define TABLE_ROLES 5
#define TABLE_CELL  32

enum object { OF_PROVINCE, OF_DISTRICT, NOBODYS };

/* Each is an office that asks, and whose object it asks for. All of it happens in 2021, when Đắk Nông
 * leads the cluster of Gia Lai, with Đắk Lắk as its deputy. */
#define TABLE_RELATIONS 9
struct relation {
	const char *name, *office;
	enum object object;
};
extern const struct relation table_relations[TABLE_RELATIONS];

struct table_line {
	const struct route *route;
	char cells[TABLE_ROLES]
		  [TABLE_CELL]; /* by the bit of the role; one letter stands for all relations */
	const char *request;    /* "/units/<unit> {..}", in the text of the line */
};

/* Who asks: what <own> and <token> stand for. */
struct table_caller {
	const char *token;
	long long number;
};

/* False when it is no line of a table. */
bool table_read(const char *line, struct table_line *out);
/* The letter of a role and a relation. */
char table_letter(const struct table_line *line, size_t role, size_t relation);
/* Appends the path with its base, and the body, which is empty for none. */
void table_request(const struct table_line *line, enum object object,
	const struct table_caller *caller, struct buffer *path, struct buffer *body);

/* The path with the child of one object below another one: "/decisions/1/lines/4". False when the line has none. */
bool table_crossed(const struct table_line *line, struct buffer *path);

#endif
