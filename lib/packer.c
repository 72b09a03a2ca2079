/* Zip archives as a stream (APPNOTE 4.4.4, bit 3); see packer.h. */
#include "packer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define LOCAL_HEADER     0x04034b50
#define DATA_DESCRIPTOR  0x08074b50
#define CENTRAL_HEADER   0x02014b50
#define END_OF_DIRECTORY 0x06054b50
#define VERSION          20 /* deflated parts */
#define SIZES_FOLLOW     (1 << 3)
#define DEFLATED         8
#define FIRST_DAY        0x21 /* 1980-01-01: the same list is the same file */
#define RAW_WINDOW       (-15)
#define MEMORY_LEVEL     8
#define LEVEL            2 /* beyond it a list takes half as long again for a tenth less */
#define PACKED_AT_ONCE   16384

struct part {
	const char *name;
	uint64_t offset, size, packed;
	uint32_t checksum;
};

struct packer {
	struct buffer *out;
	uint64_t written; /* of the archive, wherever it is by now */
	z_stream stream;
	struct part parts[PACKER_PARTS];
	size_t count;
	bool open, failed; /* a part is being written; zlib could not go on */
};

static void put(struct packer *packer, const char *bytes, size_t length)
{
	buffer_bytes(packer->out, bytes, length);
	packer->written += length;
}

/* Numbers of an archive are little-endian. */
static void put_number(struct packer *packer, uint64_t number, int bytes)
{
	char text[8];

	for (int i = 0; i < bytes; i++)
		text[i] = (char)(number >> 8 * i & 255);
	put(packer, text, (size_t)bytes);
}

struct packer *packer_open(struct buffer *out)
{
	struct packer *packer = calloc(1, sizeof *packer);

	if (!packer)
		return NULL;
	packer->out = out;
	if (deflateInit2(&packer->stream, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL,
		    Z_DEFAULT_STRATEGY) == Z_OK)
		return packer;
	free(packer);
	return NULL;
}

void packer_free(struct packer *packer)
{
	if (packer)
		deflateEnd(&packer->stream);
	free(packer);
}

/* What a local header and the directory say alike, from the version to the checksum. */
static void put_method(struct packer *packer)
{
	put_number(packer, VERSION, 2);
	put_number(packer, SIZES_FOLLOW, 2);
	put_number(packer, DEFLATED, 2);
	put_number(packer, 0, 2);
	put_number(packer, FIRST_DAY, 2);
}

static void put_sizes(struct packer *packer, const struct part *part)
{
	put_number(packer, part->checksum, 4);
	put_number(packer, part->packed, 4);
	put_number(packer, part->size, 4);
}

/* Packs what the stream was given; `flush` as zlib has it. */
static void pack(struct packer *packer, int flush)
{
	struct part *part = &packer->parts[packer->count - 1];
	char packed[PACKED_AT_ONCE];

	do {
		packer->stream.next_out = (Bytef *)packed;
		packer->stream.avail_out = sizeof packed;
		packer->failed |= deflate(&packer->stream, flush) == Z_STREAM_ERROR;
		size_t length = sizeof packed - packer->stream.avail_out;

		put(packer, packed, length);
		part->packed += length;
	} while (!packer->failed && packer->stream.avail_out == 0);
}

static void end_part(struct packer *packer)
{
	const struct part *part = &packer->parts[packer->count - 1];

	pack(packer, Z_FINISH);
	packer->failed |= deflateReset(&packer->stream) != Z_OK || part->size > UINT32_MAX;
	put_number(packer, DATA_DESCRIPTOR, 4);
	put_sizes(packer, part);
	packer->open = false;
}

void packer_part(struct packer *packer, const char *name)
{
	static const struct part unknown;

	if (packer->open)
		end_part(packer);
	assert(packer->count < PACKER_PARTS);
	packer->parts[packer->count++] = (struct part){
		.name = name, .offset = packer->written, .checksum = (uint32_t)crc32(0, NULL, 0)};
	packer->open = true;
	put_number(packer, LOCAL_HEADER, 4);
	put_method(packer);
	put_sizes(packer, &unknown);
	put_number(packer, strlen(name), 2);
	put_number(packer, 0, 2);
	put(packer, name, strlen(name));
}

void packer_bytes(struct packer *packer, const char *bytes, size_t length)
{
	struct part *part = &packer->parts[packer->count - 1];

	part->size += length;
	part->checksum = (uint32_t)crc32_z(part->checksum, (const Bytef *)bytes, length);
	while (length && !packer->failed) {
		size_t now = length < UINT32_MAX ? length : UINT32_MAX;

		packer->stream.next_in = (z_const Bytef *)(uintptr_t)bytes;
		packer->stream.avail_in = (uInt)now;
		pack(packer, Z_NO_FLUSH);
		bytes += now;
		length -= now;
	}
}

uint64_t packer_part_size(const struct packer *packer)
{
	return packer->parts[packer->count - 1].size;
}

static void put_entry(struct packer *packer, const struct part *part)
{
	put_number(packer, CENTRAL_HEADER, 4);
	put_number(packer, VERSION, 2);
	put_method(packer);
	put_sizes(packer, part);
	put_number(packer, strlen(part->name), 2);
	put_number(packer, 0, 2 + 2 + 2 + 2); /* extra, comment, disk, internal attributes */
	put_number(packer, 0, 4);             /* external attributes */
	put_number(packer, part->offset, 4);
	put(packer, part->name, strlen(part->name));
}

bool packer_end(struct packer *packer)
{
	end_part(packer);
	uint64_t directory = packer->written;

	for (size_t i = 0; i < packer->count; i++)
		put_entry(packer, &packer->parts[i]);
	uint64_t size = packer->written - directory;

	put_number(packer, END_OF_DIRECTORY, 4);
	put_number(packer, 0, 2 + 2); /* of one disk */
	put_number(packer, packer->count, 2);
	put_number(packer, packer->count, 2);
	put_number(packer, size, 4);
	put_number(packer, directory, 4);
	put_number(packer, 0, 2);
	return !packer->failed && !packer->out->failed && packer->written <= UINT32_MAX;
}
