-- What a page writes beside a figure: a short name under the heading of its area, its place in the form, the cases that its accused
-- belong to; and English names. The names of what is there already come with the next import of the catalogue.
ALTER TABLE elements ADD COLUMN short_vi TEXT;
ALTER TABLE elements ADD COLUMN name_en TEXT;
ALTER TABLE elements ADD COLUMN sort INTEGER;
ALTER TABLE elements ADD COLUMN pair TEXT;
ALTER TABLE indicators ADD COLUMN name_en TEXT;
ALTER TABLE award_types ADD COLUMN name_en TEXT;
UPDATE elements SET sort = 10 * element_id;
