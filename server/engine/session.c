/*
 * Tokens and sessions on the hot path: a thread that has seen one asks neither libsodium nor the database
 * again until some of them changes.
 */
#include "engine/session.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/role.h"
#include "base/server.h"
#include "db.h"
#include "engine/token_uses.h"
#include "gen/api.h"
#include "request/cookie.h"
#include "secret.h"

#define CACHE_SLOTS  512 /* a power of two */
#define CACHE_PROBES 8
#define MINUTE       60000
#define IDLE         (30 * INT64_C(60000)) /* milliseconds without a request that end a session */

struct seen {
	char token[SECRET_TOKEN_SIZE]; /* or the id of a session; "" before the first one */
	int64_t epoch;                 /* of another one it is free */
	struct caller caller;
	int64_t minute; /* of the last use that was noted */
	int64_t used;   /* by this thread */
};

struct cache {
	int64_t epoch;
	struct seen slots[CACHE_SLOTS];
};

static pthread_key_t own;

static void make_key(void)
{
	if (pthread_key_create(&own, free))
		abort();
}

/* Of threads that ask for one: some 150 KiB, of which pages are touched as tokens come. The system would touch all
 * of them in each thread's own variables. NULL when memory is short. */
static struct cache *own_cache(int64_t epoch)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_key);
	struct cache *cache = pthread_getspecific(own);

	if (!cache) {
		cache = calloc(1, sizeof *cache);
		if (!cache || pthread_setspecific(own, cache)) {
			free(cache);
			return NULL;
		}
	}
	cache->epoch = epoch;
	return cache;
}

static bool is_free(const struct cache *cache, const struct seen *seen)
{
	return !seen->token[0] || seen->epoch != cache->epoch;
}

/* The first characters are random, so they are the hash. */
static size_t home_of(const char *token)
{
	uint64_t bits;

	memcpy(&bits, token + 3, sizeof bits);
	return (size_t)((bits * UINT64_C(0x9e3779b97f4a7c15)) >> 32) % CACHE_SLOTS;
}

/* Looks at as many slots for every wrong token: the time does not say whether another one that begins alike is there. */
static struct seen *find_seen(struct cache *cache, const char *token)
{
	size_t home = home_of(token);

	for (size_t i = 0; i < CACHE_PROBES; i++) {
		struct seen *seen = &cache->slots[(home + i) % CACHE_SLOTS];

		if (secret_equal(seen->token, token, SECRET_TOKEN_SIZE) && !is_free(cache, seen))
			return seen;
	}
	return NULL;
}

/* A free slot near its home, or the home itself: a full neighbourhood forgets. */
static struct seen *keep_seen(struct cache *cache, const char *token, const struct caller *caller)
{
	size_t home = home_of(token);
	struct seen *seen = &cache->slots[home];

	for (size_t i = 0; i < CACHE_PROBES && !is_free(cache, seen); i++) {
		struct seen *next = &cache->slots[(home + i) % CACHE_SLOTS];

		if (is_free(cache, next))
			seen = next;
	}
	memcpy(seen->token, token, SECRET_TOKEN_SIZE);
	seen->epoch = cache->epoch;
	seen->caller = *caller;
	seen->minute = 0;
	return seen;
}

static void copy_text(char *out, size_t size, const char *text)
{
	size_t length = text ? strnlen(text, size - 1) : 0;

	while (text && (text[length] & 0xc0) == 0x80) /* whole letters */
		length--;
	memcpy(out, text ? text : "", length);
	out[length] = 0;
}

/* A session ends with what it was exchanged for. */
#define STANDS                                                                                     \
	" t.revoked_at IS NULL AND t.expires_at > :now AND (t.exchanged IS NULL OR"                \
	" EXISTS (SELECT 1 FROM tokens e WHERE e.id = t.exchanged"                                 \
	" AND e.revoked_at IS NULL AND e.expires_at > :now))"

