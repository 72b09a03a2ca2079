-- A draft of a score sheet can be discarded; its number is then free again. The tables are made anew, since a CHECK cannot be changed.
CREATE TABLE new_score_sheets (
	id INTEGER PRIMARY KEY,
	issuer TEXT NOT NULL REFERENCES units,
	year INTEGER NOT NULL REFERENCES work_years,
	audience TEXT NOT NULL CHECK (audience IN ('province', 'high', 'district', 'region', 'dept')),
	version INTEGER NOT NULL CHECK (version >= 1),
	name_vi TEXT NOT NULL,
	doc_no TEXT,
	total_max INTEGER NOT NULL CHECK (total_max > 0),
	bonus_cap INTEGER NOT NULL CHECK (bonus_cap >= 0),
	deduction_cap INTEGER NOT NULL CHECK (deduction_cap >= 0),
	grain INTEGER NOT NULL CHECK (grain > 0),
	tie_order TEXT,
	self_due TEXT,
	cross_due TEXT,
	appraisal_due TEXT,
	objection_days INTEGER NOT NULL CHECK (objection_days >= 0),
	evidence TEXT,
	state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'retired', 'discarded')),
	reason TEXT,
	issued_at INTEGER,
	retire_reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK (version = 1 OR reason IS NOT NULL),
	CHECK ((state IN ('draft', 'discarded')) = (issued_at IS NULL))
) STRICT;
CREATE TABLE new_criteria (
	sheet INTEGER NOT NULL REFERENCES new_score_sheets,
	code TEXT NOT NULL,
	parent TEXT,
	name_vi TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('group', 'met', 'steps', 'proportional', 'excess', 'leader', 'relative', 'per_count', 'judged',
		'bonus', 'deduction', 'knockout')),
	max INTEGER CHECK (max > 0),
	indicator TEXT REFERENCES indicators,
	basis TEXT CHECK (basis IN ('national_assembly', 'sector', 'directive', 'local')),
	base INTEGER,
	step INTEGER,
	per_count INTEGER,
	steps TEXT,
	when_nothing_arose TEXT CHECK (when_nothing_arose IN ('full', 'zero', 'drop')),
	evidence_required INTEGER NOT NULL CHECK (evidence_required IN (0, 1)),
	sort INTEGER NOT NULL,
	PRIMARY KEY (sheet, code)
) STRICT, WITHOUT ROWID;
INSERT INTO new_score_sheets SELECT id, issuer, year, audience, version, name_vi, doc_no, total_max, bonus_cap, deduction_cap, grain, tie_order,
	self_due, cross_due, appraisal_due, objection_days, evidence, state, reason, issued_at, retire_reason, revision FROM score_sheets;
INSERT INTO new_criteria SELECT sheet, code, parent, name_vi, kind, max, indicator, basis, base, step, per_count, steps, when_nothing_arose,
	evidence_required, sort FROM criteria;
DROP TABLE criteria;
DROP TABLE score_sheets;
ALTER TABLE new_score_sheets RENAME TO score_sheets;
ALTER TABLE new_criteria RENAME TO criteria;
CREATE UNIQUE INDEX one_sheet_of_a_version ON score_sheets (issuer, year, audience, version) WHERE state <> 'discarded';
CREATE UNIQUE INDEX one_draft_of_a_sheet ON score_sheets (issuer, year, audience) WHERE state = 'draft';
CREATE UNIQUE INDEX one_issued_sheet ON score_sheets (issuer, year, audience) WHERE state = 'issued';
CREATE INDEX criteria_parent ON criteria (sheet, parent);

-- Scorecards: the score sheet of a year, filled by one member of a cluster, checked by another, appraised by the lead, adopted by all. Points
-- in thousandths, targets in hundredths.
CREATE TABLE scorecards (
	id INTEGER PRIMARY KEY,
	sheet INTEGER NOT NULL REFERENCES score_sheets,
	cluster TEXT NOT NULL REFERENCES clusters,
	unit TEXT NOT NULL REFERENCES units,
	checker TEXT NOT NULL REFERENCES units,
	rank_group TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL CHECK (state IN ('draft', 'self_submitted', 'cross_checked', 'appraised', 'contested', 'adopted', 'final')),
	computed_at INTEGER,
	stepped_on TEXT,
	objections_until TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (cluster, unit, sheet),
	CHECK (checker <> unit),
	CHECK ((state = 'draft') = (computed_at IS NULL))
) STRICT;
CREATE INDEX scorecards_unit ON scorecards (unit, state);
CREATE INDEX scorecards_checker ON scorecards (checker, state);

-- What stands at a criterion, by stage. A change is the next version, and the highest counts. `computed` is what the figures give, with what it
-- was made of: the verdict of the strictest target, and of a leader or relative criterion the office that was best.
CREATE TABLE score_cells (
	card INTEGER NOT NULL REFERENCES scorecards,
	code TEXT NOT NULL,
	stage TEXT NOT NULL CHECK (stage IN ('self', 'cross', 'appraisal', 'council')),
	version INTEGER NOT NULL CHECK (version >= 1),
	count INTEGER CHECK (count >= 0),
	points INTEGER CHECK (points >= 0),
	computed INTEGER,
	dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)),
	numerator INTEGER,
	denominator INTEGER,
	target INTEGER,
	verdict TEXT,
	beside TEXT REFERENCES units,
	reports TEXT,
	reason TEXT,
	at INTEGER NOT NULL,
	by_unit TEXT NOT NULL REFERENCES units,
	by_label TEXT NOT NULL,
	PRIMARY KEY (card, code, stage, version)
) STRICT, WITHOUT ROWID;

-- What a cell rests on: a paper or an address by its text, what is kept here by its number.
CREATE TABLE score_evidence (
	card INTEGER NOT NULL,
	code TEXT NOT NULL,
	stage TEXT NOT NULL,
	version INTEGER NOT NULL,
	line INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('document', 'url', 'report', 'initiative', 'movement')),
	number INTEGER,
	text TEXT,
	PRIMARY KEY (card, code, stage, version, line),
	FOREIGN KEY (card, code, stage, version) REFERENCES score_cells (card, code, stage, version),
	CHECK ((kind IN ('document', 'url')) = (text IS NOT NULL)),
	CHECK ((text IS NULL) = (number IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE score_objections (
	card INTEGER NOT NULL REFERENCES scorecards,
	code TEXT NOT NULL,
	reason TEXT NOT NULL,
	objected_at INTEGER NOT NULL,
	answer TEXT,
	answered_at INTEGER,
	PRIMARY KEY (card, code),
	CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT, WITHOUT ROWID;

-- Each step of a card; those that close a stage keep what was said then: the total, and the cells as text with its SHA-256.
CREATE TABLE scorecard_steps (
	card INTEGER NOT NULL REFERENCES scorecards,
	number INTEGER NOT NULL CHECK (number >= 1),
	event TEXT NOT NULL,
	from_state TEXT,
	to_state TEXT NOT NULL,
	at INTEGER NOT NULL,
	on_day TEXT NOT NULL,
	by_unit TEXT NOT NULL REFERENCES units,
	by_label TEXT NOT NULL,
	reason TEXT,
	document TEXT,
	total INTEGER,
	cells TEXT,
	sha256 TEXT CHECK (length(sha256) = 64),
	PRIMARY KEY (card, number),
	CHECK ((cells IS NULL) = (sha256 IS NULL) AND (cells IS NULL) = (total IS NULL))
) STRICT, WITHOUT ROWID;
