/* A fixed table between the threads that see tokens and the writer that stores when. */
#include "engine/token_uses.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "db.h"

#define MOST_USES 1024

struct use {
	int64_t token, at;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct use uses[MOST_USES];
static size_t use_count;

void token_uses_note(int64_t token, int64_t now)
{
	pthread_mutex_lock(&lock);
	if (use_count < MOST_USES)
		uses[use_count++] = (struct use){token, now};
	pthread_mutex_unlock(&lock);
}

static size_t take_uses(struct use out[MOST_USES])
{
	pthread_mutex_lock(&lock);
	size_t count = use_count;

	memcpy(out, uses, count * sizeof *uses);
	use_count = 0;
	pthread_mutex_unlock(&lock);
	return count;
}

enum error token_uses_store(struct db *db)
{
	static struct use taken[MOST_USES]; /* the writer's own */
	size_t count = take_uses(taken);
	enum error error = OK;

	for (size_t i = 0; !error && i < count; i++) {
		struct stmt *q = db_query(db,
			"UPDATE tokens SET last_used = :at, revision = revision + 1"
			" WHERE id = :id"
			" AND (last_used IS NULL OR last_used < :at)");

		bind_int(q, ":at", taken[i].at);
		bind_int(q, ":id", taken[i].token);
		error = db_run(q);
	}
	return error;
}
