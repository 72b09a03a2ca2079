-- What a long import looks up row by row: offices by their names, identities from the part to the whole.
CREATE INDEX unit_names_name ON unit_names (name_key);
CREATE INDEX identities_part ON identities (part, kind);
