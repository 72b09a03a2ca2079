-- People who sign in. A password is kept as argon2id; a one-time password, which is random, as a keyed hash. A user has
-- one of them, whether it may sign in or not.
CREATE TABLE users (
	login TEXT NOT NULL PRIMARY KEY,
	full_name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	unit TEXT NOT NULL REFERENCES units,
	role TEXT NOT NULL CHECK (role IN ('reader', 'clerk', 'head', 'admin', 'auditor')),
	person INTEGER REFERENCES all_persons,
	active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
	password TEXT,
	one_time BLOB CHECK (length(one_time) = 32),
	one_time_until INTEGER,
	created_at INTEGER NOT NULL,
	revision INTEGER NOT NULL DEFAULT 1,
	CHECK ((password IS NULL) <> (one_time IS NULL)),
	CHECK ((one_time IS NULL) = (one_time_until IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX users_unit ON users (unit, login);
CREATE INDEX users_person ON users (person) WHERE person IS NOT NULL;

-- The session of a browser is a token of its own kind: it has a number among them, so that events, stored answers and
-- rates know it alike. It is of a user, or was exchanged for a token, or for the code that the server printed.
ALTER TABLE tokens ADD COLUMN session INTEGER NOT NULL DEFAULT 0 CHECK (session IN (0, 1));
ALTER TABLE tokens ADD COLUMN login TEXT REFERENCES users;
ALTER TABLE tokens ADD COLUMN exchanged INTEGER REFERENCES tokens;
CREATE INDEX tokens_listed ON tokens (id) WHERE session = 0;
CREATE INDEX tokens_login ON tokens (login, id) WHERE session = 1;

-- Failures in a row, of logins that exist and of those that do not, which nobody shall be able to tell apart.
CREATE TABLE sign_in_failures (
	login TEXT NOT NULL PRIMARY KEY,
	failures INTEGER NOT NULL,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_failures_at ON sign_in_failures (at);
