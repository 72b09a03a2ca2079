/* Epochs that other processes see: a row for each. */
#include <stdatomic.h>
#include <string.h>

#include "base/epoch.h"
#include "db.h"

/* What concerns a process alone has no row. */
static const char *const names[EPOCHS] = {
	[EPOCH_TOKENS] = "tokens",
	[EPOCH_CATALOGUE] = "catalogue",
};

static _Atomic int64_t seen[EPOCHS];

enum error epoch_store(struct db *db, unsigned changed)
{
	enum error error = OK;

	for (int i = 0; !error && i < EPOCHS; i++) {
		if (!names[i] || !(changed & CHANGED(i)))
			continue;
		struct stmt *q = db_query(
			db, "UPDATE epochs SET number = number + 1 WHERE epoch = :x_epoch");

		bind_text(q, ":x_epoch", names[i]);
		error = db_run(q);
	}
	return error;
}

/* Two threads may have read it, one before the other: it never goes back. */
static bool moved(int epoch, int64_t number)
{
	int64_t last = atomic_load(&seen[epoch]);

	while (number > last)
		if (atomic_compare_exchange_weak(&seen[epoch], &last, number))
			return true;
	return false;
}

enum error epoch_follow(struct db *db)
{
	struct stmt *q = db_query(db, "SELECT epoch, number FROM epochs");
	unsigned changed = 0;

	while (db_row(q)) {
		for (int i = 0; i < EPOCHS; i++) {
			if (names[i] && !strcmp(names[i], column_text(q, 0)) &&
				moved(i, column_int(q, 1)))
				changed |= CHANGED(i);
		}
	}
	enum error error = db_done(q);

	if (!error)
		epoch_publish(changed);
	return error;
}
