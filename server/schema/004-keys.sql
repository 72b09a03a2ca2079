-- The keys by which names are found, as the program folds them now: i and y, quotation marks. An old decision keeps its key when
-- another one of its issuer and year has the same number in another spelling, and an alias when another one reads the same.
UPDATE units SET name_key = text_fold(name_vi);
UPDATE unit_names SET name_key = text_fold(name_vi);
UPDATE areas SET name_key = text_fold(name_vi);
UPDATE elements SET name_key = text_fold(name_vi);
UPDATE indicators SET name_key = text_fold(name_vi);
UPDATE clusters SET name_key = text_fold(name_vi);
UPDATE award_types SET name_key = text_fold(name_vi);
UPDATE persons SET name_key = text_fold(full_name);
UPDATE initiatives SET title_key = text_fold(title);
UPDATE movements SET name_key = text_fold(name);
UPDATE decision_lines SET name_key = text_fold(printed_name);
UPDATE decisions SET search_key = text_fold(number || ' ' || COALESCE(subject, ''));
UPDATE decisions SET number_key = text_mark(number) WHERE NOT EXISTS (
	SELECT 1 FROM decisions o WHERE o.issuer = decisions.issuer AND o.year = decisions.year AND o.id <> decisions.id
	AND (o.number_key = text_mark(decisions.number) OR (o.id < decisions.id AND text_mark(o.number) = text_mark(decisions.number))));
UPDATE award_aliases SET alias_key = text_fold(alias) WHERE NOT EXISTS (
	SELECT 1 FROM award_aliases o WHERE o.alias_key <> award_aliases.alias_key
	AND (o.alias_key = text_fold(award_aliases.alias)
	OR (o.alias_key < award_aliases.alias_key AND text_fold(o.alias) = text_fold(award_aliases.alias))));

-- A staff code without regard to case, blanks and kinds of dashes.
ALTER TABLE persons ADD COLUMN staff_key TEXT;
UPDATE persons SET staff_key = text_mark(staff_code) WHERE staff_code IS NOT NULL;
CREATE INDEX persons_staff ON persons (staff_key);
