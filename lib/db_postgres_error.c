/* PostgreSQL's SQLSTATE in our words. */
#include "db_postgres.h"

#include <string.h>

struct meaning {
	const char *state; /* the whole, or the two letters of its class */
	enum error error;
};

static enum error meaning_of(const char *state)
{
	static const struct meaning meanings[] = {
		{"23505", E_CONFLICT},
		{"23503", E_REFERENCE},
		{"23001", E_REFERENCE},
		{"53100", E_FULL},
		{"53200", E_MEMORY},
		{"53", E_BUSY},    /* too many connections */
		{"57014", E_BUSY}, /* cancelled: the deadline passed */
		{"57P0", E_BUSY},  /* it is being stopped or started */
		{"55P03", E_BUSY}, /* waited too long for a lock */
		{"40", E_BUSY},    /* a deadlock, or a state that cannot be serialized */
		{"25006", E_BUSY}, /* it has become a standby */
		{"25P03", E_BUSY}, /* idle too long in a transaction */
		{"08", E_BUSY},
	};

	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
		if (!strncmp(state, meanings[i].state, strlen(meanings[i].state)))
			return meanings[i].error;
	}
	return E_FAULT;
}

/* After a failure the server refuses all that follows in its transaction: the failure is what counts. */
static bool is_echo(const char *state)
{
	return !strcmp(state, "25P02");
}

enum error db_postgres_fail(const PGresult *result, const char *doing)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	/* The library's own, on a connection that stands: it had no memory for the answer. */
	if (!state)
		return db_report(E_MEMORY, "%s: %.200s",
			result ? PQresultErrorMessage(result) : "out of memory", doing);
	if (is_echo(state))
		return OK;
	return db_report(meaning_of(state), "%s (PostgreSQL %s): %.200s", text ? text : "failed",
		state, doing);
}
