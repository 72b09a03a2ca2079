/*
 * The page that people work with (server/web/), out of the program itself. Its names are a fixed
 * table: no path is ever joined, and nothing is read from the disk.
 */
#ifndef THIDUA_PAGES_H
#define THIDUA_PAGES_H

#include <stdbool.h>

struct call;

/* "/" is index.html, to be asked for again each time; all else stands under /web/{build}/ and may be
 * kept for good. False when the path is none of these: it is the contract's then. True with the
 * answer in `call`: a page, 304, 404 for an unknown name there, 405 for all but GET and HEAD. */
bool pages_answer(struct call *call);

#endif
