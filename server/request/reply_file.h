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

/* Before a problem takes the place of the file: it has none of its headers. */
void reply_file_forget(struct request *req);

#endif
