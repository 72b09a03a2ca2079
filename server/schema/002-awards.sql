-- A ruling on a link is replaced: the link has versions.
ALTER TABLE unit_lineage ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- The rules of each legal period. Every number of a law is a row with its source.
CREATE TABLE regimes (
	regime TEXT NOT NULL PRIMARY KEY,
	valid_from TEXT NOT NULL UNIQUE,
	valid_to TEXT,
	state_layer TEXT NOT NULL,
	sector_layer TEXT NOT NULL,
	note TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK (valid_to IS NULL OR valid_from <= valid_to)
) STRICT, WITHOUT ROWID;

-- Versions of a parameter; the one that is not superseded counts.
CREATE TABLE regime_params (
	id INTEGER PRIMARY KEY,
	regime TEXT NOT NULL REFERENCES regimes,
	key TEXT NOT NULL,
	version INTEGER NOT NULL CHECK (version >= 1),
	value TEXT NOT NULL,
	measure TEXT NOT NULL,
	evidence TEXT NOT NULL CHECK (evidence IN ('source', 'inferred', 'assumed')),
	note TEXT NOT NULL,
	reason TEXT,
	recorded_at INTEGER NOT NULL,
	superseded_at INTEGER,
	UNIQUE (regime, key, version)
) STRICT;
CREATE UNIQUE INDEX current_param ON regime_params (regime, key) WHERE superseded_at IS NULL;

CREATE TABLE award_types (
	award TEXT NOT NULL PRIMARY KEY,
	family TEXT NOT NULL CHECK (family IN ('title', 'reward', 'honorary')),
	name_vi TEXT NOT NULL,
	name_key TEXT NOT NULL,
	subject TEXT NOT NULL CHECK (subject IN ('person', 'collective', 'both')),
	level TEXT NOT NULL CHECK (level IN ('grassroots', 'sector', 'state')),
	decider TEXT NOT NULL CHECK (decider IN ('unit_head', 'procurator_general', 'prime_minister', 'president', 'regime_param')),
	once_lifetime INTEGER NOT NULL CHECK (once_lifetime IN (0, 1)),
	needs_cluster_vote INTEGER NOT NULL CHECK (needs_cluster_vote IN (0, 1)),
	needs_secret_vote INTEGER NOT NULL CHECK (needs_secret_vote IN (0, 1)),
	needs_public_opinion INTEGER NOT NULL CHECK (needs_public_opinion IN (0, 1)),
	outsiders INTEGER NOT NULL CHECK (outsiders IN (0, 1)),
	rank_order INTEGER NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	artefact TEXT,
	evidence TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK (valid_to IS NULL OR valid_from <= valid_to)
) STRICT, WITHOUT ROWID;
CREATE INDEX award_types_name ON award_types (name_key);

CREATE TABLE award_aliases (
	alias_key TEXT NOT NULL PRIMARY KEY,
	alias TEXT NOT NULL,
	award TEXT NOT NULL REFERENCES award_types
) STRICT, WITHOUT ROWID;
CREATE INDEX award_aliases_award ON award_aliases (award);

-- What an award asks of its subject. The numbers are parameters of the regime; a rule whose parameter a regime does not have, or
-- has as 0, is no rule there. stage: from when a failure stops the case; advice never does.
CREATE TABLE award_rules (
	award TEXT NOT NULL REFERENCES award_types,
	rule TEXT NOT NULL,
	base TEXT,
	parameter TEXT,
	extra TEXT,
	stage TEXT NOT NULL CHECK (stage IN ('nomination', 'grant', 'advice')),
	evidence TEXT NOT NULL CHECK (evidence IN ('source', 'inferred', 'assumed')),
	note TEXT NOT NULL,
	PRIMARY KEY (award, rule)
) STRICT, WITHOUT ROWID;

