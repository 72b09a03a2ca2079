-- The parameter of a regime that names an award in its time.
ALTER TABLE award_types ADD COLUMN name_parameter TEXT;
UPDATE award_types SET name_parameter = 'sector_flag_name' WHERE award = 'sector-emulation-flag';
