/*
 * Titles, rewards and honorary titles: their list, each of them, and how they are found by what
 * people call them (BR-29). What each asks of its subject is award_rules.c's.
 */
#include <string.h>

#include "awards/award_rules.h"
#include "awards/regime.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/bind.h"
#include "request/import.h"
#include "request/query.h"
#include "request/reach.h"
#include "request/reply.h"

#define COLUMNS                                                                                        \
	"award, family, name_vi, name_en, subject, level, decider, once_lifetime, needs_cluster_vote," \
	" needs_secret_vote, needs_public_opinion, outsiders, rank_order, valid_from, valid_to,"       \
	" artefact, evidence, name_parameter"
#define TYPES                                                                                      \
	" FROM award_types WHERE (CAST(:family AS TEXT) IS NULL OR family = :family)"              \
	" AND (CAST(:subject AS TEXT) IS NULL OR subject = :subject)"                              \
	" AND (CAST(:level AS TEXT) IS NULL OR level = :level)"                                    \
	" AND (CAST(:valid_on AS TEXT) IS NULL OR (valid_from <= :valid_on"                        \
	" AND (valid_to IS NULL OR valid_to >= :valid_on)))"                                       \
	" AND (CAST(:name_key AS TEXT) IS NULL"                                                    \
	" OR award IN (SELECT n.award FROM " AWARD_NAMES " n WHERE n.name_key = :name_key))"       \
	" AND (CAST(:q AS TEXT) IS NULL"                                                           \
	" OR award IN (SELECT n.award FROM " AWARD_NAMES " n WHERE " HAS_Q("n.name_key") "))"
/* Those of exactly that name first; then titles, rewards, honorary titles. */
#define PLACE                                                                                      \
	"(CASE WHEN award IN (SELECT n.award FROM " AWARD_NAMES " n WHERE n.name_key = :q_key)"    \
	" THEN 0 ELSE 10 END"                                                                      \
	" + CASE family WHEN 'title' THEN 1 WHEN 'reward' THEN 2 ELSE 3 END)"

enum error list_award_types(struct request *req)
{
	return REPLY_PAGE3(req, COLUMNS, TYPES, PLACE, BIGINT, "rank_order", BIGINT, "award", TEXT);
}

static enum error reply_type(struct request *req, int status, const char *award)
{
	struct stmt *q = db_query(req->db,
		"SELECT " COLUMNS ", revision AS _revision FROM award_types WHERE award = :award");
	struct stmt *aliases = db_query(
		req->db, "SELECT alias FROM award_aliases WHERE award = :award ORDER BY alias_key");

	reply_open(req, status);
	reply_columns(req, q);
	reply_member(req, "aliases", aliases);
	reply_award_rules(req, award);
	return reply_close(req);
}

enum error get_award_type(struct request *req)
{
	const struct get_award_type_in *in = req->in;

	return reply_type(req, 200, in->award);
}

/* Nobody else is called so; a name that finds two awards finds none. */
static bool check_name(
	struct request *req, const struct row *row, const char *member, const char *award)
{
	const char *name = row_text(row, member);
	struct stmt *q = db_query(req->db,
		"SELECT n.award FROM " AWARD_NAMES " n WHERE n.name_key = :x_key"
		" AND n.award <> :x_award ORDER BY n.award LIMIT 1");
	bool taken;

	bind_text(q, ":x_award", award);
	bind_text(q, ":x_key", req_fold(req, name));
	taken = db_row(q);
	if (taken)
		fault_name_taken(req, member_pointer(req, row, member), name, column_text(q, 0));
	req_fail(req, db_done(q));
	return !taken;
}

static bool check_type(struct request *req, const struct row *row, const char *award)
{
	const char *from = row_text(row, "valid_from"), *to = row_text(row, "valid_to");
	bool ordered = !to || strcmp(from, to) <= 0;

	if (!ordered)
		fault_dates_reversed(req, member_pointer(req, row, "valid_to"), from, to);
	bool named = row_refers(req, row, "name_parameter",
		db_query(req->db, "SELECT 1 FROM regime_params WHERE key = :name_parameter"));
	return check_name(req, row, "name_vi", award) && ordered && named;
}

