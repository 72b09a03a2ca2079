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
