/* Copies of the running database: a thread of the server makes them, here they are asked for and listed. */
#include "backup/backup.h"

#include <stdlib.h>

#include "base/server.h"
#include "gen/api.h"
#include "request/reach.h"
#include "request/reply.h"

static void write_backup(struct request *req, const struct backup *backup)
{
	const struct manifest *manifest = &backup->manifest;

	item_open(req);
	item_text(req, "state", "whole");
	item_instant(req, "at", manifest->at);
	item_text(req, "file", backup->file);
	item_int(req, "bytes", backup->bytes);
	item_text(req, "sha256", manifest->sha256);
	item_int(req, "schema", manifest->schema);
	item_int(req, "event_seq", manifest->event_seq);
	item_text(req, "event_hash", manifest->event_hash);
	item_null(req, "failure");
	item_close(req);
}

/* Of what has no file: that one is waited for, or that the last try failed. */
static void write_try(struct request *req, const char *state, int64_t at, const char *failure)
{
	static const char *const members[] = {
		"file", "bytes", "sha256", "schema", "event_seq", "event_hash"};

	item_open(req);
	item_text(req, "state", state);
	if (at)
		item_instant(req, "at", at);
	else
		item_null(req, "at");
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		item_null(req, members[i]);
	item_text(req, "failure", failure);
	item_close(req);
}

static void write_state(struct request *req)
{
	struct backup_state state = backup_state();

	if (state.waiting)
		write_try(req, "waiting", 0, NULL);
	if (state.failure)
		write_try(req, "failed", state.failed_at,
			state.failure == BACKUP_DISK_FULL ? "disk_full" : "storage_failed");
}

enum error list_backups(struct request *req)
{
	struct backup *list = NULL;
	size_t count = 0;

	if (require_sector(req))
		return req->failed;
	reply_list_open(req);
	write_state(req);
	if (backup_list(server.config.backup_to, &list, &count) == E_MEMORY)
		req_fail(req, E_MEMORY);
	for (size_t i = 0; i < count; i++)
		write_backup(req, &list[i]);
	free(list);
	return reply_list_close(req, NULL);
}

/* The thread sees it when this is committed, and not of a dry run. */
enum error create_backup(struct request *req)
{
	if (require_sector(req))
		return req->failed;
	req_changed(req, EPOCH_BACKUPS);
	reply_open(req, 202);
	reply_member_text(req, "state", "waiting");
	return reply_close(req);
}
