-- The name of an office as papers write it, and the place in front of their date: written with each change of its name (unit_paper.c).
ALTER TABLE units ADD COLUMN full_name_vi TEXT NOT NULL DEFAULT '';
ALTER TABLE units ADD COLUMN place_vi TEXT;
UPDATE units SET full_name_vi = replace(name_vi, 'VKSND', 'Viện kiểm sát nhân dân'),
	place_vi = CASE WHEN level = 'supreme' THEN 'Hà Nội'
		WHEN level NOT IN ('high', 'province', 'district') OR substr(name_vi, 1, 6) <> 'VKSND ' THEN NULL
		WHEN substr(name_vi, 7, 5) = 'tỉnh ' THEN substr(name_vi, 12)
		WHEN substr(name_vi, 7, 6) = 'huyện ' THEN substr(name_vi, 13)
		WHEN substr(name_vi, 7, 5) = 'quận ' THEN substr(name_vi, 12)
		WHEN substr(name_vi, 7, 7) = 'thị xã ' THEN substr(name_vi, 14)
		WHEN substr(name_vi, 7, 10) = 'thành phố ' THEN substr(name_vi, 17)
		WHEN substr(name_vi, 7, 12) = 'cấp cao tại ' THEN substr(name_vi, 19)
		ELSE substr(name_vi, 7) END;
