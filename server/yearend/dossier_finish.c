/* What a dossier lacks to be final; and its annexes, frozen. */
#include <stdlib.h>
#include <string.h>

#include "gen/problems.h"
#include "gen/words.h"
#include "request/bind.h"
#include "request/journal.h"
#include "request/json_read.h"
#include "request/problem.h"
#include "request/query.h"
#include "secret.h"
#include "yearend/dossier.h"

/* The head of the paper, and the texts that nobody but people can write. */
static void check_words(struct request *req, const struct dossier *dossier)
{
	struct stmt *q = db_query(req->db,
		"SELECT number IS NULL, signed_on IS NULL, signer_name IS NULL OR signer_title IS NULL"
		" FROM dossiers WHERE id = :x_id");
	static const char *const parts[] = {"number", "signed_on", "signer"};

	bind_id(q, dossier->id);
	if (db_row(q))
		for (int i = 0; i < 3; i++)
			if (column_int(q, i))
				fault_dossier_incomplete(req, "", parts[i]);
	req_fail(req, db_done(q));
}

static bool has_text(struct request *req, int64_t id, const char *section)
{
	struct stmt *q = db_query(req->db,
		"SELECT 1 FROM dossier_texts WHERE dossier = :x_id AND section = :x_section");

	bind_text(q, ":x_section", section);
	return query_exists(req, bind_id(q, id));
}

/* The server has something to say in it; else people must. Of members and targets it always says what there is. */
static bool is_filled(const char *section, const json_t *annexes)
{
	static const char *const filled[][2] = {{"situation", NULL}, {"results", NULL},
		{"rights", "rights"}, {"movements", "movements"}, {"practices", "practices"},
		{"practices", "exemplars"}, {"scores", "scores"}, {"next_year", "tasks"}};

	for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
		if (!strcmp(filled[i][0], section) &&
			(!filled[i][1] ||
				json_array_size(json_object_get(annexes, filled[i][1])) > 0))
			return true;
	return false;
}

static void check(struct request *req, const struct dossier *dossier, const json_t *annexes)
{
	const json_t *member;
	size_t i;

	check_words(req, dossier);
	json_array_foreach(json_object_get(annexes, "members"), i, member)
	{
		const char *unit = json_string_value(json_object_get(member, "unit"));

		if (unit && !dossier_has_figures(annexes, unit))
			fault_dossier_figures_missing(req, "", unit);
	}
	for (i = 0; i < words_dossier_section.count; i++) {
		const char *section = words_dossier_section.words[i].word;

		if (!is_filled(section, annexes) && !has_text(req, dossier->id, section))
			fault_dossier_text_missing(req, "", section);
	}
}

static enum error freeze(struct request *req, int64_t id, const char *content)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO dossier_annexes (dossier, content) VALUES (:x_id, :x_content)");

	bind_text(q, ":x_content", content);
	return query_run(req, bind_id(q, id));
}

/* The final version before, if there is one. */
static enum error supersede(struct request *req, const struct dossier *dossier)
{
	struct stmt *q = db_query(req->db,
		"UPDATE dossiers SET state = :x_state, revision = revision + 1"
		" WHERE cluster = :x_cluster AND state = 'final' RETURNING id");

	bind_text(q, ":x_state", machine_step(&dossier_machine, "final", "supersede")->to);
	bind_text(q, ":x_cluster", dossier->cluster.code);
	int64_t before = query_int(req, q);

	if (req->failed || !before)
		return req->failed;
	return req_event_beside(req, dossier->cluster.issuer,
		req_printf(req, "/dossiers/%lld", (long long)before), "superseded");
}

static enum error conclude(
	struct request *req, const struct dossier *dossier, const json_t *annexes)
{
	uint8_t hash[SECRET_HASH_SIZE];
	char hex[2 * SECRET_HASH_SIZE + 1];
	const char *content = dossier_json(req, annexes);
	struct stmt *q = db_query(req->db,
		"UPDATE dossiers SET state = :x_state, finished_at = :now, digest = :x_digest,"
		" revision = revision + 1 WHERE id = :id");

	if (supersede(req, dossier) || freeze(req, dossier->id, content)) {
		db_done(q);
		return req->failed;
	}
	digest_bytes(content, strlen(content), hash);
	digest_hex(hash, hex);
	bind_input(q, req);
	bind_text(q, ":x_state", dossier->next);
	bind_text(q, ":x_digest", hex);
	return query_run(req, q);
}

enum error dossier_conclude(struct request *req, const struct dossier *dossier)
{
	json_watch();
	json_t *annexes = dossier_gather(req, &dossier->cluster, NULL);

	if (!req->failed && !json_is_short()) {
		check(req, dossier, annexes);
		if (!req_faults(req))
			conclude(req, dossier, annexes);
	}
	json_decref(annexes);
	if (json_is_short())
		req_fail(req, E_MEMORY);
	json_unwatch();
	return req->failed;
}
