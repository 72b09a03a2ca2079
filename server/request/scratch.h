/*
 * Files without a name, for what is too long to be held in memory: beside the database, whose disk is
 * watched, and gone when they are closed.
 */
#ifndef THIDUA_SCRATCH_H
#define THIDUA_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

/* A new, empty file, closed by the caller. E_FULL, E_MEMORY or E_FAULT. */
enum error scratch_open(int *out);
/* At its end. E_FULL or E_FAULT. */
enum error scratch_write(int file, const void *bytes, size_t length);

#endif
