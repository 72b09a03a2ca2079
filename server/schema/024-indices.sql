-- The reports of one office, the newest first: without it each page of them sorts all that the office ever sent. Only a
-- statement that says `id > 0` may take it: for the others of an office there are better ones.
CREATE INDEX reports_of_unit ON reports (unit) WHERE id > 0;
-- No statement takes these.
DROP INDEX cases_year;
DROP INDEX practices_unit;
DROP INDEX exemplars_unit;
