/*
 * Tokens that survive no typing error, digests that keep lists of parts apart, the pepper's file.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "secret.h"

static void tokens_are_well_formed_and_differ(void **state)
{
	(void)state;
	char token[SECRET_TOKEN_SIZE], before[SECRET_TOKEN_SIZE] = "";

	for (int i = 0; i < 1000; i++) {
		secret_token(token);
		assert_int_equal(strlen(token), SECRET_TOKEN_SIZE - 1);
		assert_memory_equal(token, "td_", 3);
		assert_int_equal(strspn(token,
					 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					 "0123456789-_"),
			SECRET_TOKEN_SIZE - 1);
		assert_true(secret_token_well_formed(token, strlen(token)));
		assert_string_not_equal(token, before);
		memcpy(before, token, sizeof before);
	}
}

/* One wrong character anywhere, two neighbours swapped: a CRC finds all of them. */
static void mistyped_tokens_are_found(void **state)
{
	(void)state;
	char token[SECRET_TOKEN_SIZE];

	secret_token(token);
	for (size_t i = 0; i < SECRET_TOKEN_SIZE - 1; i++) {
		char right = token[i];
		for (const char *c = "aZ0-_ \x7f"; *c; c++) {
			token[i] = *c;
			assert_int_equal(secret_token_well_formed(token, SECRET_TOKEN_SIZE - 1),
				*c == right);
		}
		token[i] = right;
	}
	for (size_t i = 0; i + 1 < SECRET_TOKEN_SIZE - 1; i++) {
		char left = token[i], right = token[i + 1];
		token[i] = right;
		token[i + 1] = left;
		assert_int_equal(
			secret_token_well_formed(token, SECRET_TOKEN_SIZE - 1), left == right);
		token[i] = left;
		token[i + 1] = right;
	}
	assert_false(secret_token_well_formed(token, SECRET_TOKEN_SIZE - 2));
	assert_false(secret_token_well_formed(token, SECRET_TOKEN_SIZE));
	assert_false(secret_token_well_formed("", 0));
}

/* The checksum is part of what users hold: it must never change. The CRC is that of zlib. */
static void checksum_is_fixed(void **state)
{
	(void)state;
	static const char token[] = "td_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4e6vOM";

	assert_true(secret_token_well_formed(token, strlen(token)));
}

static void token_hash_depends_on_token_and_pepper(void **state)
{
	(void)state;
	uint8_t pepper[SECRET_PEPPER_SIZE] = {1}, other[SECRET_PEPPER_SIZE] = {2};
	uint8_t a[SECRET_HASH_SIZE], b[SECRET_HASH_SIZE];

	secret_token_hash(pepper, "td_x", a);
	secret_token_hash(pepper, "td_x", b);
	assert_true(secret_equal(a, b, sizeof a));
	secret_token_hash(pepper, "td_y", b);
	assert_false(secret_equal(a, b, sizeof a));
	secret_token_hash(other, "td_x", b);
	assert_false(secret_equal(a, b, sizeof a));
}

