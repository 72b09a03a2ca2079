/*
 * A zip archive, written from its beginning to its end: nothing is gone back to, so that whoever
 * owns the buffer may take away what is in it between any two calls, and an archive of any size
 * needs little memory. Lengths and checksums stand behind each part.
 */
#ifndef THIDUA_PACKER_H
#define THIDUA_PACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

#define PACKER_PARTS 64 /* the most of an archive */

struct packer;

/* NULL when memory is short. packer_free() it. */
struct packer *packer_open(struct buffer *out);
void packer_free(struct packer *packer);

/* Begins a part, and ends the one before. The name is its path in the archive, and lives as
 * long as the packer. */
void packer_part(struct packer *packer, const char *name);
void packer_bytes(struct packer *packer, const char *bytes, size_t length);
/* Bytes of the part so far, before they are packed. One of 4 GiB or more makes no archive that every
 * program reads: it is to be given up before. */
uint64_t packer_part_size(const struct packer *packer);

/* Ends the archive. False when it is none: memory was short. */
bool packer_end(struct packer *packer);

#endif
