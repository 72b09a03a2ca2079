/*
 * An answer that is an archive: a zip of lists as CSV, with a manifest by which each can be checked.
 *
 *	struct archive *archive = reply_archive_open(req);
 *
 *	for (..)
 *		reply_archive_list(archive, route, "year", "2021");
 *	return reply_archive_close(archive);
 */
#ifndef THIDUA_REPLY_ARCHIVE_H
#define THIDUA_REPLY_ARCHIVE_H

#include "request/request.h"

struct archive;

/* NULL once the request has failed. The others take that, and reply_archive_close() frees it. */
struct archive *reply_archive_open(struct request *req);
/* Adds the list as the caller would get it with this filter; it suits (inner_suits()). */
enum error reply_archive_list(
	struct archive *archive, const struct route *route, const char *filter, const char *text);
/* Adds manifest.json: the caller's unit, the instant, and of each part its name, the list that it is, how many rows it
 * has and the SHA-256 of its bytes. Returns the outcome of the request. */
enum error reply_archive_close(struct request *req, struct archive *archive);

#endif
