-- The token that took the place of this one.
ALTER TABLE tokens ADD COLUMN renewed_as INTEGER REFERENCES tokens;
