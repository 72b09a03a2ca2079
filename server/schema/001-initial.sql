-- Who may ask: tokens belong to a unit and have a role. Only a keyed hash is kept.
CREATE TABLE units (
	unit TEXT NOT NULL PRIMARY KEY,
	level TEXT NOT NULL CHECK (level IN ('supreme', 'high', 'province', 'district', 'region', 'dept')),
	parent TEXT REFERENCES units,
	name_vi TEXT NOT NULL,
	name_key TEXT NOT NULL,
	admin_code TEXT,
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	successor TEXT REFERENCES units,
	evidence TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((level = 'supreme') = (parent IS NULL)),
	CHECK (valid_to IS NULL OR valid_from <= valid_to)
) STRICT, WITHOUT ROWID;
CREATE INDEX units_parent ON units (parent);
CREATE INDEX units_level ON units (level, unit);

-- The tree, closed: every unit is below itself and all its ancestors. Rights are a join with it.
CREATE TABLE unit_below (
	ancestor TEXT NOT NULL REFERENCES units,
	unit TEXT NOT NULL REFERENCES units,
	PRIMARY KEY (ancestor, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_below_unit ON unit_below (unit);

CREATE TABLE unit_names (
	unit TEXT NOT NULL REFERENCES units,
	name_vi TEXT NOT NULL,
	name_key TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	PRIMARY KEY (unit, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit_lineage (
	from_unit TEXT NOT NULL REFERENCES units,
	to_unit TEXT NOT NULL REFERENCES units,
	kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'replace')),
	effective_date TEXT NOT NULL,
	decree TEXT,
	carries_streak INTEGER CHECK (carries_streak IN (0, 1)),
	ruling_note TEXT,
	PRIMARY KEY (from_unit, to_unit, effective_date),
	CHECK (from_unit <> to_unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_lineage_to ON unit_lineage (to_unit);

CREATE TABLE tokens (
	id INTEGER PRIMARY KEY,
	hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
	unit TEXT NOT NULL REFERENCES units,
	role TEXT NOT NULL CHECK (role IN ('reader', 'clerk', 'head', 'admin', 'auditor')),
	label TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	created_by INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	last_used INTEGER,
	revoked_at INTEGER,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX tokens_unit ON tokens (unit, id);

-- The stored answers of writes that carried an Idempotency-Key.
CREATE TABLE idempotency (
	token INTEGER NOT NULL,
	key TEXT NOT NULL,
	digest BLOB NOT NULL,
	at INTEGER NOT NULL,
	status INTEGER NOT NULL,
	headers TEXT NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (token, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);

-- Every change, chained: hash = BLAKE2b(prev, the other columns, length-prefixed).
CREATE TABLE events (
	seq INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	token INTEGER NOT NULL,
	actor TEXT NOT NULL,
	role TEXT NOT NULL,
	unit TEXT NOT NULL,
	action TEXT NOT NULL,
	object TEXT NOT NULL,
	before_digest BLOB,
	after_digest BLOB NOT NULL,
	request_id TEXT NOT NULL,
	address TEXT NOT NULL,
	prev BLOB NOT NULL,
	hash BLOB NOT NULL
) STRICT;
CREATE INDEX events_object ON events (object, seq);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_kept BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

CREATE TABLE areas (
	area TEXT NOT NULL PRIMARY KEY,
	name_vi TEXT NOT NULL,
	name_en TEXT NOT NULL,
	name_key TEXT NOT NULL,
	sort INTEGER NOT NULL,
	note TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE work_years (
	year INTEGER PRIMARY KEY,
	start_date TEXT NOT NULL UNIQUE,
	end_date TEXT NOT NULL,
	n_periods INTEGER NOT NULL CHECK (n_periods BETWEEN 1 AND 14),
	note TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK (start_date < end_date)
) STRICT;

CREATE TABLE periods (
	period TEXT NOT NULL PRIMARY KEY,
	year INTEGER NOT NULL REFERENCES work_years,
	kind TEXT NOT NULL CHECK (kind IN ('month', 'half', 'year')),
	seq INTEGER NOT NULL,
	start_date TEXT NOT NULL,
	end_date TEXT NOT NULL,
	due_district INTEGER,
	due_province INTEGER,
	due_evidence TEXT,
	state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'locked')),
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (year, kind, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX periods_order ON periods (end_date, period);

-- A named unit may report in a locked period until an instant; given by the sector, never by the unit itself.
CREATE TABLE lock_exceptions (
	id INTEGER PRIMARY KEY,
	unit TEXT NOT NULL REFERENCES units,
	period TEXT NOT NULL REFERENCES periods,
	reason TEXT NOT NULL,
	expires_at INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	created_by INTEGER NOT NULL,
	revoked_at INTEGER,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX lock_exceptions_unit ON lock_exceptions (unit, period);

CREATE TABLE clusters (
	cluster TEXT NOT NULL PRIMARY KEY,
	issuer TEXT NOT NULL REFERENCES units,
	kind TEXT NOT NULL CHECK (kind IN ('cum', 'khoi')),
	number INTEGER NOT NULL CHECK (number > 0),
	year INTEGER NOT NULL REFERENCES work_years,
	name_vi TEXT NOT NULL,
	name_key TEXT NOT NULL,
	evidence TEXT,
	state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'pact_signed', 'running', 'midyear_reviewed',
		'scoring', 'voting', 'resolved', 'handed_over')),
	pact_signed_on TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (issuer, kind, number, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX clusters_year ON clusters (year, cluster);

CREATE TABLE memberships (
	cluster TEXT NOT NULL REFERENCES clusters,
	issuer TEXT NOT NULL,
	kind TEXT NOT NULL,
	year INTEGER NOT NULL,
	unit TEXT NOT NULL REFERENCES units,
	role TEXT NOT NULL CHECK (role IN ('lead', 'deputy', 'member')),
	PRIMARY KEY (cluster, unit),
	UNIQUE (issuer, kind, year, unit)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_lead ON memberships (cluster) WHERE role = 'lead';
CREATE UNIQUE INDEX one_deputy ON memberships (cluster) WHERE role = 'deputy';
CREATE INDEX memberships_unit ON memberships (unit, year);

-- Whose reports a cluster's lead may accept and return: the members', in that year; and the deputy the lead's own.
CREATE VIEW lead_reach AS
	SELECT l.unit AS head, l.year AS year, m.unit AS unit
	FROM memberships l JOIN memberships m ON m.cluster = l.cluster JOIN clusters c ON c.cluster = l.cluster
	WHERE l.role = 'lead' AND m.role <> 'lead' AND c.state <> 'handed_over'
	UNION ALL
	SELECT d.unit, d.year, l.unit
	FROM memberships d JOIN memberships l ON l.cluster = d.cluster JOIN clusters c ON c.cluster = d.cluster
	WHERE d.role = 'deputy' AND l.role = 'lead' AND c.state <> 'handed_over';

CREATE TABLE elements (
	element_id INTEGER PRIMARY KEY,
	element TEXT NOT NULL UNIQUE,
	area TEXT NOT NULL REFERENCES areas,
	name_vi TEXT NOT NULL,
	name_key TEXT NOT NULL,
	behaviour TEXT NOT NULL CHECK (behaviour IN ('flow', 'opening', 'closing', 'distinct')),
	measure TEXT NOT NULL,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX elements_area ON elements (area, element);

-- balance: whole = sum of sign * part; breakdown: parts add to at most the whole; subset: part <= whole;
-- carry: opening (whole) of a month equals closing (part) of the month before.
CREATE TABLE identities (
	kind TEXT NOT NULL CHECK (kind IN ('balance', 'breakdown', 'subset', 'carry')),
	whole TEXT NOT NULL REFERENCES elements (element),
	part TEXT NOT NULL REFERENCES elements (element),
	sign INTEGER NOT NULL DEFAULT 1 CHECK (sign IN (-1, 1)),
	PRIMARY KEY (kind, whole, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE indicators (
	indicator TEXT NOT NULL PRIMARY KEY,
	area TEXT NOT NULL REFERENCES areas,
	name_vi TEXT NOT NULL,
	name_key TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('count', 'ratio')),
	numerator TEXT NOT NULL REFERENCES elements (element),
	denominator TEXT REFERENCES elements (element),
	measure TEXT NOT NULL,
	direction TEXT NOT NULL CHECK (direction IN ('up', 'down', 'zero', 'info')),
	subset INTEGER NOT NULL CHECK (subset IN (0, 1)),
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	evidence TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((kind = 'ratio') = (denominator IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- value in hundredths: 7000 is 70 % of a ratio, 3900 is 39 pieces of a count. unit NULL is every unit.
CREATE TABLE targets (
	id INTEGER PRIMARY KEY,
	year INTEGER NOT NULL REFERENCES work_years,
	indicator TEXT NOT NULL REFERENCES indicators,
	unit TEXT REFERENCES units,
	basis TEXT NOT NULL CHECK (basis IN ('national_assembly', 'sector', 'directive', 'local')),
	comparator TEXT NOT NULL CHECK (comparator IN ('ge', 'le', 'eq')),
	value INTEGER NOT NULL CHECK (value >= 0),
	doc_no TEXT,
	evidence TEXT,
	note TEXT,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX target_key ON targets (year, indicator, COALESCE(unit, ''), basis);

-- The versions of a report. Instants are milliseconds. received_at: when this content came; submitted_at: when it left the office.
CREATE TABLE reports (
	id INTEGER PRIMARY KEY,
	unit TEXT NOT NULL REFERENCES units,
	period TEXT NOT NULL REFERENCES periods,
	scope TEXT NOT NULL CHECK (scope IN ('own', 'two_level')),
	version INTEGER NOT NULL CHECK (version >= 1),
	status TEXT NOT NULL CHECK (status = 'draft' OR status = 'submitted' OR status = 'accepted' OR status = 'returned' OR status = 'superseded'),
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
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (unit, period, scope, version),
	CHECK (version = 1 OR (reason IS NOT NULL AND length(reason) >= 10)),
	CHECK ((status = 'draft') = (submitted_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_current ON reports (unit, period, scope) WHERE status IN ('submitted', 'accepted');
CREATE UNIQUE INDEX one_draft ON reports (unit, period, scope) WHERE status = 'draft';
CREATE INDEX reports_period ON reports (period, unit, scope, version);

CREATE TABLE report_values (
	report INTEGER NOT NULL REFERENCES reports,
	element_id INTEGER NOT NULL REFERENCES elements,
	value INTEGER CHECK (value >= 0),
	-- Not IN: a list of more than two words becomes a temporary B-tree for every row, and halves the speed of a post.
	status TEXT NOT NULL DEFAULT 'actual' CHECK (status = 'actual' OR status = 'provisional' OR status = 'estimate' OR status = 'missing'
		OR status = 'impossible'),
	note TEXT,
	PRIMARY KEY (report, element_id),
	CHECK ((value IS NULL) = (status IN ('missing', 'impossible')))
) STRICT, WITHOUT ROWID;
