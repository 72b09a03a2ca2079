/*
 * The words of the contract as a Vietnamese sentence says them: a clerk reads "đã đề nghị" where a
 * program reads "nominated". English sentences keep the contract's words.
 */
#ifndef THIDUA_PROBLEM_WORDS_H
#define THIDUA_PROBLEM_WORDS_H

#include "request/request.h"

/* Up to `length` bytes of `word`; NULL when it is none of those that are known. */
const char *word_in_vietnamese(const char *word, size_t length);

/* The name of an award by its code; the code when it has none. */
const char *award_in_vietnamese(struct request *req, const char *code);

#endif