static void random_bytes_differ(void **state)
{
	(void)state;
	uint8_t a[32] = {0}, b[32] = {0};

	secret_random(a, sizeof a);
	secret_random(b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
}

static void digest_is_blake2b(void **state)
{
	(void)state;
	uint8_t hash[SECRET_HASH_SIZE];
	char hex[2 * SECRET_HASH_SIZE + 1];

	digest_bytes("abc", 3, hash);
	digest_hex(hash, hex);
	assert_string_equal(
		hex, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	digest_bytes(NULL, 0, hash);
	digest_hex(hash, hex);
	assert_string_equal(
		hex, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

static void digest_parts(const char *a, const char *b, uint8_t out[SECRET_HASH_SIZE])
{
	struct digest digest;

	digest_start(&digest);
	digest_part(&digest, a, strlen(a));
	if (b)
		digest_part(&digest, b, strlen(b));
	digest_end(&digest, out);
}

static void parts_do_not_run_together(void **state)
{
	(void)state;
	uint8_t a[SECRET_HASH_SIZE], b[SECRET_HASH_SIZE];

	digest_parts("ab", "c", a);
	digest_parts("ab", "c", b);
	assert_memory_equal(a, b, sizeof a);
	digest_parts("a", "bc", b);
	assert_memory_not_equal(a, b, sizeof a);
	digest_parts("abc", NULL, b);
	assert_memory_not_equal(a, b, sizeof a);
	digest_parts("abc", "", a);
	assert_memory_not_equal(a, b, sizeof a);
}

static void integers_are_eight_bytes_lowest_first(void **state)
{
	(void)state;
	static const char bytes[] = "\x78\x04\0\0\0\0\0\0";
	struct digest digest;
	uint8_t a[SECRET_HASH_SIZE], b[SECRET_HASH_SIZE];

	digest_start(&digest);
	digest_int(&digest, 1144);
	digest_end(&digest, a);
	digest_start(&digest);
	digest_part(&digest, bytes, 8);
	digest_end(&digest, b);
	assert_memory_equal(a, b, sizeof a);
	digest_start(&digest);
	digest_int(&digest, -1144);
	digest_end(&digest, b);
	assert_memory_not_equal(a, b, sizeof a);
}

/* However they are taken: short parts behind each other, and one that is longer than what waits. */
static void parts_are_one_row_of_bytes(void **state)
{
	(void)state;
	static char text[700], row[2000];
	const size_t lengths[] = {3, 0, 250, 1, 700, 8};
	struct digest digest;
	uint8_t a[SECRET_HASH_SIZE], b[SECRET_HASH_SIZE];
	size_t end = 0;

	memset(text, 'x', sizeof text);
	digest_start(&digest);
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		digest_part(&digest, lengths[i] ? text : NULL, lengths[i]);
		row[end] = (char)(lengths[i] & 0xff);
		row[end + 1] = (char)(lengths[i] >> 8);
		memcpy(row + end + 8, text, lengths[i]);
		end += 8 + lengths[i];
	}
	digest_end(&digest, a);
	digest_bytes(row, end, b);
	assert_memory_equal(a, b, sizeof a);
}

struct folder {
	char path[64];   /* of the folder */
	char pepper[96]; /* of the file in it */
};

static int make_folder(void **state)
{
	static struct folder folder;

	strcpy(folder.path, "/tmp/thidua-secret-XXXXXX");
	if (!mkdtemp(folder.path))
		return -1;
	snprintf(folder.pepper, sizeof folder.pepper, "%s/x.pepper", folder.path);
	*state = &folder;
	return 0;
}

static int remove_folder(void **state)
{
	const struct folder *folder = *state;

	unlink(folder->pepper);
	return rmdir(folder->path); /* fails when something else was left behind */
}

static void pepper_is_made_once(void **state)
{
	const struct folder *folder = *state;
	uint8_t made[SECRET_PEPPER_SIZE] = {0}, read[SECRET_PEPPER_SIZE] = {0};
	struct stat status;

	assert_true(secret_pepper(folder->pepper, made));
	assert_int_equal(stat(folder->pepper, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0400);
	assert_int_equal(status.st_size, SECRET_PEPPER_SIZE);
	assert_true(secret_pepper(folder->pepper, read));
	assert_memory_equal(made, read, sizeof made);
}

static void write_file(const char *path, size_t size)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	for (size_t i = 0; i < size; i++)
		fputc('x', file);
	assert_int_equal(fclose(file), 0);
}

static void pepper_of_another_size_is_refused(void **state)
{
	const struct folder *folder = *state;
	static const size_t sizes[] = {0, SECRET_PEPPER_SIZE - 1, SECRET_PEPPER_SIZE + 1, 4096};
	uint8_t pepper[SECRET_PEPPER_SIZE] = {0}, zeros[SECRET_PEPPER_SIZE] = {0};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		write_file(folder->pepper, sizes[i]);
		errno = 0;
		assert_false(secret_pepper(folder->pepper, pepper));
		assert_int_equal(errno, EINVAL);
		assert_memory_equal(pepper, zeros, sizeof zeros);
	}
}

static void crashed_start_leaves_no_half_pepper(void **state)
{
	const struct folder *folder = *state;
	uint8_t pepper[SECRET_PEPPER_SIZE];
	char draft[112];

	snprintf(draft, sizeof draft, "%s.new", folder->pepper);
	write_file(draft, 5);
	assert_true(secret_pepper(folder->pepper, pepper));
	assert_int_equal(access(draft, F_OK), -1);
}

static void pepper_elsewhere_fails_with_errno(void **state)
{
	(void)state;
	uint8_t pepper[SECRET_PEPPER_SIZE];

	assert_false(secret_pepper("/nonexistent/x.pepper", pepper));
	assert_int_equal(errno, ENOENT);
	assert_false(secret_pepper("/tmp", pepper));
	assert_int_equal(errno, EISDIR);
}

static void sha256_is_that_of_others(void **state)
{
	uint8_t hash[SECRET_HASH_SIZE];
	char hex[2 * SECRET_HASH_SIZE + 1];
	struct sha256 digest;

	(void)state;
	sha256_start(&digest);
	sha256_add(&digest, "a", 1);
	sha256_add(&digest, "bc", 2);
	sha256_end(&digest, hash);
	digest_hex(hash, hex);
	assert_string_equal(
		hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_is_that_of_others),
		cmocka_unit_test(tokens_are_well_formed_and_differ),
		cmocka_unit_test(mistyped_tokens_are_found),
		cmocka_unit_test(checksum_is_fixed),
		cmocka_unit_test(token_hash_depends_on_token_and_pepper),
		cmocka_unit_test(random_bytes_differ),
		cmocka_unit_test(digest_is_blake2b),
		cmocka_unit_test(parts_do_not_run_together),
		cmocka_unit_test(integers_are_eight_bytes_lowest_first),
		cmocka_unit_test(parts_are_one_row_of_bytes),
		cmocka_unit_test_setup_teardown(pepper_is_made_once, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			pepper_of_another_size_is_refused, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			crashed_start_leaves_no_half_pepper, make_folder, remove_folder),
		cmocka_unit_test(pepper_elsewhere_fails_with_errno),
	};

	if (!secret_start())
		return EXIT_FAILURE;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