static enum error load(struct db *db, const char *token, int64_t now, struct caller *out)
{
	struct stmt *q = db_query(db,
		"SELECT t.hash, t.id, t.unit, t.role, t.label, COALESCE((SELECT e.expires_at"
		" FROM tokens e WHERE e.id = t.exchanged AND e.expires_at < t.expires_at),"
		" t.expires_at), t.session, EXISTS (SELECT 1 FROM users u"
		" WHERE u.login = t.login AND u.one_time IS NOT NULL)"
		" FROM tokens t WHERE t.hash = :hash AND" STANDS
		" AND (t.session = 0 OR COALESCE(t.last_used, t.created_at) > :idle_since)");
	uint8_t hash[SECRET_HASH_SIZE];

	secret_token_hash(server.pepper, token, hash);
	bind_blob(q, ":hash", hash, sizeof hash);
	bind_int(q, ":now", now);
	bind_int(q, ":idle_since", now - IDLE);
	bool found = db_row(q) && column_length(q, 0) == sizeof hash &&
		secret_equal(column_blob(q, 0), hash, sizeof hash);

	if (found) {
		out->token = column_int(q, 1);
		copy_text(out->unit, sizeof out->unit, column_text(q, 2));
		out->role = role_by_name(column_text(q, 3));
		copy_text(out->label, sizeof out->label, column_text(q, 4));
		out->expires_at = column_int(q, 5);
		out->session = column_int(q, 6);
		out->password_only = column_int(q, 7);
	}
	enum error error = db_done(q);

	if (error)
		return error;
	return found && out->role ? OK : E_UNAUTHENTICATED;
}

/* The token of "Bearer td_..", copied; false for any other form. */
static bool parse_token(const char *authorization, char out[SECRET_TOKEN_SIZE])
{
	if (strncasecmp(authorization, "Bearer ", 7) != 0)
		return false;
	const char *token = authorization + 7;

	token += strspn(token, " ");
	if (strlen(token) != SECRET_TOKEN_SIZE - 1)
		return false;
	memcpy(out, token, SECRET_TOKEN_SIZE);
	return true;
}

/* A token and the id of a session differ in their lengths, so neither can be shown as the other. */
static bool parse(const struct session_proof *proof, char out[SECRET_TOKEN_SIZE])
{
	if (proof->authorization)
		return parse_token(proof->authorization, out);
	memset(out, 0, SECRET_TOKEN_SIZE);
	return cookie_read(proof->cookie, out);
}

static bool is_well_formed(const char *token)
{
	return token[SECRET_SESSION_SIZE - 1] == '\0' ||
		secret_token_well_formed(token, SECRET_TOKEN_SIZE - 1);
}

/* Another thread may have seen it since: the database knows. */
static bool may_be_idle(const struct seen *seen, int64_t now)
{
	return seen->caller.session && now - seen->used >= IDLE;
}

static void note_use(struct seen *seen, int64_t now)
{
	if (seen->minute == now / MINUTE)
		return;
	seen->minute = now / MINUTE;
	token_uses_note(seen->caller.token, now);
}

enum error session_find(struct db *db, const struct session_proof *proof, int64_t now,
	int64_t epoch, struct caller *out)
{
	char token[SECRET_TOKEN_SIZE];
	struct caller caller = {0};

	if (!parse(proof, token))
		return E_UNAUTHENTICATED;
	struct cache *cache = own_cache(epoch);

	if (!cache)
		return E_MEMORY;
	struct seen *seen = find_seen(cache, token);

	if (!seen || may_be_idle(seen, now)) {
		if (!is_well_formed(token))
			return E_UNAUTHENTICATED;
		enum error error = load(db, token, now, &caller);

		if (error)
			return error;
		if (!seen)
			seen = keep_seen(cache, token, &caller);
	}
	if (seen->caller.expires_at <= now)
		return E_UNAUTHENTICATED;
	seen->used = now;
	note_use(seen, now);
	*out = seen->caller;
	return OK;
}

enum error session_again(struct db *db, const struct caller *caller, int64_t now)
{
	if (!caller->token)
		return OK;
	struct stmt *q = db_query(db, "SELECT 1 FROM tokens t WHERE t.id = :id AND" STANDS);

	bind_int(q, ":id", caller->token);
	bind_int(q, ":now", now);
	bool good = db_row(q);
	enum error error = db_done(q);

	if (error)
		return error;
	return good ? OK : E_UNAUTHENTICATED;
}
