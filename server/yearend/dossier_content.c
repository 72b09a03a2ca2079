/* The whole file of a cluster's year. */
#include <stdlib.h>
#include <string.h>

#include "gen/words.h"
#include "request/bind.h"
#include "request/json_read.h"
#include "request/query.h"
#include "request/reply.h"
#include "yearend/dossier.h"

#define DECIMALS 15 /* that a double holds: 75.32 is printed as it was read */

const char *dossier_json(struct request *req, const json_t *json)
{
	char *text =
		json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(DECIMALS));
	const char *kept = req_text(req, text);

	if (!text)
		req_fail(req, E_MEMORY);
	free(text);
	return kept ? kept : "";
}

json_t *dossier_frozen(struct request *req, int64_t id)
{
	struct stmt *q =
		db_query(req->db, "SELECT content FROM dossier_annexes WHERE dossier = :x_id");
	const char *text = query_text(req, bind_id(q, id));

	return text ? json_read(text, strlen(text), 0) : NULL;
}

/* Each of the contract's words, in their order; null where nobody wrote. */
static json_t *sections_of(struct request *req, int64_t id)
{
	json_t *sections = json_array();

	for (size_t i = 0; i < words_dossier_section.count; i++) {
		const char *section = words_dossier_section.words[i].word;
		struct stmt *q = db_query(req->db,
			"SELECT text FROM dossier_texts WHERE dossier = :x_id"
			" AND section = :x_section");

		bind_text(q, ":x_section", section);
		json_array_append_new(sections,
			json_pack("{s:s, s:s?}", "section", section, "text",
				query_text(req, bind_id(q, id))));
	}
	return sections;
}

static void write_head(struct request *req, const struct dossier *dossier)
{
	struct stmt *q = db_query(req->db,
		"SELECT d.id, d.cluster, c.name_vi AS cluster_name, c.year,"
		" (SELECT m.unit FROM memberships m WHERE m.cluster = d.cluster"
		" AND m.role = 'lead') AS lead,"
		" (SELECT m.unit FROM memberships m WHERE m.cluster = d.cluster"
		" AND m.role = 'deputy') AS deputy, d.version, d.state, d.number, d.signed_on,"
		" d.signer_name, d.signer_title, d.recipients, d.reason, d.digest FROM dossiers d"
		" JOIN clusters c ON c.cluster = d.cluster WHERE d.id = :x_id");

	reply_open(req, 200);
	reply_columns(req, bind_id(q, dossier->id));
}

static void write_json(struct request *req, const char *name, json_t *json)
{
	reply_member_json(req, name, dossier_json(req, json));
	json_decref(json);
}

/* What the members say today is for those who may read it one by one. */
static bool may_compare(struct request *req, const struct dossier *dossier)
{
	struct stmt *q = db_query(req->db, "SELECT 1 WHERE" LED_BY_CALLER(":x_cluster"));

	bind_input(q, req);
	bind_text(q, ":x_cluster", dossier->cluster.code);
	return query_exists(req, q);
}

static void write_annexes(struct request *req, const struct dossier *dossier, json_t *shown,
	const json_t *differences)
{
	struct reported reported = dossier_reported(shown);
	const char *name;
	json_t *annex;

	write_json(req, "sections", sections_of(req, dossier->id));
	reply_member_int(req, "units_reported", reported.units);
	reply_member_int(req, "units_expected", reported.expected);
	reply_member_bool(req, "stale", json_array_size(differences) > 0);
	reply_member_json(req, "differences",
		may_compare(req, dossier) ? dossier_json(req, differences) : "[]");
	write_json(req, "summary", dossier_summary(shown));
	json_object_foreach(shown, name, annex)
		reply_member_json(req, name, dossier_json(req, annex));
}

enum error dossier_content(struct request *req, const struct dossier *dossier)
{
	json_watch();
	json_t *now = dossier_gather(req, &dossier->cluster, NULL);
	json_t *frozen = dossier_frozen(req, dossier->id);
	json_t *differences = frozen ? dossier_differences(req, frozen, now) : json_array();

	if (!req->failed) {
		write_head(req, dossier);
		write_annexes(req, dossier, frozen ? frozen : now, differences);
	}
	json_decref(now);
	json_decref(frozen);
	json_decref(differences);
	if (json_is_short())
		req_fail(req, E_MEMORY);
	json_unwatch();
	return reply_close(req);
}
