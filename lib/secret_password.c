/* What people sign in with: passwords, one-time passwords, the ids of sessions. */
#include "secret.h"

#include <sodium.h>
#include <string.h>

#define OPERATIONS crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE
#define MEMORY     crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE

_Static_assert(SECRET_PASSWORD_SIZE >= crypto_pwhash_STRBYTES, "the hash of a password has room");

bool secret_password_hash(const char *password, char out[SECRET_PASSWORD_SIZE])
{
	return crypto_pwhash_str_alg(out, password, strlen(password), OPERATIONS, MEMORY,
		       crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool secret_password_matches(const char *hash, const char *password)
{
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

bool secret_password_is_outdated(const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, OPERATIONS, MEMORY) != 0;
}

void secret_password_pretend(const char *password)
{
	static const unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char key[SECRET_HASH_SIZE];

	if (crypto_pwhash(key, sizeof key, password, strlen(password), salt, OPERATIONS, MEMORY,
		    crypto_pwhash_ALG_ARGON2ID13) == 0)
		sodium_memzero(key, sizeof key);
}

void secret_session(char out[SECRET_SESSION_SIZE])
{
	uint8_t random[SECRET_HASH_SIZE];

	randombytes_buf(random, sizeof random);
	secret_base64url(random, sizeof random, out);
	sodium_memzero(random, sizeof random);
}

void secret_one_time(char out[SECRET_ONE_TIME_SIZE])
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";

	for (int i = 0; i < SECRET_ONE_TIME_SIZE - 1; i++)
		out[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
	out[SECRET_ONE_TIME_SIZE - 1] = '\0';
}

void secret_forget(void *secret, size_t size)
{
	sodium_memzero(secret, size);
}
