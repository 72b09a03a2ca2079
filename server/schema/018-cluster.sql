-- The steps of a cluster's year, as they were taken.
CREATE TABLE cluster_steps (
	id INTEGER PRIMARY KEY,
	cluster TEXT NOT NULL REFERENCES clusters,
	at INTEGER NOT NULL,
	event TEXT NOT NULL,
	from_state TEXT NOT NULL,
	to_state TEXT NOT NULL,
	by_unit TEXT NOT NULL REFERENCES units,
	reason TEXT
) STRICT;
CREATE INDEX cluster_steps_cluster ON cluster_steps (cluster, id);

-- Pacts of a cluster, by version: one that is opened for signing never changes. The version in force is superseded when the next one
-- has all signatures.
CREATE TABLE pacts (
	id INTEGER PRIMARY KEY,
	cluster TEXT NOT NULL REFERENCES clusters,
	version INTEGER NOT NULL CHECK (version >= 1),
	theme TEXT,
	plan_no TEXT,
	score_sheet INTEGER REFERENCES score_sheets,
	reason TEXT,
	state TEXT NOT NULL CHECK (state IN ('draft', 'open_for_signing', 'in_force', 'superseded', 'cancelled')),
	opened_on TEXT,
	in_force_on TEXT,
	cancel_reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (cluster, version),
	CHECK (state <> 'draft' OR opened_on IS NULL),
	CHECK (state NOT IN ('in_force', 'superseded') OR in_force_on IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_pact_in_force ON pacts (cluster) WHERE state = 'in_force';
CREATE UNIQUE INDEX one_pact_to_come ON pacts (cluster) WHERE state IN ('draft', 'open_for_signing');

CREATE TABLE pact_contents (
	pact INTEGER NOT NULL REFERENCES pacts,
	number INTEGER NOT NULL,
	content TEXT NOT NULL,
	PRIMARY KEY (pact, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE pact_grounds (
	pact INTEGER NOT NULL REFERENCES pacts,
	number TEXT NOT NULL,
	issued_on TEXT NOT NULL,
	title TEXT NOT NULL,
	PRIMARY KEY (pact, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE pact_signatures (
	pact INTEGER NOT NULL REFERENCES pacts,
	unit TEXT NOT NULL REFERENCES units,
	signed_on TEXT NOT NULL,
	signer_name TEXT NOT NULL,
	signer_title TEXT NOT NULL,
	PRIMARY KEY (pact, unit)
) STRICT, WITHOUT ROWID;

-- Conferences of a cluster, with those who were there.
CREATE TABLE conferences (
	id INTEGER PRIMARY KEY,
	cluster TEXT NOT NULL REFERENCES clusters,
	kind TEXT NOT NULL CHECK (kind IN ('pact_signing', 'midyear', 'year_end', 'other')),
	held_on TEXT NOT NULL,
	place TEXT NOT NULL,
	chair_name TEXT NOT NULL,
	chair_title TEXT NOT NULL,
	secretary_name TEXT NOT NULL,
	secretary_title TEXT NOT NULL,
	minutes TEXT,
	summary TEXT,
	revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX conferences_cluster ON conferences (cluster, held_on);

CREATE TABLE conference_guests (
	conference INTEGER NOT NULL REFERENCES conferences,
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	title TEXT NOT NULL,
	unit TEXT REFERENCES units,
	PRIMARY KEY (conference, number)
) STRICT, WITHOUT ROWID;

ALTER TABLE ballots ADD COLUMN conference INTEGER REFERENCES conferences;
