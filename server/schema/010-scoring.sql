-- Score sheets: what each kind of office is scored by in a year, in thousandths of a point. An issued one never changes; a change is
-- the next version.
CREATE TABLE score_sheets (
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
	state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'retired')),
	reason TEXT,
	issued_at INTEGER,
	retire_reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (issuer, year, audience, version),
	CHECK (version = 1 OR reason IS NOT NULL),
	CHECK ((state = 'draft') = (issued_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_draft_of_a_sheet ON score_sheets (issuer, year, audience) WHERE state = 'draft';
CREATE UNIQUE INDEX one_issued_sheet ON score_sheets (issuer, year, audience) WHERE state = 'issued';

-- A tree by code; `parent` is what stands before the last point of it. What a kind needs is checked by the program.
CREATE TABLE criteria (
	sheet INTEGER NOT NULL REFERENCES score_sheets,
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
CREATE INDEX criteria_parent ON criteria (sheet, parent);
