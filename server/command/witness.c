#include "command/witness.h"

#include <stdio.h>
#include <string.h>

#include "office/rights.h"
#include "reporting/report_forms.h"
#include "request/journal.h"

#define SEAL "/events" /* its object */

struct walk {
	struct digest old;
	struct witness *found;
	int64_t seal; /* the number of the event; what has a newer one is compared with that */
};

static void tell(struct walk *walk, const char *finding, const char *object)
{
	struct witness *found = walk->found;

	if (!*found->finding)
		snprintf(found->finding, sizeof found->finding, "%s%s", finding, object);
}

/* A row with an object, the number of its event and the digest there. */
static void compare(
	struct walk *walk, struct stmt *q, const uint8_t hash[SECRET_HASH_SIZE], bool sealed)
{
	if (column_int(q, 1) > walk->seal) {
		if (column_length(q, 2) != SECRET_HASH_SIZE ||
			memcmp(column_blob(q, 2), hash, SECRET_HASH_SIZE) != 0)
			tell(walk, "not as its event says: ", column_text(q, 0));
	} else if (sealed) {
		digest_part(&walk->old, column_text(q, 0), strlen(column_text(q, 0)));
		digest_part(&walk->old, hash, SECRET_HASH_SIZE);
	}
}

/* ---- Reports ---- */

static enum error digest_report(struct db *db, struct stmt *report, uint8_t out[SECRET_HASH_SIZE])
{
	struct stmt *q = db_query(db,
		"SELECT e.element, v.value, v.status, v.note FROM report_values v"
		" JOIN elements e ON e.element_id = v.element_id WHERE v.report = :x_report"
		" ORDER BY e.element");
	struct digest figures;

	digest_start(&figures);
	bind_int(q, ":x_report", column_int(report, 3));
	while (db_row(q)) {
		int64_t value;
		bool has_value = column_number(q, 1, &value);

		report_digest_figure(&figures, column_text(q, 0), has_value ? &value : NULL,
			column_text(q, 2), column_text(q, 3));
	}
	report_digest_whole(column_text(report, 4), column_text(report, 5), column_text(report, 6),
		&figures, out);
	return db_done(q);
}

/* A draft from before the seal is not sealed: it may change, and has an event of its own when it does. */
static enum error walk_reports(struct db *db, struct walk *walk)
{
	struct stmt *q = db_query(db,
		"SELECT '/reports/' || r.id, COALESCE(e.seq, 0), e.after_digest, r.id, r.unit,"
		" r.period, r.scope, CASE WHEN r.status IN ('draft', 'discarded') THEN 0 ELSE 1 END"
		" FROM reports r LEFT JOIN events e ON e.seq ="
		" (SELECT max(f.seq) FROM events f WHERE f.object = '/reports/' || r.id AND f.action"
		" IN ('create_report', 'replace_report', 'submit_report', 'import_reports'))"
		" ORDER BY r.id");
	uint8_t hash[SECRET_HASH_SIZE];
	enum error error = OK;

	while (!error && db_row(q)) {
		error = digest_report(db, q, hash);
		walk->found->reports++;
		compare(walk, q, hash, column_int(q, 7) != 0);
	}
	enum error end = db_done(q);

	return error ? error : end;
}

/* Their numbers have no gaps, and nothing takes one away. */
static enum error find_lost(struct db *db, struct walk *walk)
{
	struct stmt *q = db_query(db,
		"SELECT (SELECT count(*) FROM reports) <>"
		" (SELECT COALESCE(max(id) - min(id) + 1, 0) FROM reports)"
		" OR EXISTS (SELECT 1 FROM events WHERE object ="
		" '/reports/' || (SELECT COALESCE(max(id), 0) + 1 FROM reports))");

	if (db_row(q) && column_int(q, 0))
		tell(walk, "missing: some of ", "/reports");
	return db_done(q);
}

/* ---- Rights ---- */

static enum error walk_rights(struct walk *walk, struct stmt *q)
{
	uint8_t hash[SECRET_HASH_SIZE];

	while (db_row(q)) {
		rights_digest(column_text(q, 3), column_text(q, 4), hash);
		walk->found->rights++;
		compare(walk, q, hash, true);
	}
	return db_done(q);
}

static struct stmt *tokens(struct db *db)
{
	return db_query(db,
		"SELECT '/tokens/' || t.id, COALESCE(e.seq, 0), e.after_digest, t.unit, t.role"
		" FROM tokens t LEFT JOIN events e ON e.seq ="
		" (SELECT min(f.seq) FROM events f WHERE f.object = '/tokens/' || t.id"
		" AND f.action IN ('create_token', 'renew_token'))"
		" WHERE t.session = 0 ORDER BY t.id");
}

