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