static struct stmt *put_type(struct request *req)
{
	return db_query(req->db,
		"INSERT INTO award_types (" COLUMNS ", name_key)"
		" VALUES (:award, :family, :name_vi, :name_en, :subject, :level, :decider, :once_lifetime,"
		" :needs_cluster_vote, :needs_secret_vote, :needs_public_opinion, :outsiders,"
		" :rank_order, :valid_from, :valid_to, :artefact, :evidence, :name_parameter,"
		" :name_vi_key)"
		" ON CONFLICT (award) DO UPDATE SET family = excluded.family,"
		" name_vi = excluded.name_vi, name_key = excluded.name_key,"
		" name_en = excluded.name_en,"
		" subject = excluded.subject, level = excluded.level, decider = excluded.decider,"
		" once_lifetime = excluded.once_lifetime,"
		" needs_cluster_vote = excluded.needs_cluster_vote,"
		" needs_secret_vote = excluded.needs_secret_vote,"
		" needs_public_opinion = excluded.needs_public_opinion,"
		" outsiders = excluded.outsiders, rank_order = excluded.rank_order,"
		" valid_from = excluded.valid_from, valid_to = excluded.valid_to,"
		" artefact = excluded.artefact, evidence = excluded.evidence,"
		" name_parameter = excluded.name_parameter,"
		" revision = award_types.revision + 1");
}

static struct stmt *stored_type(struct request *req)
{
	return db_query(req->db, "SELECT " COLUMNS " FROM award_types WHERE award = :award");
}

enum error replace_award_type(struct request *req)
{
	const struct replace_award_type_in *in = req->in;
	struct row row = body_row(req);
	struct stmt *found =
		db_query(req->db, "SELECT revision FROM award_types WHERE award = :award");

	if (require_sector(req) || check_revision(req, found))
		return req->failed;
	check_type(req, &row, in->award);
	row_replace(req, stored_type(req), put_type(req));
	return reply_type(req, 200, in->award);
}

static enum error import_type(struct request *req, const struct row *row)
{
	const char *award = row_text(row, "award");

	if (import_fill(req, row, bind_row(stored_type(req), req, row)) ||
		!check_type(req, row, award))
		return req->failed;
	return import_upsert(req, row, stored_type(req), put_type(req),
		req_printf(req, "/award-types/%s", award), NULL);
}

enum error import_award_types(struct request *req)
{
	enum error error = require_sector(req);

	return error ? error : import_rows(req, import_type);
}

#define ALIASES                                                                                    \
	" FROM award_aliases a JOIN award_types t ON t.award = a.award"                            \
	" WHERE (CAST(:award AS TEXT) IS NULL OR a.award = :award)"

enum error list_award_aliases(struct request *req)
{
	return REPLY_PAGE1(req, "a.alias AS alias, a.award AS award, t.name_vi AS award_name",
		ALIASES, "a.alias_key", TEXT);
}

static enum error import_alias(struct request *req, const struct row *row)
{
	const char *award = row_text(row, "award");
	const char *key = req_fold(req, row_text(row, "alias"));
	bool known = row_refers(req, row, "award",
		db_query(req->db, "SELECT 1 FROM award_types WHERE award = :award"));
	enum import_outcome outcome;

	if (!known || !check_name(req, row, "alias", award))
		return req->failed;
	struct stmt *old = db_query(
		req->db, "SELECT alias, award FROM award_aliases WHERE alias_key = :alias_key");

	if (import_compare(req, row, bind_row(old, req, row), &outcome))
		return req->failed;
	if (outcome != IMPORT_UNCHANGED) {
		struct stmt *put = db_query(req->db,
			"INSERT INTO award_aliases (alias_key, alias, award)"
			" VALUES (:alias_key, :alias, :award)"
			" ON CONFLICT (alias_key) DO UPDATE SET alias = excluded.alias");

		if (query_run(req, bind_row(put, req, row)) || award_type_touch(req, award))
			return req->failed;
	}
	return import_stored(
		req, row, outcome, req_printf(req, "/award-types/%s/aliases/%s", award, key), NULL);
}

enum error import_award_aliases(struct request *req)
{
	enum error error = require_sector(req);

	return error ? error : import_rows(req, import_alias);
}
