/*
 * Tokens and digests, on libsodium.
 *
 * A token is "td_" + 43 characters base64url (256 random bits) + 6 characters checksum (CRC-32 of
 * what precedes, base62). The checksum is tested first, so a mistyped token never reaches the
 * database. Only its keyed hash is stored.
 */
#ifndef THIDUA_SECRET_H
#define THIDUA_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SECRET_TOKEN_SIZE  53 /* with its NUL */
#define SECRET_HASH_SIZE   32
#define SECRET_PEPPER_SIZE 32

bool secret_start(void); /* once in main, before any other call; false when libsodium can't start */
void secret_token(char out[SECRET_TOKEN_SIZE]);
bool secret_token_well_formed(const char *text, size_t length);
void secret_token_hash(
	const uint8_t pepper[SECRET_PEPPER_SIZE], const char *token, uint8_t out[SECRET_HASH_SIZE]);
/* What is shown once and typed in: the id of a session (256 bits, base64url), a one-time password (79 bits,
 * four groups of four letters and digits that look like no other). Kept as secret_token_hash() of the text. */
#define SECRET_SESSION_SIZE  44
#define SECRET_ONE_TIME_SIZE 20
void secret_session(char out[SECRET_SESSION_SIZE]);
void secret_one_time(char out[SECRET_ONE_TIME_SIZE]);
bool secret_equal(const void *a, const void *b, size_t size); /* in constant time */
void secret_random(void *out, size_t size);

/* Reads the pepper from `path`, or makes the file with mode 0400 when it is not there. False with
 * errno set. */
bool secret_pepper(const char *path, uint8_t out[SECRET_PEPPER_SIZE]);
/* By which a person tells one pepper from another; says nothing of it. */
#define SECRET_MARK_SIZE 17 /* with its NUL */
void secret_pepper_mark(const uint8_t pepper[SECRET_PEPPER_SIZE], char out[SECRET_MARK_SIZE]);

/* Passwords of people, which are weak, as argon2id: 64 MiB and some 0.1 s for each call, so on a thread of their own.
 * False when memory is short. A hash that was made with less effort than today's is outdated. */
#define SECRET_PASSWORD_SIZE 128
bool secret_password_hash(const char *password, char out[SECRET_PASSWORD_SIZE]);
bool secret_password_matches(const char *hash, const char *password);
bool secret_password_is_outdated(const char *hash);
/* The effort of a comparison that no password passes. */
void secret_password_pretend(const char *password);
void secret_forget(void *secret, size_t size); /* zeroes, whatever the compiler thinks of it */

/* BLAKE2b-256. The incremental form hashes length-prefixed parts, so that no two lists of parts
 * collide. */
struct digest {
	_Alignas(64) unsigned char opaque[384];
	unsigned char waiting[256]; /* the sum takes many small parts at once */
	size_t count;
};
void digest_bytes(const void *bytes, size_t length, uint8_t out[SECRET_HASH_SIZE]);
void digest_start(struct digest *digest);
void digest_part(struct digest *digest, const void *bytes, size_t length);
void digest_int(struct digest *digest, int64_t value);
void digest_end(struct digest *digest, uint8_t out[SECRET_HASH_SIZE]);
void digest_hex(const uint8_t hash[SECRET_HASH_SIZE], char out[2 * SECRET_HASH_SIZE + 1]);

/* base64url without padding. Only the one way to write the bytes can be read: false for any other
 * text. `out` has room for SECRET_BASE64URL_SIZE(length), or, when reading, for `length`. */
#define SECRET_BASE64URL_SIZE(length) (((length)*4 + 2) / 3 + 1) /* with its NUL */
void secret_base64url(const void *bytes, size_t length, char *out);
bool secret_base64url_read(const char *text, size_t length, void *out, size_t *out_length);

/* SHA-256, for what others must be able to check with sha256sum: of bytes that come in parts, and of a
 * file; false with errno set. */
struct sha256 {
	_Alignas(8) unsigned char opaque[128];
};
void sha256_start(struct sha256 *sum);
void sha256_add(struct sha256 *sum, const void *bytes, size_t length);
void sha256_end(struct sha256 *sum, uint8_t out[SECRET_HASH_SIZE]);
bool digest_file_sha256(const char *path, uint8_t out[SECRET_HASH_SIZE]);

#endif
