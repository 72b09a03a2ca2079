-- The parameter of a regime that names an award in its time.
ALTER TABLE award_types ADD COLUMN name_parameter TEXT;
UPDATE award_types SET name_parameter = 'sector_flag_name' WHERE award = 'sector-emulation-flag';

-- Days on which nobody works, and those that are worked instead. A calendar year without the days of Tết is not announced.
CREATE TABLE holidays (
	date TEXT NOT NULL PRIMARY KEY,
	holiday TEXT NOT NULL CHECK (holiday IN ('new_year', 'tet', 'hung_kings', 'reunification', 'labour_day', 'national_day', 'in_lieu',
		'working_day')),
	name TEXT NOT NULL,
	source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whether the due times are the server's own, which follow the holidays, or somebody's.
ALTER TABLE periods ADD COLUMN due_is_default INTEGER NOT NULL DEFAULT 0;
UPDATE periods SET due_is_default = 1
	WHERE due_evidence = 'assumed: district 1 and province 3 working days after the end, 16:00 Vietnam time';

-- When the office that appraises a case received its file: the day decides which of two laws judges it.
ALTER TABLE all_award_cases ADD COLUMN received_on TEXT;
DROP VIEW award_cases;
CREATE VIEW award_cases AS SELECT * FROM all_award_cases WHERE ended_at IS NULL;

-- A target may be strict ("trên 90 %"): the table is made anew, since a rule of a table cannot be changed.
CREATE TABLE targets_next (
	id INTEGER PRIMARY KEY,
	year INTEGER NOT NULL REFERENCES work_years,
	indicator TEXT NOT NULL REFERENCES indicators,
	unit TEXT REFERENCES units,
	basis TEXT NOT NULL CHECK (basis IN ('national_assembly', 'sector', 'directive', 'local')),
	comparator TEXT NOT NULL CHECK (comparator IN ('ge', 'gt', 'le', 'eq')),
	value INTEGER NOT NULL CHECK (value >= 0),
	doc_no TEXT,
	evidence TEXT,
	note TEXT,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO targets_next (id, year, indicator, unit, basis, comparator, value, doc_no, evidence, note, revision)
SELECT id, year, indicator, unit, basis, comparator, value, doc_no, evidence, note, revision FROM targets;
DROP TABLE targets;
ALTER TABLE targets_next RENAME TO targets;
CREATE UNIQUE INDEX target_key ON targets (year, indicator, COALESCE(unit, ''), basis);

-- A Party committee or a People's Committee that launches a movement is no unit: its name; the unit then runs it here.
ALTER TABLE movements ADD COLUMN external_launcher TEXT;
