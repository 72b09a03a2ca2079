-- A draft that is discarded stays, and gives its number back: the table is made anew, since a rule of a table cannot be changed.
CREATE TABLE reports_next (
	id INTEGER PRIMARY KEY,
	unit TEXT NOT NULL REFERENCES units,
	period TEXT NOT NULL REFERENCES periods,
	scope TEXT NOT NULL CHECK (scope IN ('own', 'two_level')),
	version INTEGER NOT NULL CHECK (version >= 1),
	-- Not IN: a list of more than two words becomes a temporary B-tree for every row.
	status TEXT NOT NULL CHECK (status = 'draft' OR status = 'submitted' OR status = 'accepted' OR status = 'returned' OR status = 'superseded'
		OR status = 'discarded'),
	received_at INTEGER NOT NULL,
	late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
	signer_name TEXT,
	signer_title TEXT,
	doc_number TEXT,
	doc_date TEXT,
	reason TEXT,
	posted_by_unit TEXT NOT NULL REFERENCES units,
	submitted_at INTEGER,
	submitted_by_unit TEXT REFERENCES units,
	accepted_at INTEGER,
	accepted_by_unit TEXT REFERENCES units,
	returned_at INTEGER,
	returned_by_unit TEXT REFERENCES units,
	return_reason TEXT,
	superseded_at INTEGER,
	-- The id of a discarded one, else 0: the next report takes its version.
	discarded INTEGER NOT NULL DEFAULT 0,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (unit, period, scope, version, discarded),
	CHECK (version = 1 OR (reason IS NOT NULL AND length(reason) >= 10)),
	CHECK ((status IN ('draft', 'discarded')) = (submitted_at IS NULL)),
	CHECK ((status = 'discarded') = (discarded <> 0))
) STRICT;
INSERT INTO reports_next (id, unit, period, scope, version, status, received_at, late, signer_name, signer_title, doc_number, doc_date, reason, posted_by_unit,
	submitted_at, submitted_by_unit, accepted_at, accepted_by_unit, returned_at, returned_by_unit, return_reason, superseded_at, revision)
SELECT id, unit, period, scope, version, status, received_at, late, signer_name, signer_title, doc_number, doc_date, reason, posted_by_unit,
	submitted_at, submitted_by_unit, accepted_at, accepted_by_unit, returned_at, returned_by_unit, return_reason, superseded_at, revision FROM reports;
DROP TABLE reports;
ALTER TABLE reports_next RENAME TO reports;
CREATE UNIQUE INDEX one_current ON reports (unit, period, scope) WHERE status IN ('submitted', 'accepted');
CREATE UNIQUE INDEX one_draft ON reports (unit, period, scope) WHERE status = 'draft';
CREATE INDEX reports_period ON reports (period, unit, scope, version);
