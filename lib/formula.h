/*
 * The guard against formulas in CSV: an apostrophe before each sign with which a spreadsheet would
 * begin one. buffer_csv() puts it there, csv_read() takes it off.
 */
#ifndef THIDUA_FORMULA_H
#define THIDUA_FORMULA_H

#include <stddef.h>

/* The first place from `from` on where a guard belongs; `length` when there is none. What stands
 * there is the sign, or apostrophes and then the sign: a text that has some gets another, so that
 * taking one off gives back what it was. */
size_t formula_guard(const char *text, size_t length, size_t from);

#endif
