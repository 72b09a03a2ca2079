/*
 * Random tokens, their keyed hashes, the pepper's file, digests of requests and events. With
 * secret_password.c the only user of libsodium.
 */
#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX          "td_"
#define PREFIX_LENGTH   3
#define RANDOM_SIZE     32
#define RANDOM_LENGTH   43 /* of 32 bytes in base64url */
#define CHECKSUM_LENGTH 6  /* 62^6 is above 2^32 */
#define CHECKED_LENGTH  (PREFIX_LENGTH + RANDOM_LENGTH)
#define TOKEN_LENGTH    (CHECKED_LENGTH + CHECKSUM_LENGTH)

_Static_assert(TOKEN_LENGTH + 1 == SECRET_TOKEN_SIZE, "the header promises the token's size");
_Static_assert(sizeof(crypto_generichash_state) <= sizeof(((struct digest *)NULL)->opaque),
	"a digest has room");

bool secret_start(void)
{
	return sodium_init() >= 0;
}

/* CRC-32 as in zip and Ethernet. */
static uint32_t crc32(const char *bytes, size_t length)
{
	uint32_t crc = ~UINT32_C(0);

	for (size_t i = 0; i < length; i++) {
		crc ^= (unsigned char)bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ UINT32_C(0xedb88320) : crc >> 1;
	}
	return ~crc;
}

static void checksum(const char *token, char out[CHECKSUM_LENGTH])
{
	static const char base62[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	uint32_t crc = crc32(token, CHECKED_LENGTH);

	for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
		out[i] = base62[crc % 62];
		crc /= 62;
	}
}

void secret_token(char out[SECRET_TOKEN_SIZE])
{
	uint8_t random[RANDOM_SIZE];

	randombytes_buf(random, sizeof random);
	memcpy(out, PREFIX, PREFIX_LENGTH);
	secret_base64url(random, sizeof random, out + PREFIX_LENGTH);
	checksum(out, out + CHECKED_LENGTH);
	out[TOKEN_LENGTH] = '\0';
	sodium_memzero(random, sizeof random);
}

bool secret_token_well_formed(const char *text, size_t length)
{
	char expected[CHECKSUM_LENGTH];

	if (length != TOKEN_LENGTH || memcmp(text, PREFIX, PREFIX_LENGTH) != 0)
		return false;
	checksum(text, expected);
	return memcmp(text + CHECKED_LENGTH, expected, CHECKSUM_LENGTH) == 0;
}

void secret_token_hash(
	const uint8_t pepper[SECRET_PEPPER_SIZE], const char *token, uint8_t out[SECRET_HASH_SIZE])
{
	crypto_generichash(out, SECRET_HASH_SIZE, (const unsigned char *)token, strlen(token),
		pepper, SECRET_PEPPER_SIZE);
}

bool secret_equal(const void *a, const void *b, size_t size)
{
	return sodium_memcmp(a, b, size) == 0;
}

void secret_random(void *out, size_t size)
{
	randombytes_buf(out, size);
}

/* Closes without losing the errno of what went wrong before. */
static void close_quietly(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}

/* Reads one byte more than wanted, to notice a file that is too long. */
static bool read_pepper(int fd, uint8_t out[SECRET_PEPPER_SIZE])
{
	uint8_t bytes[SECRET_PEPPER_SIZE + 1];
	size_t length = 0;
	ssize_t n;

	do {
		n = read(fd, bytes + length, sizeof bytes - length);
		if (n > 0)
			length += (size_t)n;
	} while ((n > 0 && length < sizeof bytes) || (n < 0 && errno == EINTR));
	if (n >= 0 && length != SECRET_PEPPER_SIZE) {
		errno = EINVAL;
		n = -1;
	}
	if (n >= 0)
		memcpy(out, bytes, SECRET_PEPPER_SIZE);
	sodium_memzero(bytes, sizeof bytes);
	return n >= 0;
}

static bool write_pepper(int fd, const uint8_t pepper[SECRET_PEPPER_SIZE])
{
	ssize_t n;

	do
		n = write(fd, pepper, SECRET_PEPPER_SIZE);
	while (n < 0 && errno == EINTR);
	if (n >= 0 && n != SECRET_PEPPER_SIZE) {
		errno = ENOSPC;
		return false;
	}
	return n >= 0 && fsync(fd) == 0;
}

/* Makes the new name in the directory of `path` survive a power cut. */
static bool sync_directory(const char *path)
{
	char *copy = strdup(path);
	if (!copy)
		return false;
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(copy);
	if (fd < 0)
		return false;
	bool synced = fsync(fd) == 0;
	close_quietly(fd);
	return synced;
}

