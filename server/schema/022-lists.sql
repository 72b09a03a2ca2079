-- What waits for an office begins with the movements of those above it; a page of initiatives with the newest year.
CREATE INDEX movements_unit ON movements (unit, state);
CREATE INDEX initiatives_year ON initiatives (year, id);
