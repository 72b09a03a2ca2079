-- Attached documents. What has documents is a row of the table that `owner` names; such rows are never deleted. Nor are these:
-- `kept` is the bytes of a document and all before it, so that the newest says how many there are.
CREATE TABLE documents (
	id INTEGER PRIMARY KEY,
	owner TEXT NOT NULL CHECK (owner IN ('decision', 'report', 'initiative', 'movement')),
	owner_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	title TEXT,
	type TEXT NOT NULL,
	size INTEGER NOT NULL CHECK (size > 0),
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
	kept INTEGER NOT NULL,
	attached_at INTEGER NOT NULL,
	attached_by TEXT NOT NULL REFERENCES units,
	withdrawn_at INTEGER,
	withdrawn_by TEXT REFERENCES units,
	reason TEXT,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((withdrawn_at IS NULL) = (reason IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;
CREATE INDEX documents_owner ON documents (owner, owner_id, id) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX one_document ON documents (owner, owner_id, sha256) WHERE withdrawn_at IS NULL;

-- The bytes, in parts of 256 KiB.
CREATE TABLE document_parts (
	document INTEGER NOT NULL REFERENCES documents,
	part INTEGER NOT NULL,
	bytes BLOB NOT NULL,
	PRIMARY KEY (document, part)
) STRICT, WITHOUT ROWID;
