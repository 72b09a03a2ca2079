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
bool secret_equal(const void *a, const void *b, size_t size); /* in constant time */
void secret_random(void *out, size_t size);

/* Reads the pepper from `path`, or makes the file with mode 0400 when it is not there. False with
 * errno set. */
bool secret_pepper(const char *path, uint8_t out[SECRET_PEPPER_SIZE]);

/* BLAKE2b-256. The incremental form hashes length-prefixed parts, so that no two lists of parts
 * collide. */
struct digest {
	_Alignas(64) unsigned char opaque[384];
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
