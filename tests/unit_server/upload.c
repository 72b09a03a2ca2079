/* Bodies that are files: what is long waits in a file that nobody sees, and reads back as it came. */
#include "fixture/fixture.h"

#include <string.h>
#include <unistd.h>

#include "base/server.h"
#include "request/upload.h"

#define CHUNK 1000

static char byte_at(size_t at)
{
	return (char)(at * 31 + at / 251);
}

static struct upload *come_in(size_t length)
{
	struct upload *upload = NULL;
	char chunk[CHUNK];

	for (size_t at = 0; at < length;) {
		size_t size = length - at < CHUNK ? length - at : CHUNK;

		for (size_t i = 0; i < size; i++)
			chunk[i] = byte_at(at + i);
		assert_int_equal(upload_add(&upload, chunk, size), OK);
		at += size;
	}
	assert_int_equal(upload_end(upload), OK);
	assert_int_equal(upload->length, length);
	return upload;
}

static void assert_reads(const struct upload *upload, size_t offset, size_t length)
{
	char *bytes = test_malloc(length);

	assert_true(upload_read(upload, offset, bytes, length));
	for (size_t i = 0; i < length; i++)
		if (bytes[i] != byte_at(offset + i))
			fail_msg("byte %zu is another", offset + i);
	test_free(bytes);
}

static void a_short_one_needs_no_file(void **state)
{
	struct upload *upload = come_in(1234);

	(void)state;
	assert_false(upload->in_file);
	assert_reads(upload, 0, 1234);
	assert_reads(upload, 1000, 234);
	upload_free(upload);
}

static void a_long_one_stands_in_a_file(void **state)
{
	struct upload *upload = come_in((1 << 20) + 7);
	uint8_t whole[SECRET_HASH_SIZE];
	struct sha256 digest;

	(void)state;
	assert_true(upload->in_file);
	assert_null(upload->memory.data);
	assert_reads(upload, 0, (1 << 20) + 7);
	assert_reads(upload, 262143, 3);
	sha256_start(&digest);
	for (size_t i = 0; i < upload->length; i++)
		sha256_add(&digest, &(char){byte_at(i)}, 1);
	sha256_end(&digest, whole);
	assert_memory_equal(upload->sha256, whole, sizeof whole);
	/* Behind its end there is nothing. */
	assert_false(upload_read(upload, upload->length - 1, whole, 2));
	upload_free(upload);
}

static void a_folder_that_takes_no_file(void **state)
{
	const char *db = server.config.db;
	struct upload *upload = NULL;
	char chunk[CHUNK] = {0};
	enum error error = OK;

	(void)state;
	server.config.db = "/proc/thidua.db";
	for (int i = 0; i < 300 && !error; i++)
		error = upload_add(&upload, chunk, sizeof chunk);
	server.config.db = db;
	assert_int_equal(error, E_FAULT);
	upload_free(upload);
}

static int open_fixture(void **state)
{
	*state = fixture_open();
	return 0;
}

static int close_fixture(void **state)
{
	db_close(*state);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_one_needs_no_file),
		cmocka_unit_test(a_long_one_stands_in_a_file),
		cmocka_unit_test(a_folder_that_takes_no_file),
	};

	return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
