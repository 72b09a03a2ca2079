-- The file of a cluster's year: what people write in it, and of a final one its annexes as they were.
CREATE TABLE dossiers (
	id INTEGER PRIMARY KEY,
	cluster TEXT NOT NULL REFERENCES clusters,
	version INTEGER NOT NULL CHECK (version >= 1),
	state TEXT NOT NULL CHECK (state IN ('draft', 'final', 'superseded')),
	number TEXT,
	signed_on TEXT,
	signer_name TEXT,
	signer_title TEXT,
	recipients TEXT,
	reason TEXT,
	finished_at INTEGER,
	digest TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	UNIQUE (cluster, version),
	CHECK (version = 1 OR reason IS NOT NULL),
	CHECK ((state = 'draft') = (finished_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_draft_of_a_dossier ON dossiers (cluster) WHERE state = 'draft';
CREATE TABLE dossier_texts (
	dossier INTEGER NOT NULL REFERENCES dossiers,
	section TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (dossier, section)
) STRICT, WITHOUT ROWID;
-- JSON, as it was gathered.
CREATE TABLE dossier_annexes (
	dossier INTEGER PRIMARY KEY REFERENCES dossiers,
	content TEXT NOT NULL
) STRICT;