static struct stmt *users(struct db *db)
{
	return db_query(db,
		"SELECT '/users/' || u.login, COALESCE(e.seq, 0), e.after_digest, u.unit,"
		" CASE u.active WHEN 1 THEN u.role ELSE '' END"
		" FROM users u LEFT JOIN events e ON e.seq ="
		" (SELECT max(f.seq) FROM events f WHERE f.object = '/users/' || u.login"
		" AND f.action IN ('create_user', 'replace_user')) ORDER BY u.login");
}

/* A token that was revoked stays so, and a session has the rights of whose it is. */
static enum error find_forged(struct db *db, struct walk *walk)
{
	struct stmt *q = db_query(db,
		"SELECT '/tokens/' || t.id FROM tokens t WHERE t.revoked_at IS NULL AND"
		" ((t.session = 0 AND EXISTS (SELECT 1 FROM events e"
		" WHERE e.object = '/tokens/' || t.id AND e.action = 'revoke_token'))"
		" OR (t.session = 1 AND NOT EXISTS (SELECT 1 FROM users u"
		" WHERE u.login = t.login AND u.unit = t.unit AND u.role = t.role)"
		" AND NOT EXISTS (SELECT 1 FROM tokens o"
		" WHERE o.id = t.exchanged AND o.unit = t.unit AND o.role = t.role)"
		" AND NOT (t.login IS NULL AND t.exchanged IS NULL AND EXISTS"
		" (SELECT 1 FROM units n WHERE n.unit = t.unit AND n.parent IS NULL))))"
		" ORDER BY t.id LIMIT 1");

	if (db_row(q))
		tell(walk, "not as its event says: ", column_text(q, 0));
	return db_done(q);
}

static enum error walk_all(struct db *db, struct walk *walk, uint8_t out[SECRET_HASH_SIZE])
{
	digest_start(&walk->old);
	enum error error = walk_reports(db, walk);

	if (!error)
		error = walk_rights(walk, tokens(db));
	if (!error)
		error = walk_rights(walk, users(db));
	digest_end(&walk->old, out);
	return error;
}

/* ---- The seal ---- */

static enum error find_seal(
	struct db *db, int64_t *out_seq, uint8_t out[SECRET_HASH_SIZE], bool *out_found)
{
	struct stmt *q = db_query(db,
		"SELECT seq, after_digest FROM events WHERE object = '" SEAL "'"
		" AND action = 'seal' ORDER BY seq LIMIT 1");

	*out_found = db_row(q) && column_length(q, 1) == SECRET_HASH_SIZE;
	if (*out_found) {
		*out_seq = column_int(q, 0);
		memcpy(out, column_blob(q, 1), SECRET_HASH_SIZE);
	}
	return db_done(q);
}

static enum error add_seal(struct db *db, const char *unit)
{
	struct witness found = {0};
	struct walk walk = {.seal = INT64_MAX, .found = &found};
	uint8_t hash[SECRET_HASH_SIZE];
	enum error error = db_begin(db);

	if (!error)
		error = walk_all(db, &walk, hash);
	if (!error)
		error = journal_witness(db, "seal", unit, SEAL, hash);
	if (!error)
		error = db_commit(db);
	if (error)
		db_rollback(db);
	return error;
}

enum error witness_seal(struct db *db)
{
	struct stmt *q = db_query(db, "SELECT unit FROM units WHERE parent IS NULL LIMIT 1");
	uint8_t hash[SECRET_HASH_SIZE];
	int64_t seq;
	bool there;
	char unit[80] = "";

	if (db_row(q))
		snprintf(unit, sizeof unit, "%s", column_text(q, 0));
	enum error error = db_done(q);

	if (!error)
		error = find_seal(db, &seq, hash, &there);
	return error || there || !*unit ? error : add_seal(db, unit);
}

enum error witness_verify(struct db *db, struct witness *out)
{
	struct walk walk = {.found = out};
	uint8_t sealed[SECRET_HASH_SIZE], hash[SECRET_HASH_SIZE];
	bool there;
	enum error error = find_seal(db, &walk.seal, sealed, &there);

	*out = (struct witness){0};
	if (error || !there)
		return error ? error : E_NOT_FOUND;
	error = walk_all(db, &walk, hash);
	if (!error && memcmp(hash, sealed, sizeof hash) != 0)
		tell(&walk, "changed: a report, a token or a user that was there before ", SEAL);
	if (!error)
		error = find_lost(db, &walk);
	return error ? error : find_forged(db, &walk);
}
