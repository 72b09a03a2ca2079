/*
 * Answers that are saved as a file: what it is called, and where a long one stands.
 */
#ifndef THIDUA_REPLY_FILE_H
#define THIDUA_REPLY_FILE_H

#include "request/request.h"

/* Content-Disposition of a CSV or XLSX: what the operation lists, and the filters that were given. */
void reply_file_name(struct request *req);

/* Of a whole list: once there is much of it, moves what the answer has so far to a file of its own,
 * so that memory stays small; at its end (`all`) also the rest. The request fails with the problem list_too_large
 * when the file gets larger than is sent, and with E_FULL when the disk has no room. */
void reply_file_move(struct request *req, bool all);

/* An answer that is a file which somebody sent once: */
struct file_answer {
	const char *type; /* media type, a literal */
	const char *name; /* as it was called there */
	const char *tag;  /* of its bytes, for ETag */
};
/* False when the client has these bytes: then the answer is 304, and complete. */
bool reply_file_open(struct request *req, const struct file_answer *file);
/* Its next bytes. Memory stays small, as above. */
void reply_file_bytes(struct request *req, const void *bytes, size_t length);
enum error reply_file_close(struct request *req);

/* Before a problem takes the place of the file: it has none of its headers. */
void reply_file_forget(struct request *req);

#endif
