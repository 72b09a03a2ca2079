-- What waits for an office is found by its state, however much is done.
CREATE INDEX reports_submitted ON reports (unit) WHERE status = 'submitted';
CREATE INDEX cases_state ON all_award_cases (state, nominated_by);
CREATE INDEX ballots_unit ON ballots (unit, state);
CREATE INDEX initiatives_unit ON initiatives (unit, state);
CREATE INDEX holds_open ON holds (opened_by) WHERE closed_on IS NULL;
