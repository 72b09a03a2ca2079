/* Public holidays, as they are announced; the default due times of periods leave them out. */
#include "gen/api.h"
#include "reporting/due_times.h"
#include "request/import.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS "holiday, date, name, source"
#define HOLIDAYS                                                                                   \
	" FROM holidays WHERE (CAST(:year AS BIGINT) IS NULL"                                      \
	" OR CAST(substr(date, 1, 4) AS BIGINT) = :year)"

enum error list_holidays(struct request *req)
{
	return REPLY_PAGE1(req, COLUMNS, HOLIDAYS, "date", TEXT);
}

static enum error import_holiday(struct request *req, const struct row *row)
{
	struct stmt *old = db_query(req->db, "SELECT " COLUMNS " FROM holidays WHERE date = :date");
	const char *date = row_text(row, "date");
	enum import_outcome outcome;

	if (import_compare(req, row, bind_row(old, req, row), &outcome))
		return req->failed;
	if (outcome != IMPORT_UNCHANGED) {
		struct stmt *put = db_query(req->db,
			"INSERT INTO holidays (" COLUMNS
			") VALUES (:holiday, :date, :name, :source)"
			" ON CONFLICT (date) DO UPDATE SET holiday = excluded.holiday,"
			" name = excluded.name, source = excluded.source");

		if (query_run(req, bind_row(put, req, row)) || due_follow_holiday(req, date))
			return req->failed;
	}
	return import_stored(req, row, outcome, req_printf(req, "/holidays/%s", date), NULL);
}

enum error import_holidays(struct request *req)
{
	enum error error = require_sector(req);

	return error ? error : import_rows(req, import_holiday);
}
