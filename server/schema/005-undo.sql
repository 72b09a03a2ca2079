-- What an import made can be ended, and two records of one person become one. The rows stay in all_persons, all_postings, all_decisions,
-- all_decision_lines and all_award_cases; what is read are the views of those that stand, under the old names, so that no list can forget
-- to leave an ended one out. A key is unique among those that stand: the table is made anew where a rule of it says otherwise.
CREATE TABLE persons_next (
	id INTEGER PRIMARY KEY,
	staff_code TEXT,
	staff_key TEXT,
	full_name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	birth_date TEXT,
	status TEXT NOT NULL CHECK (status IN ('active', 'retired', 'left', 'deceased', 'external')),
	unit TEXT NOT NULL REFERENCES units,
	position TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	ended_at INTEGER,
	end_reason TEXT,
	merged_into INTEGER REFERENCES persons_next,
	CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
	CHECK (merged_into IS NULL OR ended_at IS NOT NULL)
) STRICT;
INSERT INTO persons_next (id, staff_code, staff_key, full_name, name_key, birth_date, status, unit, position, revision)
SELECT id, staff_code, staff_key, full_name, name_key, birth_date, status, unit, position, revision FROM persons;
DROP TABLE persons;
ALTER TABLE persons_next RENAME TO persons;
ALTER TABLE persons RENAME TO all_persons;
CREATE UNIQUE INDEX one_staff_code ON all_persons (staff_code) WHERE ended_at IS NULL;
CREATE INDEX persons_staff ON all_persons (staff_key);
CREATE INDEX persons_unit ON all_persons (unit, name_key, id);
CREATE INDEX persons_name ON all_persons (name_key, id);
CREATE INDEX persons_merged ON all_persons (merged_into) WHERE merged_into IS NOT NULL;
CREATE VIEW persons AS SELECT * FROM all_persons WHERE ended_at IS NULL;

CREATE TABLE postings_next (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES all_persons,
	unit TEXT NOT NULL REFERENCES units,
	position TEXT,
	from_date TEXT NOT NULL,
	to_date TEXT,
	ended_at INTEGER,
	CHECK (to_date IS NULL OR from_date <= to_date)
) STRICT;
INSERT INTO postings_next (person, unit, position, from_date, to_date)
SELECT person, unit, position, from_date, to_date FROM postings ORDER BY person, from_date;
DROP TABLE postings;
ALTER TABLE postings_next RENAME TO all_postings;
CREATE UNIQUE INDEX one_posting ON all_postings (person, from_date) WHERE ended_at IS NULL;
CREATE INDEX postings_person ON all_postings (person, from_date);
CREATE INDEX postings_unit ON all_postings (unit, from_date);
CREATE VIEW postings AS SELECT * FROM all_postings WHERE ended_at IS NULL;

CREATE TABLE decisions_next (
	id INTEGER PRIMARY KEY,
	issuer TEXT NOT NULL REFERENCES units,
	authority TEXT NOT NULL CHECK (authority IN ('unit_head', 'procurator_general', 'prime_minister', 'president')),
	number TEXT NOT NULL,
	number_key TEXT NOT NULL,
	year INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('grant', 'revoke', 'strip', 'restore')),
	signed_on TEXT NOT NULL,
	signer_name TEXT NOT NULL,
	signer_title TEXT NOT NULL,
	on_behalf INTEGER NOT NULL DEFAULT 0 CHECK (on_behalf IN (0, 1)),
	subject TEXT,
	search_key TEXT NOT NULL,
	revision INTEGER NOT NULL DEFAULT 1,
	ended_at INTEGER,
	end_reason TEXT,
	CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
INSERT INTO decisions_next (id, issuer, authority, number, number_key, year, kind, signed_on, signer_name, signer_title, on_behalf, subject,
	search_key, revision)
SELECT id, issuer, authority, number, number_key, year, kind, signed_on, signer_name, signer_title, on_behalf, subject, search_key, revision
FROM decisions;
DROP TABLE decisions;
ALTER TABLE decisions_next RENAME TO decisions;
ALTER TABLE decisions RENAME TO all_decisions;
CREATE UNIQUE INDEX one_number ON all_decisions (issuer, number_key, year) WHERE ended_at IS NULL;
CREATE INDEX decisions_signed ON all_decisions (signed_on, id);
CREATE VIEW decisions AS SELECT * FROM all_decisions WHERE ended_at IS NULL;

ALTER TABLE decision_lines ADD COLUMN ended_at INTEGER;
ALTER TABLE decision_lines RENAME TO all_decision_lines;
CREATE VIEW decision_lines AS SELECT * FROM all_decision_lines WHERE ended_at IS NULL;

ALTER TABLE award_cases ADD COLUMN ended_at INTEGER;
ALTER TABLE award_cases RENAME TO all_award_cases;
DROP INDEX one_live_case;
CREATE UNIQUE INDEX one_live_case ON all_award_cases (award, year, occasion, COALESCE(person, 0), COALESCE(unit, ''), COALESCE(movement, 0))
	WHERE ended_at IS NULL AND state NOT IN ('withdrawn', 'unit_failed', 'cluster_failed', 'council_failed', 'returned', 'rejected',
		'superseded', 'revoked');
CREATE VIEW award_cases AS SELECT * FROM all_award_cases WHERE ended_at IS NULL;

-- What was imported at once, by whom, and what became of it. last_step: the newest step of a case then; a later one came after it.
CREATE TABLE imports (
	id INTEGER PRIMARY KEY,
	operation TEXT NOT NULL CHECK (operation IN ('import_persons', 'import_decisions')),
	unit TEXT NOT NULL REFERENCES units,
	by_token INTEGER NOT NULL,
	by_label TEXT NOT NULL,
	at INTEGER NOT NULL,
	created INTEGER NOT NULL DEFAULT 0,
	updated INTEGER NOT NULL DEFAULT 0,
	unchanged INTEGER NOT NULL DEFAULT 0,
	last_step INTEGER NOT NULL DEFAULT 0,
	undone_at INTEGER,
	undone_by_unit TEXT REFERENCES units,
	undone_by_label TEXT,
	undo_reason TEXT,
	CHECK ((undone_at IS NULL) = (undo_reason IS NULL))
) STRICT;
CREATE INDEX imports_unit ON imports (unit, id);

-- revision: as the import left it. before: the state of one that was there, which is a new object without it.
CREATE TABLE import_rows (
	import INTEGER NOT NULL REFERENCES imports,
	kind TEXT NOT NULL CHECK (kind IN ('person', 'decision', 'line')),
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	before TEXT,
	PRIMARY KEY (import, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_of ON import_rows (kind, id, import);
