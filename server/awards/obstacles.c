/* What stands against the undo of an import: everything that refers to its rows. */
#include "awards/obstacles.h"

#include <string.h>

#include "awards/award.h"
#include "request/bind.h"

#define MINE                                                                                        \
	"WITH mine AS (SELECT r.kind, r.id, r.revision, r.before, r.import, i.last_step"            \
	" FROM imports i JOIN import_rows r ON r.import = i.id"                                     \
	" WHERE i.id = :x_id AND i.undone_at IS NULL),"                                             \
	" people AS (SELECT m.*, '/persons/' || m.id AS path FROM mine m WHERE m.kind = 'person')," \
	" lines AS (SELECT l.id, l.case_id, l.person, l.unit, m.import, m.last_step,"               \
	" '/decisions/' || l.decision || '/lines/' || l.id AS path FROM mine m"                     \
	" JOIN decision_lines l ON l.id = m.id WHERE m.kind = 'line')"

/* Of a change the import that made it, if one did. */
#define PEOPLE                                                                                          \
	"SELECT r.path AS object, 'changed' AS obstacle, COALESCE((SELECT '/imports/' || max(n.import)" \
	" FROM import_rows n JOIN imports i ON i.id = n.import WHERE n.kind = r.kind"                   \
	" AND n.id = r.id AND n.import > r.import AND i.undone_at IS NULL), r.path) AS other"           \
	" FROM people r JOIN persons p ON p.id = r.id WHERE p.revision <> r.revision"                   \
	" UNION ALL SELECT r.path, 'merged', '/persons/' || p.merged_into FROM people r"                \
	" JOIN all_persons p ON p.id = r.id WHERE p.merged_into IS NOT NULL"

/* Whoever the import made has nothing yet; of the others it is what began since. */
#define PAPERS                                                                                     \
	"SELECT r.path, 'case', '/awards/' || c.id FROM people r"                                  \
	" JOIN award_cases c ON c.person = r.id WHERE r.before IS NULL OR r.last_step <"           \
	" (SELECT min(s.id) FROM award_steps s WHERE s.case_id = c.id)"                            \
	" UNION ALL SELECT r.path, 'initiative', '/initiatives/' || a.initiative FROM people r"    \
	" JOIN initiative_authors a ON a.person = r.id WHERE r.before IS NULL"                     \
	" UNION ALL SELECT r.path, 'discipline', r.path || '/disciplines/' || d.id FROM people r"  \
	" JOIN disciplines d ON d.person = r.id WHERE r.before IS NULL"                            \
	" UNION ALL SELECT r.path, 'hold', '/holds/' || h.id FROM people r"                        \
	" JOIN holds h ON h.person = r.id WHERE r.before IS NULL"

#define LINES                                                                                                                 \
	"SELECT l.path AS object, 'changed' AS obstacle, COALESCE('/decisions/' || g.decision, l.path) AS other FROM lines l" \
	" JOIN line_changes g ON g.line = l.id"                                                                               \
	" UNION ALL SELECT l.path, 'went_on', '/awards/' || l.case_id FROM lines l"                                           \
	" WHERE EXISTS (SELECT 1 FROM award_steps s WHERE s.case_id = l.case_id"                                              \
	" AND s.from_state IS NOT NULL)"                                                                                      \
	" AND NOT EXISTS (SELECT 1 FROM line_changes g WHERE g.line = l.id)"                                                  \
	" UNION ALL SELECT '/decisions/' || o.decision, 'line',"                                                              \
	" '/decisions/' || o.decision || '/lines/' || o.id FROM mine d"                                                       \
	" JOIN decision_lines o ON o.decision = d.id WHERE d.kind = 'decision'"                                               \
	" AND NOT EXISTS (SELECT 1 FROM import_rows x WHERE x.import = d.import"                                              \
	" AND x.kind = 'line' AND x.id = o.id)"

/* A case that was granted remembers the lines that it rests on. One that was nominated since was judged
 * by those of its subject. */
#define EVIDENCE                                                                                   \
	"SELECT l.path, 'evidence', '/awards/' || c.id FROM lines l"                               \
	" JOIN award_lines a ON a.line = l.id JOIN award_cases c ON c.id = a.case_id"              \
	" WHERE NOT EXISTS (SELECT 1 FROM decision_lines o JOIN import_rows x ON x.id = o.id"      \
	" AND x.kind = 'line' AND x.import = l.import WHERE o.case_id = c.id)"                     \
	" UNION ALL " PROPOSAL_OF("person") " UNION ALL " PROPOSAL_OF("unit")
#define PROPOSAL_OF(subject)                                                                       \
	"SELECT l.path, 'proposal', '/awards/' || c.id FROM lines l"                               \
	" JOIN award_cases c ON c." subject " = l." subject " WHERE c.origin = 'proposal'"         \
	" AND NOT c." CASE_IS_DEAD                                                                 \
	" AND c.state NOT IN ('registered', 'granted', 'published', 'conferred', 'stripped')"      \
	" AND EXISTS (SELECT 1 FROM award_steps s WHERE s.case_id = c.id"                          \
	" AND s.event = 'nominate' AND s.id > l.last_step)"

#define OBSTACLES_IN(terms)                                                                        \
	MINE " SELECT o.object, o.obstacle, o.other FROM (" terms                                  \
	     ") o ORDER BY o.object, o.obstacle, o.other LIMIT 1000"

struct stmt *obstacles_of(struct request *req, int64_t import, const char *operation)
{
	struct stmt *q = strcmp(operation, "import_persons")
		? db_query(req->db, OBSTACLES_IN(LINES " UNION ALL " EVIDENCE))
		: db_query(req->db, OBSTACLES_IN(PEOPLE " UNION ALL " PAPERS));

	return bind_id(q, import);
}
