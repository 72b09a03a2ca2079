-- The token that took the place of this one.
ALTER TABLE tokens ADD COLUMN renewed_as INTEGER REFERENCES tokens;

-- Targets of a year that were taken from the year before are drafts, until somebody puts them into force.
ALTER TABLE targets RENAME TO all_targets;
ALTER TABLE all_targets ADD COLUMN drafted_from INTEGER;
CREATE VIEW targets AS SELECT * FROM all_targets WHERE drafted_from IS NULL;