-- Days between which a work year's cases are registered and nominated. A year without a row has no limit.
CREATE TABLE award_windows (
	year INTEGER PRIMARY KEY REFERENCES work_years,
	registration_from TEXT,
	registration_to TEXT,
	review_from TEXT,
	review_to TEXT,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;

-- unit: the office that keeps the person: that of the newest posting, or the one that recorded an outsider.
CREATE TABLE persons (
	id INTEGER PRIMARY KEY,
	staff_code TEXT UNIQUE,
	full_name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	birth_date TEXT,
	status TEXT NOT NULL CHECK (status IN ('active', 'retired', 'left', 'deceased', 'external')),
	unit TEXT NOT NULL REFERENCES units,
	position TEXT,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX persons_unit ON persons (unit, name_key, id);
CREATE INDEX persons_name ON persons (name_key, id);

CREATE TABLE postings (
	person INTEGER NOT NULL REFERENCES persons,
	unit TEXT NOT NULL REFERENCES units,
	position TEXT,
	from_date TEXT NOT NULL,
	to_date TEXT,
	PRIMARY KEY (person, from_date),
	CHECK (to_date IS NULL OR from_date <= to_date)
) STRICT, WITHOUT ROWID;
CREATE INDEX postings_unit ON postings (unit, from_date);

-- charged_year: the work year whose title the violation already cost. annulled_on: from then on it stops nothing.
CREATE TABLE disciplines (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES persons,
	measure TEXT NOT NULL CHECK (measure IN ('khien-trach', 'canh-cao', 'ha-bac-luong', 'giang-chuc', 'cach-chuc', 'buoc-thoi-viec')),
	violation_date TEXT NOT NULL,
	decision_date TEXT NOT NULL,
	document TEXT,
	charged_year INTEGER REFERENCES work_years,
	annulled_on TEXT,
	annul_reason TEXT,
	CHECK (violation_date <= decision_date),
	CHECK ((annulled_on IS NULL) = (annul_reason IS NULL))
) STRICT;
CREATE INDEX disciplines_person ON disciplines (person);

-- Not considered for emulation in that year, unless lifted.
CREATE TABLE unit_exclusions (
	unit TEXT NOT NULL REFERENCES units,
	year INTEGER NOT NULL REFERENCES work_years,
	reason TEXT NOT NULL,
	document TEXT,
	lifted_on TEXT,
	lift_reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (unit, year),
	CHECK ((lifted_on IS NULL) = (lift_reason IS NULL))
) STRICT, WITHOUT ROWID;

-- reason: of its rejection, revision or annulment; document: that of the annulment.
CREATE TABLE initiatives (
	id INTEGER PRIMARY KEY,
	title TEXT NOT NULL,
	title_key TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('sang-kien', 'de-tai', 'de-an', 'chuyen-de')),
	unit TEXT NOT NULL REFERENCES units,
	year INTEGER NOT NULL REFERENCES work_years,
	summary TEXT,
	applied_on TEXT,
	submitted_on TEXT,
	state TEXT NOT NULL CHECK (state IN ('registered', 'applied', 'submitted', 'in_council', 'recognised', 'rejected', 'needs_revision',
		'annulled')),
	reason TEXT,
	document TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK (submitted_on IS NULL OR (applied_on IS NOT NULL AND applied_on <= submitted_on))
) STRICT;

CREATE TABLE initiative_authors (
	initiative INTEGER NOT NULL REFERENCES initiatives,
	person INTEGER NOT NULL REFERENCES persons,
	share_pct INTEGER NOT NULL CHECK (share_pct BETWEEN 1 AND 100),
	PRIMARY KEY (initiative, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX initiative_authors_person ON initiative_authors (person);

-- The scope that a decision recognised; annulled_on takes it back.
CREATE TABLE initiative_recognitions (
	initiative INTEGER NOT NULL REFERENCES initiatives,
	level TEXT NOT NULL CHECK (level IN ('grassroots', 'sector', 'national')),
	decided_on TEXT NOT NULL,
	document TEXT NOT NULL,
	decided_by TEXT NOT NULL REFERENCES units,
	annulled_on TEXT,
	PRIMARY KEY (initiative, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE movements (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	form TEXT NOT NULL CHECK (form IN ('regular', 'thematic')),
	level TEXT NOT NULL CHECK (level IN ('state', 'sector', 'province', 'unit')),
	unit TEXT NOT NULL REFERENCES units,
	start_date TEXT NOT NULL,
	end_date TEXT NOT NULL,
	objectives TEXT NOT NULL,
	criteria TEXT NOT NULL,
	slogan TEXT,
	plan TEXT,
	launched_on TEXT,
	launch_document TEXT,
	closed_on TEXT,
	cancel_reason TEXT,
	state TEXT NOT NULL CHECK (state IN ('drafted', 'launched', 'running', 'midterm_review', 'final_review', 'closed', 'cancelled')),
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK (start_date <= end_date)
) STRICT;
CREATE INDEX movements_start ON movements (start_date, id);

CREATE TABLE movement_documents (
	movement INTEGER NOT NULL REFERENCES movements,
	number TEXT NOT NULL,
	issued_on TEXT NOT NULL,
	title TEXT NOT NULL,
	PRIMARY KEY (movement, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE movement_units (
	movement INTEGER NOT NULL REFERENCES movements,
	unit TEXT NOT NULL REFERENCES units,
	state TEXT NOT NULL CHECK (state IN ('invited', 'registered', 'reporting', 'reviewed', 'not_participating')),
	joined_on TEXT,
	left_on TEXT,
	reason TEXT,
	assessment TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (movement, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE movement_results (
	id INTEGER PRIMARY KEY,
	movement INTEGER NOT NULL REFERENCES movements,
	unit TEXT NOT NULL REFERENCES units,
	reported_on TEXT NOT NULL,
	summary TEXT NOT NULL,
	document TEXT
) STRICT;
CREATE INDEX movement_results_unit ON movement_results (movement, unit, id);

CREATE TABLE movement_reviews (
	movement INTEGER NOT NULL REFERENCES movements,
	kind TEXT NOT NULL CHECK (kind IN ('midterm', 'final')),
	held_on TEXT NOT NULL,
	summary TEXT NOT NULL,
	document TEXT,
	PRIMARY KEY (movement, kind)
) STRICT, WITHOUT ROWID;

-- One subject, one award, one work year, one occasion. authority decides; held_state is where a hold found the case.
CREATE TABLE award_cases (
	id INTEGER PRIMARY KEY,
	award TEXT NOT NULL REFERENCES award_types,
	year INTEGER NOT NULL REFERENCES work_years,
	occasion TEXT NOT NULL CHECK (occasion IN ('annual-merit', 'sudden', 'movement', 'career', 'tenure', 'external')),
	person INTEGER REFERENCES persons,
	unit TEXT REFERENCES units,
	nominated_by TEXT NOT NULL REFERENCES units,
	movement INTEGER REFERENCES movements,
	regime TEXT NOT NULL REFERENCES regimes,
	authority TEXT NOT NULL CHECK (authority IN ('unit_head', 'procurator_general', 'prime_minister', 'president')),
	origin TEXT NOT NULL CHECK (origin IN ('proposal', 'import')),
	state TEXT NOT NULL CHECK (state IN ('registered', 'withdrawn', 'nominated', 'unit_passed', 'unit_failed', 'cluster_passed',
		'cluster_failed', 'council_passed', 'council_failed', 'submitted', 'supplement_needed', 'returned', 'in_public_opinion',
		'on_hold', 'granted', 'rejected', 'superseded', 'published', 'conferred', 'revoked', 'stripped')),
	held_state TEXT,
	merit TEXT,
	achievement_from TEXT,
	achievement_to TEXT,
	registered_on TEXT,
	nominated_on TEXT,
	supplements INTEGER NOT NULL DEFAULT 0,
	supplement_due TEXT,
	superseded_by INTEGER REFERENCES award_cases,
	review_needed INTEGER NOT NULL DEFAULT 0 CHECK (review_needed IN (0, 1)),
	evidence_restated INTEGER NOT NULL DEFAULT 0 CHECK (evidence_restated IN (0, 1)),
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((person IS NULL) <> (unit IS NULL)),
	CHECK ((state = 'on_hold') = (held_state IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_live_case ON award_cases (award, year, occasion, COALESCE(person, 0), COALESCE(unit, ''), COALESCE(movement, 0))
	WHERE state NOT IN ('withdrawn', 'unit_failed', 'cluster_failed', 'council_failed', 'returned', 'rejected', 'superseded', 'revoked');
CREATE INDEX cases_person ON award_cases (person, year, award);
CREATE INDEX cases_unit ON award_cases (unit, year, award);
CREATE INDEX cases_year ON award_cases (year, id);

-- Every step of a case: who took it and why. Rows are only added.
CREATE TABLE award_steps (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES award_cases,
	at INTEGER NOT NULL,
	event TEXT NOT NULL,
	from_state TEXT,
	to_state TEXT NOT NULL,
	by_unit TEXT NOT NULL REFERENCES units,
	by_label TEXT NOT NULL,
	reason TEXT,
	document TEXT
) STRICT;
CREATE INDEX award_steps_case ON award_steps (case_id, id);

-- What a case rests on: report versions (from the nomination on), lines and initiatives (from the grant on).
CREATE TABLE award_reports (
	case_id INTEGER NOT NULL REFERENCES award_cases,
	report INTEGER NOT NULL REFERENCES reports,
	PRIMARY KEY (case_id, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX award_reports_report ON award_reports (report);

CREATE TABLE award_initiatives (
	case_id INTEGER NOT NULL REFERENCES award_cases,
	initiative INTEGER NOT NULL REFERENCES initiatives,
	PRIMARY KEY (case_id, initiative)
) STRICT, WITHOUT ROWID;
CREATE INDEX award_initiatives_initiative ON award_initiatives (initiative);

CREATE TABLE holds (
	id INTEGER PRIMARY KEY,
	person INTEGER REFERENCES persons,
	unit TEXT REFERENCES units,
	kind TEXT NOT NULL CHECK (kind IN ('discipline', 'inspection', 'complaint', 'press', 'criminal')),
	opened_on TEXT NOT NULL,
	opened_by TEXT NOT NULL REFERENCES units,
	reason TEXT NOT NULL,
	document TEXT,
	closed_on TEXT,
	outcome TEXT CHECK (outcome IN ('cleared', 'violation')),
	conclusion TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((person IS NULL) <> (unit IS NULL)),
	CHECK ((closed_on IS NULL) = (outcome IS NULL)),
	CHECK ((closed_on IS NULL) = (conclusion IS NULL)),
	CHECK (closed_on IS NULL OR opened_on <= closed_on)
) STRICT;
CREATE INDEX holds_person ON holds (person);
CREATE INDEX holds_unit ON holds (unit);

CREATE TABLE opinions (
	case_id INTEGER PRIMARY KEY REFERENCES award_cases,
	from_date TEXT NOT NULL,
	to_date TEXT NOT NULL,
	closed_on TEXT,
	views INTEGER,
	comments INTEGER,
	CHECK (from_date <= to_date),
	CHECK (closed_on IS NULL OR (views IS NOT NULL AND comments IS NOT NULL AND closed_on >= to_date))
) STRICT;

-- A vote of a body on a case. The counts are kept apart from who took part: there is no voter with a choice.
CREATE TABLE ballots (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES award_cases,
	body TEXT NOT NULL CHECK (body IN ('unit', 'cluster', 'council')),
	unit TEXT NOT NULL REFERENCES units,
	secret INTEGER NOT NULL CHECK (secret IN (0, 1)),
	electorate INTEGER NOT NULL CHECK (electorate > 0),
	threshold_pct INTEGER NOT NULL CHECK (threshold_pct BETWEEN 1 AND 100),
	issued INTEGER,
	returned INTEGER,
	valid INTEGER,
	agree INTEGER,
	disagree INTEGER,
	passed INTEGER CHECK (passed IN (0, 1)),
	minutes TEXT,
	certified_on TEXT,
	state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed', 'counted', 'certified')),
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK (agree + disagree = valid AND valid <= returned AND returned <= issued AND issued <= electorate),
	CHECK ((state = 'certified') = (passed IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_ballot ON ballots (case_id, body);

CREATE TABLE ballot_voters (
	ballot INTEGER NOT NULL REFERENCES ballots,
	voter TEXT NOT NULL,
	mode TEXT NOT NULL CHECK (mode IN ('present', 'written')),
	PRIMARY KEY (ballot, voter)
) STRICT, WITHOUT ROWID;

-- year is that of signing; authority says in whose name: the pool of a quota is issuer, authority and award year.
CREATE TABLE decisions (
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
	UNIQUE (issuer, number_key, year)
) STRICT;
CREATE INDEX decisions_signed ON decisions (signed_on, id);

-- person_status: active, retired, deceased .. at the decision; not known of papers. Money in VND. Nothing of a line is lost when it is revoked: status says so, line_changes say by what.
CREATE TABLE decision_lines (
	id INTEGER PRIMARY KEY,
	decision INTEGER NOT NULL REFERENCES decisions,
	case_id INTEGER NOT NULL REFERENCES award_cases,
	award TEXT NOT NULL REFERENCES award_types,
	award_year INTEGER NOT NULL REFERENCES work_years,
	occasion TEXT NOT NULL,
	person INTEGER REFERENCES persons,
	unit TEXT REFERENCES units,
	home_unit TEXT NOT NULL REFERENCES units,
	printed_name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	printed_unit TEXT,
	person_status TEXT,
	issuer TEXT NOT NULL REFERENCES units,
	authority TEXT NOT NULL,
	achievement_from TEXT,
	achievement_to TEXT,
	base_salary INTEGER,
	factor_hundredths INTEGER,
	amount INTEGER,
	status TEXT NOT NULL DEFAULT 'in_force' CHECK (status IN ('in_force', 'revoked', 'stripped')),
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((person IS NULL) <> (unit IS NULL))
) STRICT;
CREATE INDEX lines_decision ON decision_lines (decision, id);
CREATE INDEX lines_case ON decision_lines (case_id);
CREATE INDEX lines_person ON decision_lines (person, award_year, award);
CREATE INDEX lines_unit ON decision_lines (unit, award_year, award);
CREATE INDEX lines_pool ON decision_lines (issuer, authority, award, award_year, status);
CREATE INDEX lines_year ON decision_lines (award_year, id);
CREATE INDEX lines_home ON decision_lines (home_unit, award_year, id);

CREATE TABLE line_changes (
	id INTEGER PRIMARY KEY,
	line INTEGER NOT NULL REFERENCES decision_lines,
	kind TEXT NOT NULL CHECK (kind IN ('correct', 'revoke', 'strip', 'restore')),
	decision INTEGER REFERENCES decisions,
	ground TEXT CHECK (ground IN ('a', 'b', 'c', 'd')),
	reason TEXT NOT NULL,
	old_name TEXT,
	old_unit TEXT,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX line_changes_line ON line_changes (line, id);
CREATE INDEX line_changes_decision ON line_changes (decision, id);

CREATE TABLE recoveries (
	line INTEGER NOT NULL REFERENCES decision_lines,
	what TEXT NOT NULL CHECK (what IN ('item', 'money')),
	amount INTEGER,
	due_on TEXT NOT NULL,
	returned_on TEXT,
	PRIMARY KEY (line, what)
) STRICT, WITHOUT ROWID;

-- The lines that a granted case stands on.
CREATE TABLE award_lines (
	case_id INTEGER NOT NULL REFERENCES award_cases,
	line INTEGER NOT NULL REFERENCES decision_lines,
	PRIMARY KEY (case_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX award_lines_line ON award_lines (line);
