-- Who stands where in a cluster: of one score sheet and one rank group, in versions. A published version never changes; what moved under
-- it since is told in ranking_changes.
CREATE TABLE rankings (
	id INTEGER PRIMARY KEY,
	cluster TEXT NOT NULL REFERENCES clusters,
	sheet INTEGER NOT NULL REFERENCES score_sheets,
	rank_group TEXT NOT NULL,
	version INTEGER NOT NULL CHECK (version >= 1),
	stage TEXT NOT NULL CHECK (stage IN ('self', 'cross', 'appraisal', 'council')),
	state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'superseded')),
	reason TEXT,
	order_minutes TEXT,
	minutes TEXT,
	sha256 TEXT NOT NULL,
	computed_at INTEGER NOT NULL,
	published_at INTEGER,
	stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)),
	order_changes INTEGER NOT NULL DEFAULT 0 CHECK (order_changes IN (0, 1)),
	-- Something moved and nobody has compared yet: never at the end of a write.
	touched INTEGER NOT NULL DEFAULT 0 CHECK (touched IN (0, 1)),
	-- The digest of the changes, and of those that were looked at and do not matter, and why.
	changes_sha256 TEXT,
	kept_sha256 TEXT,
	kept_reason TEXT,
	kept_at INTEGER,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (cluster, sheet, rank_group, version),
	CHECK (version = 1 OR reason IS NOT NULL),
	CHECK ((state = 'draft') = (published_at IS NULL)),
	CHECK ((state = 'draft') = (minutes IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_draft_of_a_ranking ON rankings (cluster, sheet, rank_group) WHERE state = 'draft';
CREATE INDEX rankings_state ON rankings (state);
CREATE INDEX rankings_touched ON rankings (touched) WHERE touched = 1;
CREATE UNIQUE INDEX one_published_ranking ON rankings (cluster, sheet, rank_group) WHERE state = 'published';

-- Points are thousandths. `cells` is what each leaf gave, "I.1=16000;I.2=18889"; `place` the one that people gave among equals.
CREATE TABLE ranking_rows (
	ranking INTEGER NOT NULL REFERENCES rankings,
	unit TEXT NOT NULL REFERENCES units,
	sort INTEGER NOT NULL,
	rank INTEGER CHECK (rank >= 1),
	shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
	total INTEGER,
	bonus INTEGER,
	deduction INTEGER,
	exceeded INTEGER,
	on_time INTEGER,
	tie_break TEXT,
	place INTEGER,
	note TEXT CHECK (note IN ('excluded', 'no_card', 'card_open', 'hold_open')),
	note_reason TEXT,
	cells TEXT NOT NULL,
	PRIMARY KEY (ranking, unit)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ranking_rows_sort ON ranking_rows (ranking, sort);
CREATE INDEX ranking_rows_unit ON ranking_rows (unit);

CREATE TABLE ranking_groups (
	ranking INTEGER NOT NULL REFERENCES rankings,
	unit TEXT NOT NULL,
	code TEXT NOT NULL,
	points INTEGER NOT NULL,
	PRIMARY KEY (ranking, unit, code)
) STRICT, WITHOUT ROWID;

-- What a published version would read today: a cell, or that a unit is excluded, or has a card (0 or 1). `code` is '' where it is no cell.
CREATE TABLE ranking_changes (
	ranking INTEGER NOT NULL REFERENCES rankings,
	unit TEXT NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('cell', 'excluded', 'card')),
	code TEXT NOT NULL,
	old INTEGER,
	new INTEGER,
	PRIMARY KEY (ranking, unit, what, code)
) STRICT, WITHOUT ROWID;

-- The version that a case rests on.
CREATE TABLE award_rankings (
	case_id INTEGER PRIMARY KEY REFERENCES all_award_cases,
	ranking INTEGER NOT NULL REFERENCES rankings
) STRICT;
