/*
 * Tokens on the hot path: a thread that has seen a token asks neither libsodium nor the database
 * again until some token changes.
 */
#include "engine/session.h"

#include <string.h>
#include <strings.h>

#include "base/role.h"
#include "base/server.h"
#include "db.h"
#include "engine/token_uses.h"
#include "gen/api.h"
#include "secret.h"

#define CACHE_SLOTS  512 /* a power of two */
#define CACHE_PROBES 8
#define MINUTE       60000

struct seen {
	char token[SECRET_TOKEN_SIZE]; /* "" when the slot is free */
	struct caller caller;
	int64_t minute; /* of the last use that was noted */
};

struct cache {
	int64_t epoch;
	struct seen slots[CACHE_SLOTS];
};

/* Some 150 KiB, of which pages are touched as tokens come. */
static _Thread_local struct cache cache;

static void follow_epoch(int64_t epoch)
{
	if (cache.epoch == epoch)
		return;
	memset(&cache, 0, sizeof cache);
	cache.epoch = epoch;
}

/* The first characters are random, so they are the hash. */
static size_t home_of(const char *token)
{
	uint64_t bits;

	memcpy(&bits, token + 3, sizeof bits);
	return (size_t)((bits * UINT64_C(0x9e3779b97f4a7c15)) >> 32) % CACHE_SLOTS;
}

static struct seen *find_seen(const char *token)
{
	size_t home = home_of(token);

	for (size_t i = 0; i < CACHE_PROBES; i++) {
		struct seen *seen = &cache.slots[(home + i) % CACHE_SLOTS];

		if (!seen->token[0])
			return NULL;
		if (secret_equal(seen->token, token, SECRET_TOKEN_SIZE))
			return seen;
	}
	return NULL;
}

/* A free slot near its home, or the home itself: a full neighbourhood forgets. */
static struct seen *keep_seen(const char *token, const struct caller *caller)
{
	size_t home = home_of(token);
	struct seen *seen = &cache.slots[home];

	for (size_t i = 0; i < CACHE_PROBES && seen->token[0]; i++) {
		struct seen *next = &cache.slots[(home + i) % CACHE_SLOTS];

		if (!next->token[0])
			seen = next;
	}
	memcpy(seen->token, token, SECRET_TOKEN_SIZE);
	seen->caller = *caller;
	seen->minute = 0;
	return seen;
}

static void copy_text(char *out, size_t size, const char *text)
{
	size_t length = text ? strnlen(text, size - 1) : 0;

	memcpy(out, text ? text : "", length);
	out[length] = 0;
}

static enum error load(struct db *db, const char *token, int64_t now, struct caller *out)
{
	struct stmt *q = db_query(db,
		"SELECT hash, id, unit, role, label, expires_at FROM tokens"
		" WHERE hash = :hash AND revoked_at IS NULL AND expires_at > :now");
	uint8_t hash[SECRET_HASH_SIZE];

	secret_token_hash(server.pepper, token, hash);
	bind_blob(q, ":hash", hash, sizeof hash);
	bind_int(q, ":now", now);
	bool found = db_row(q) && column_length(q, 0) == sizeof hash &&
		secret_equal(column_blob(q, 0), hash, sizeof hash);

	if (found) {
		out->token = column_int(q, 1);
		copy_text(out->unit, sizeof out->unit, column_text(q, 2));
		out->role = role_by_name(column_text(q, 3));
		copy_text(out->label, sizeof out->label, column_text(q, 4));
		out->expires_at = column_int(q, 5);
	}
	enum error error = db_done(q);

	if (error)
		return error;
	return found && out->role ? OK : E_UNAUTHENTICATED;
}

/* The token of "Bearer td_..", copied; false for any other form. */
static bool parse(const char *authorization, char out[SECRET_TOKEN_SIZE])
{
	if (!authorization || strncasecmp(authorization, "Bearer ", 7) != 0)
		return false;
	const char *token = authorization + 7;

	token += strspn(token, " ");
	if (strlen(token) != SECRET_TOKEN_SIZE - 1)
		return false;
	memcpy(out, token, SECRET_TOKEN_SIZE);
	return true;
}

static void note_use(struct seen *seen, int64_t now)
{
	if (seen->minute == now / MINUTE)
		return;
	seen->minute = now / MINUTE;
	token_uses_note(seen->caller.token, now);
}

enum error session_find(
	struct db *db, const char *authorization, int64_t now, int64_t epoch, struct caller *out)
{
	char token[SECRET_TOKEN_SIZE];
	struct caller caller = {0};

	if (!parse(authorization, token))
		return E_UNAUTHENTICATED;
	follow_epoch(epoch);
	struct seen *seen = find_seen(token);

	if (!seen) {
		if (!secret_token_well_formed(token, SECRET_TOKEN_SIZE - 1))
			return E_UNAUTHENTICATED;
		enum error error = load(db, token, now, &caller);

		if (error)
			return error;
		seen = keep_seen(token, &caller);
	}
	if (seen->caller.expires_at <= now)
		return E_UNAUTHENTICATED;
	note_use(seen, now);
	*out = seen->caller;
	return OK;
}

enum error session_again(struct db *db, const struct caller *caller, int64_t now)
{
	if (!caller->token)
		return OK;
	struct stmt *q = db_query(db,
		"SELECT 1 FROM tokens"
		" WHERE id = :id AND revoked_at IS NULL AND expires_at > :now");

	bind_int(q, ":id", caller->token);
	bind_int(q, ":now", now);
	bool good = db_row(q);
	enum error error = db_done(q);

	if (error)
		return error;
	return good ? OK : E_UNAUTHENTICATED;
}
