-- Who made a version of a report, and who changed it last: as the events tell it, for the reports that are there.
ALTER TABLE reports ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN changed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
UPDATE reports SET
	created_by = COALESCE((SELECT actor FROM events WHERE object = '/reports/' || reports.id ORDER BY seq LIMIT 1), posted_by_unit),
	changed_by = COALESCE((SELECT actor FROM events WHERE object = '/reports/' || reports.id ORDER BY seq DESC LIMIT 1), posted_by_unit),
	changed_at = COALESCE((SELECT at FROM events WHERE object = '/reports/' || reports.id ORDER BY seq DESC LIMIT 1), received_at);
