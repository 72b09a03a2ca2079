/*
 * Attached documents: whose they are, how they are stored, and how they are sent again.
 */
#ifndef THIDUA_DOCUMENT_H
#define THIDUA_DOCUMENT_H

#include "request/request.h"

struct document {
	int64_t id;
	const char *name, *type, *sha256;
	const char *reason; /* why it was withdrawn; NULL while it stands */
	int64_t revision;
};

/* ---- document_owner.c ---- */

/* The object that has documents ("decision", 17), if the caller may read it: else the problem not_found.
 * To change what it has the caller must be one who acts for it: else the problem of that object. */
enum owner_access { OWNER_READ, OWNER_CHANGE };
enum error document_owner(
	struct request *req, const char *owner, int64_t id, enum owner_access access);

/* ---- document.c ---- */

/* The document, by the rule of its owner; its texts live as long as the request. */
enum error document_load(
	struct request *req, int64_t id, enum owner_access access, struct document *out);
/* Attaches req->upload under the inputs `name` and `title`; the owner was looked at. When the owner has
 * these bytes already the request changes nothing. *out_id is the document. */
enum error document_attach(
	struct request *req, const char *owner, int64_t owner_id, int64_t *out_id);
/* The document as GET /documents/{id} shows it. */
enum error document_reply(struct request *req, int status, int64_t id);

/* ---- document_parts.c ---- */

enum error document_put(struct request *req, int64_t id); /* the bytes of req->upload */
enum error document_send(struct request *req, const struct document *document);
/* Whether the bytes of all documents have their digests: *out_bad is the first that has not, or 0. */
enum error document_verify(struct db *db, int64_t *out_count, int64_t *out_bad);

#endif
