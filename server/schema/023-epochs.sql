-- What processes keep in memory of the database is stale when its number here has moved: see server/base/epoch.h.
CREATE TABLE epochs (
	epoch TEXT NOT NULL PRIMARY KEY,
	number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO epochs (epoch, number) VALUES ('tokens', 0), ('catalogue', 0);
