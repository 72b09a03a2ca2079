-- Attached documents: which kinds of objects have them stands in the contract, so that a new kind rebuilds no table.
CREATE TABLE documents_next (
	id INTEGER PRIMARY KEY,
	owner TEXT NOT NULL,
	owner_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	title TEXT,
	type TEXT NOT NULL,
	size INTEGER NOT NULL CHECK (size > 0),
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
	kept INTEGER NOT NULL,
	attached_at INTEGER NOT NULL,
	attached_by TEXT NOT NULL REFERENCES units,
	withdrawn_at INTEGER,
	withdrawn_by TEXT REFERENCES units,
	reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((withdrawn_at IS NULL) = (reason IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;
INSERT INTO documents_next (id, owner, owner_id, name, title, type, size, sha256, kept, attached_at, attached_by, withdrawn_at, withdrawn_by, reason, revision)
SELECT id, owner, owner_id, name, title, type, size, sha256, kept, attached_at, attached_by, withdrawn_at, withdrawn_by, reason, revision FROM documents;
DROP TABLE documents;
ALTER TABLE documents_next RENAME TO documents;
CREATE INDEX documents_owner ON documents (owner, owner_id, id) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX one_document ON documents (owner, owner_id, sha256) WHERE withdrawn_at IS NULL;

-- Who reads what an office shares in a year: the members of its cluster, and the offices below them.
CREATE VIEW cluster_peers AS
	SELECT a.unit AS unit, m.year AS year, b.unit AS peer
	FROM unit_below a JOIN memberships m ON m.unit = a.ancestor JOIN memberships o ON o.cluster = m.cluster
	JOIN unit_below b ON b.ancestor = o.unit;

-- What an office found out for others to learn from. Figures are hundredths, of the report that held them when they were said.
CREATE TABLE practices (
	id INTEGER PRIMARY KEY,
	unit TEXT NOT NULL REFERENCES units,
	year INTEGER NOT NULL REFERENCES work_years,
	title TEXT NOT NULL,
	title_key TEXT NOT NULL,
	area TEXT REFERENCES areas,
	problem TEXT,
	solution TEXT NOT NULL,
	result TEXT,
	since TEXT,
	initiative INTEGER REFERENCES initiatives,
	indicator TEXT REFERENCES indicators,
	period_before TEXT REFERENCES periods,
	value_before INTEGER,
	report_before INTEGER REFERENCES reports,
	period_after TEXT REFERENCES periods,
	value_after INTEGER,
	report_after INTEGER REFERENCES reports,
	state TEXT NOT NULL CHECK (state IN ('draft', 'shared', 'recognised', 'retired')),
	recognised_on TEXT,
	recognised_by TEXT REFERENCES units,
	document TEXT,
	reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((indicator IS NULL) = (report_before IS NULL) AND (indicator IS NULL) = (report_after IS NULL)),
	CHECK ((recognised_on IS NULL) = (recognised_by IS NULL)),
	CHECK (state <> 'recognised' OR recognised_on IS NOT NULL),
	CHECK ((state = 'retired') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX practices_unit ON practices (unit, year);
CREATE INDEX practices_year ON practices (year, id);

CREATE TABLE adoptions (
	id INTEGER PRIMARY KEY,
	practice INTEGER NOT NULL REFERENCES practices,
	unit TEXT NOT NULL REFERENCES units,
	state TEXT NOT NULL CHECK (state IN ('planned', 'applied', 'reported', 'dropped')),
	adopted_on TEXT NOT NULL,
	plan TEXT,
	applied_on TEXT,
	effect TEXT,
	indicator TEXT REFERENCES indicators,
	period_before TEXT REFERENCES periods,
	value_before INTEGER,
	report_before INTEGER REFERENCES reports,
	period_after TEXT REFERENCES periods,
	value_after INTEGER,
	report_after INTEGER REFERENCES reports,
	reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (practice, unit),
	CHECK ((indicator IS NULL) = (report_before IS NULL) AND (indicator IS NULL) = (report_after IS NULL)),
	CHECK (state NOT IN ('applied', 'reported') OR applied_on IS NOT NULL),
	CHECK (state <> 'reported' OR effect IS NOT NULL),
	CHECK ((state = 'dropped') = (reason IS NOT NULL))
) STRICT;

-- What offices did beside the figures, and what they gave to others by it. Money is VND; days of pay are no money.
CREATE TABLE activities (
	id INTEGER PRIMARY KEY,
	unit TEXT NOT NULL REFERENCES units,
	year INTEGER NOT NULL REFERENCES work_years,
	held_on TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('charity', 'inspection', 'self_inspection', 'party', 'epidemic', 'propaganda', 'training', 'other')),
	title TEXT NOT NULL,
	title_key TEXT NOT NULL,
	summary TEXT,
	document TEXT,
	movement INTEGER REFERENCES movements,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (unit, held_on, kind, title_key)
) STRICT;
CREATE INDEX activities_unit ON activities (unit, year);
CREATE INDEX activities_day ON activities (held_on, id);

CREATE TABLE contributions (
	activity INTEGER NOT NULL REFERENCES activities,
	purpose TEXT NOT NULL CHECK (purpose IN ('poor', 'new_countryside', 'vaccine_fund', 'isolated_people', 'workers', 'other')),
	money INTEGER CHECK (money >= 0),
	days INTEGER CHECK (days >= 0),
	persons INTEGER CHECK (persons >= 0),
	things TEXT,
	PRIMARY KEY (activity, purpose),
	CHECK ((days IS NULL) = (persons IS NULL)),
	CHECK (money IS NOT NULL OR days IS NOT NULL OR things IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- People and offices that others are to follow. Without a person it is the office itself.
CREATE TABLE exemplars (
	id INTEGER PRIMARY KEY,
	unit TEXT NOT NULL REFERENCES units,
	person INTEGER REFERENCES all_persons,
	year INTEGER NOT NULL REFERENCES work_years,
	title TEXT NOT NULL,
	title_key TEXT NOT NULL,
	summary TEXT,
	movement INTEGER REFERENCES movements,
	state TEXT NOT NULL CHECK (state IN ('discovered', 'nurtured', 'recognised', 'replicated', 'retired')),
	plan TEXT,
	recognised_on TEXT,
	document TEXT,
	spread TEXT,
	reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK (state NOT IN ('recognised', 'replicated') OR recognised_on IS NOT NULL),
	CHECK ((state = 'retired') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX exemplars_unit ON exemplars (unit, year);
CREATE INDEX exemplars_year ON exemplars (year, id);
CREATE INDEX exemplars_person ON exemplars (person);

-- What a cluster or an office sets itself for a year.
CREATE TABLE tasks (
	id INTEGER PRIMARY KEY,
	cluster TEXT REFERENCES clusters,
	unit TEXT REFERENCES units,
	year INTEGER NOT NULL REFERENCES work_years,
	kind TEXT NOT NULL CHECK (kind IN ('key', 'breakthrough', 'solution')),
	text TEXT NOT NULL,
	due_on TEXT,
	indicator TEXT REFERENCES indicators,
	origin TEXT NOT NULL CHECK (origin IN ('weakness', 'directive', 'pact', 'conference')),
	state TEXT NOT NULL CHECK (state IN ('proposed', 'adopted', 'in_progress', 'done', 'not_done', 'carried_over')),
	result TEXT,
	reason TEXT,
	carried_from INTEGER UNIQUE REFERENCES tasks,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((cluster IS NULL) <> (unit IS NULL)),
	CHECK (state <> 'not_done' OR reason IS NOT NULL)
) STRICT;
CREATE INDEX tasks_cluster ON tasks (cluster, year, indicator);
CREATE INDEX tasks_unit ON tasks (unit, year);
CREATE INDEX tasks_year ON tasks (year, id);

-- The offices that answer for a task.
CREATE TABLE task_units (
	task INTEGER NOT NULL REFERENCES tasks,
	unit TEXT NOT NULL REFERENCES units,
	PRIMARY KEY (task, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE mottos (
	id INTEGER PRIMARY KEY,
	year INTEGER NOT NULL REFERENCES work_years,
	cluster TEXT REFERENCES clusters,
	text TEXT NOT NULL,
	document TEXT,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX one_motto ON mottos (year, COALESCE(cluster, ''));
