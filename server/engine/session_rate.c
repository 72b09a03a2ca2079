/*
 * Rates of tokens and of addresses: leaky buckets in a table of fixed size. A token that was evicted starts again
 * with a full allowance, so the table itself can't be filled to lock others out.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>

#include "base/server.h"
#include "engine/session.h"

#define SHARDS     16
#define SETS       64 /* of each shard */
#define WAYS       4
#define PER_MINUTE 60000 /* milliseconds; also the cost of one request */
#define SELDOM     6     /* passwords a minute */

enum limited {
	PASSWORDS,
	TOKENS,
	VISITS,
	RIGHT
}; /* of an address; the last is only there or not */
enum change { TAKE, TAKE_STRICTLY, GIVE_BACK };

struct bucket {
	int64_t key;   /* token and kind; 0 is free */
	int64_t level; /* what is left, in requests times PER_MINUTE */
	int64_t at;    /* when the level was right */
};

static struct shard {
	pthread_mutex_t lock;
	struct bucket buckets[SETS][WAYS];
} shards[SHARDS] = {[0 ... SHARDS - 1] = {.lock = PTHREAD_MUTEX_INITIALIZER}};

/* Where the key's bucket is, if it has one; the shard is to be unlocked. */
static struct shard *lock_set(int64_t key, struct bucket **out)
{
	uint64_t place = (uint64_t)key * UINT64_C(0x9e3779b97f4a7c15) >> 40;
	struct shard *shard = &shards[place % SHARDS];

	pthread_mutex_lock(&shard->lock);
	*out = shard->buckets[place / SHARDS % SETS];
	return shard;
}

static bool has_bucket(int64_t key)
{
	struct bucket *set;
	struct shard *shard = lock_set(key, &set);
	bool found = false;

	for (int i = 0; i < WAYS; i++)
		found |= set[i].key == key;
	pthread_mutex_unlock(&shard->lock);
	return found;
}

/* The key's bucket, or the one of its set that was used least recently, emptied for it. */
static struct bucket *bucket_of(struct bucket set[WAYS], int64_t key, int64_t limit, int64_t now)
{
	struct bucket *oldest = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].at < oldest->at)
			oldest = &set[i];
	}
	*oldest = (struct bucket){key, limit * PER_MINUTE, now};
	return oldest;
}

/* Takes one request; the milliseconds to wait when there is none. Strictly, the time before a try that
 * came too early does not count. */
static int64_t take(struct bucket *bucket, int64_t limit, int64_t now, bool strictly)
{
	int64_t passed = now - bucket->at;

	if (passed < 0) /* the clock was set back */
		passed = 0;
	if (passed > PER_MINUTE)
		passed = PER_MINUTE;
	bucket->at = now;
	bucket->level += passed * limit;
	if (bucket->level > limit * PER_MINUTE)
		bucket->level = limit * PER_MINUTE;
	if (bucket->level >= PER_MINUTE) {
		bucket->level -= PER_MINUTE;
		return 0;
	}
	if (strictly)
		bucket->level = 0;
	return (PER_MINUTE - bucket->level + limit - 1) / limit;
}

/* Takes one request of the key, or gives one back; the milliseconds to wait when there is none. */
static int64_t change(int64_t key, int64_t limit, int64_t now, enum change change)
{
	struct bucket *set;
	struct shard *shard = lock_set(key, &set);
	struct bucket *bucket = bucket_of(set, key, limit, now);
	int64_t wait = 0;

	if (change == GIVE_BACK)
		bucket->level += PER_MINUTE;
	else
		wait = take(bucket, limit, now, change == TAKE_STRICTLY);
	pthread_mutex_unlock(&shard->lock);
	return wait;
}

static bool admit(int64_t key, int64_t limit, int64_t now, int *out_wait)
{
	int64_t wait = change(key, limit, now, TAKE);

	if (wait)
		*out_wait = (int)((wait + 999) / 1000);
	return wait == 0;
}

bool session_admit(const struct caller *caller, bool write, int64_t now, int *out_wait)
{
	int64_t limit = write ? server.config.writes_per_minute : server.config.reads_per_minute;

	return limit == 0 || !caller->token ||
		admit(caller->token * 2 + write, limit, now, out_wait);
}

/* Less than 0, as no token's is. */
static int64_t key_of_address(const char *address, enum limited what)
{
	unsigned char bytes[16] = {0};
	uint64_t key;

	inet_pton(strchr(address, ':') ? AF_INET6 : AF_INET, address, bytes);
	memcpy(&key, bytes, sizeof key);
	key = key * UINT64_C(0x9e3779b97f4a7c15) + what;
	return (int64_t)(key | UINT64_C(1) << 63);
}

static bool admit_address(const char *address, enum limited what, int64_t now, int *out_wait)
{
	int64_t limit = server.config.failures_per_minute;

	return limit == 0 || admit(key_of_address(address, what), limit, now, out_wait);
}

bool session_admit_password(const char *address, int64_t now, int *out_wait)
{
	return admit_address(address, PASSWORDS, now, out_wait);
}

bool session_admit_wrong_token(const char *address, int64_t now, int *out_wait)
{
	return admit_address(address, TOKENS, now, out_wait);
}

void session_give_back(const char *address, int64_t now)
{
	int64_t limit = server.config.failures_per_minute;

	if (limit)
		change(key_of_address(address, PASSWORDS), limit, now, GIVE_BACK);
}

void session_welcome(const char *address, bool right, int64_t now)
{
	session_give_back(address, now);
	if (!server.config.failures_per_minute)
		return;
	change(key_of_address(address, VISITS), SELDOM, now, GIVE_BACK);
	if (right)
		change(key_of_address(address, RIGHT), 1, now, GIVE_BACK);
}

int session_behind(const char *address, int64_t now)
{
	if (!server.config.failures_per_minute)
		return 0;
	bool often = change(key_of_address(address, VISITS), SELDOM, now, TAKE_STRICTLY) > 0;

	return has_bucket(key_of_address(address, RIGHT)) ? 0 : often ? 2 : 1;
}