/* Under a second name first: a crash must not leave a pepper that is only begun. */
static bool make_pepper(const char *path, const char *draft, uint8_t out[SECRET_PEPPER_SIZE])
{
	uint8_t pepper[SECRET_PEPPER_SIZE];

	unlink(draft); /* of a start that crashed */
	int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
	if (fd < 0)
		return false;
	randombytes_buf(pepper, sizeof pepper);
	bool made = write_pepper(fd, pepper);
	close_quietly(fd);
	/* link() refuses to replace a pepper that came into being meanwhile; rename() would not. */
	made = made && link(draft, path) == 0;
	int error = errno;
	unlink(draft);
	errno = error;
	made = made && sync_directory(path);
	if (made)
		memcpy(out, pepper, sizeof pepper);
	sodium_memzero(pepper, sizeof pepper);
	return made;
}

bool secret_pepper(const char *path, uint8_t out[SECRET_PEPPER_SIZE])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		bool whole = read_pepper(fd, out);
		close_quietly(fd);
		return whole;
	}
	if (errno != ENOENT)
		return false;
	char *draft;
	if (asprintf(&draft, "%s.new", path) < 0)
		return false;
	bool made = make_pepper(path, draft, out);
	free(draft);
	return made;
}

void secret_pepper_mark(const uint8_t pepper[SECRET_PEPPER_SIZE], char out[SECRET_MARK_SIZE])
{
	uint8_t hash[SECRET_HASH_SIZE];
	char hex[2 * SECRET_HASH_SIZE + 1];

	digest_bytes(pepper, SECRET_PEPPER_SIZE, hash);
	digest_hex(hash, hex);
	snprintf(out, SECRET_MARK_SIZE, "%.16s", hex);
}

static crypto_generichash_state *state_of(struct digest *digest)
{
	return (crypto_generichash_state *)(void *)digest->opaque;
}

void digest_bytes(const void *bytes, size_t length, uint8_t out[SECRET_HASH_SIZE])
{
	crypto_generichash(out, SECRET_HASH_SIZE, bytes, length, NULL, 0);
}

void digest_start(struct digest *digest)
{
	crypto_generichash_init(state_of(digest), NULL, 0, SECRET_HASH_SIZE);
	digest->count = 0;
}

static void take_waiting(struct digest *digest)
{
	crypto_generichash_update(state_of(digest), digest->waiting, digest->count);
	digest->count = 0;
}

static inline void add(struct digest *digest, const void *bytes, size_t length)
{
	if (length > sizeof digest->waiting - digest->count)
		take_waiting(digest);
	if (length > sizeof digest->waiting)
		crypto_generichash_update(state_of(digest), bytes, length);
	else if (length) {
		memcpy(digest->waiting + digest->count, bytes, length);
		digest->count += length;
	}
}

/* The same bytes on every machine: eight, the lowest first. */
static void add_number(struct digest *digest, uint64_t number)
{
	uint64_t bytes = htole64(number);

	add(digest, &bytes, sizeof bytes);
}

void digest_part(struct digest *digest, const void *bytes, size_t length)
{
	add_number(digest, length);
	add(digest, bytes, length);
}

void digest_int(struct digest *digest, int64_t value)
{
	add_number(digest, sizeof value);
	add_number(digest, (uint64_t)value);
}

void digest_end(struct digest *digest, uint8_t out[SECRET_HASH_SIZE])
{
	take_waiting(digest);
	crypto_generichash_final(state_of(digest), out, SECRET_HASH_SIZE);
}

void digest_hex(const uint8_t hash[SECRET_HASH_SIZE], char out[2 * SECRET_HASH_SIZE + 1])
{
	sodium_bin2hex(out, 2 * SECRET_HASH_SIZE + 1, hash, SECRET_HASH_SIZE);
}

void secret_base64url(const void *bytes, size_t length, char *out)
{
	sodium_bin2base64(out, SECRET_BASE64URL_SIZE(length), bytes, length,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool secret_base64url_read(const char *text, size_t length, void *out, size_t *out_length)
{
	return sodium_base642bin(out, length, text, length, NULL, out_length, NULL,
		       sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256) &&
		_Alignof(crypto_hash_sha256_state) <= _Alignof(struct sha256),
	"sha256 has no room");

static crypto_hash_sha256_state *sha256_of(struct sha256 *sum)
{
	return (crypto_hash_sha256_state *)(void *)sum->opaque;
}

void sha256_start(struct sha256 *sum)
{
	crypto_hash_sha256_init(sha256_of(sum));
}

void sha256_add(struct sha256 *sum, const void *bytes, size_t length)
{
	crypto_hash_sha256_update(sha256_of(sum), bytes, length);
}

void sha256_end(struct sha256 *sum, uint8_t out[SECRET_HASH_SIZE])
{
	crypto_hash_sha256_final(sha256_of(sum), out);
}

bool digest_file_sha256(const char *path, uint8_t out[SECRET_HASH_SIZE])
{
	struct sha256 sum;
	unsigned char bytes[65536];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	sha256_start(&sum);
	while ((n = read(fd, bytes, sizeof bytes)) != 0) {
		if (n > 0)
			sha256_add(&sum, bytes, (size_t)n);
		else if (errno != EINTR)
			break;
	}
	close_quietly(fd);
	sha256_end(&sum, out);
	return n == 0;
}
