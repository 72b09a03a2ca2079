/* See xlsx_zip.h; minizip reads through the five functions that come first. */
#include "xlsx_zip.h"

#include <minizip/unzip.h>
#include <stdlib.h>
#include <strings.h>

#define CHUNK     65536
#define ENCRYPTED 1U  /* bit of the flags of a part */
#define NAME_SIZE 256 /* no part of a workbook that we look for has a longer name */

struct part {
	char name[NAME_SIZE];
	unz64_file_pos place;
	size_t size; /* unpacked, as the directory has it */
	bool locked;
};

struct xlsx_zip {
	const char *bytes;
	size_t length, at;
	bool ended; /* more was read than there is */
	unzFile file;
	struct part *parts;
	size_t count;
};

static voidpf open_bytes(voidpf zip, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return zip;
}

static uLong read_bytes(voidpf context, voidpf stream, void *out, uLong size)
{
	struct xlsx_zip *zip = context;
	size_t left = zip->length - zip->at, n = size < left ? size : left;

	(void)stream;
	if (n) /* a body without bytes has no address */
		memcpy(out, zip->bytes + zip->at, n);
	zip->at += n;
	zip->ended |= n < size;
	return n;
}

static ZPOS64_T tell_bytes(voidpf context, voidpf stream)
{
	const struct xlsx_zip *zip = context;

	(void)stream;
	return zip->at;
}

static long seek_bytes(voidpf context, voidpf stream, ZPOS64_T offset, int origin)
{
	struct xlsx_zip *zip = context;
	size_t from = origin == ZLIB_FILEFUNC_SEEK_SET ? 0
		: origin == ZLIB_FILEFUNC_SEEK_CUR     ? zip->at
						       : zip->length;

	(void)stream;
	if (offset > zip->length - from)
		return -1;
	zip->at = from + offset;
	return 0;
}

/* Without it minizip takes a byte behind the end for a zero. */
static int has_ended(voidpf context, voidpf stream)
{
	const struct xlsx_zip *zip = context;

	(void)stream;
	return zip->ended;
}

static int close_bytes(voidpf context, voidpf stream)
{
	(void)context;
	(void)stream;
	return 0;
}

static enum xlsx_fault fault_of(int code)
{
	return code == UNZ_INTERNALERROR || code == Z_MEM_ERROR ? XLSX_MEMORY : XLSX_BROKEN;
}

static int read_part(unzFile file, struct part *out)
{
	unz_file_info64 info;
	int code =
		unzGetCurrentFileInfo64(file, &info, out->name, sizeof out->name, NULL, 0, NULL, 0);

	if (code != UNZ_OK)
		return code;
	if (info.size_filename >= sizeof out->name)
		out->name[0] = '\0';
	out->size = info.uncompressed_size;
	out->locked = info.flag & ENCRYPTED;
	return unzGetFilePos64(file, &out->place);
}

/* All names at once: minizip would go through the directory for each part. */
static enum xlsx_fault read_directory(struct xlsx_zip *zip)
{
	unz_global_info64 info;
	int code = unzGetGlobalInfo64(zip->file, &info);

	if (code == UNZ_OK && info.number_entry > XLSX_MOST_PARTS)
		return XLSX_TOO_LARGE;
	if (code == UNZ_OK && !info.number_entry)
		return XLSX_FINE;
	zip->parts = code == UNZ_OK ? calloc(info.number_entry, sizeof *zip->parts) : NULL;
	if (code == UNZ_OK && !zip->parts)
		return XLSX_MEMORY;
	for (; code == UNZ_OK; code = unzGoToNextFile(zip->file)) {
		if (zip->count == info.number_entry)
			return XLSX_BROKEN;
		code = read_part(zip->file, &zip->parts[zip->count]);
		if (code != UNZ_OK)
			break;
		zip->count++;
	}
	return code == UNZ_END_OF_LIST_OF_FILE ? XLSX_FINE : fault_of(code);
}

enum xlsx_fault xlsx_zip_open(const char *bytes, size_t length, struct xlsx_zip **out)
{
	struct xlsx_zip *zip = calloc(1, sizeof *zip);
	zlib_filefunc64_def functions = {.zopen64_file = open_bytes,
		.zread_file = read_bytes,
		.ztell64_file = tell_bytes,
		.zseek64_file = seek_bytes,
		.zclose_file = close_bytes,
		.zerror_file = has_ended,
		.opaque = zip};

	*out = zip;
	if (!zip)
		return XLSX_MEMORY;
	zip->bytes = bytes;
	zip->length = length;
	zip->file = unzOpen2_64("", &functions);
	return zip->file ? read_directory(zip) : XLSX_BROKEN;
}

void xlsx_zip_close(struct xlsx_zip *zip)
{
	if (!zip)
		return;
	if (zip->file)
		unzClose(zip->file);
	free(zip->parts);
	free(zip);
}

static const struct part *find(const struct xlsx_zip *zip, const char *name)
{
	for (size_t i = 0; i < zip->count; i++)
		if (strcasecmp(zip->parts[i].name, name) == 0)
			return &zip->parts[i];
	return NULL;
}

/* What the directory says of sizes is not believed: bytes are counted as they come. */
static enum xlsx_fault unpack_current(unzFile file, size_t most, struct buffer *out)
{
	size_t begin = out->length;
	int n = 1;

	while (n > 0) {
		if (!buffer_grow(out, CHUNK))
			return XLSX_MEMORY;
		n = unzReadCurrentFile(file, out->data + out->length, CHUNK);
		if (n < 0)
			return fault_of(n);
		out->length += (size_t)n;
		if (out->length - begin > most)
			return XLSX_TOO_LARGE;
	}
	return XLSX_FINE;
}

enum xlsx_fault xlsx_zip_unpack(
	struct xlsx_zip *zip, const char *name, size_t most, struct buffer *out)
{
	const struct part *part = find(zip, name);
	size_t begin = out->length;

	if (!part)
		return XLSX_PART;
	if (part->locked)
		return XLSX_LOCKED;
	int code = unzGoToFilePos64(zip->file, &part->place);

	if (code == UNZ_OK)
		code = unzOpenCurrentFile(zip->file);
	if (code != UNZ_OK)
		return fault_of(code);
	enum xlsx_fault fault = unpack_current(zip->file, most, out);

	/* Its checksum; minizip does not look at it when bytes are missing. */
	code = unzCloseCurrentFile(zip->file);
	if (!fault && (code != UNZ_OK || out->length - begin != part->size))
		fault = XLSX_BROKEN;
	return fault;
}
