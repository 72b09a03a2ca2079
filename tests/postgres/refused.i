# 1 "tests/postgres/refused.i"
db_query_literal(db, "" "INSERT OR REPLACE INTO areas (area, name_vi) " "VALUES (:area, :name_vi)" "");
db_query_literal(req->db, "" "SELECT value FROM json_each(:list)" "");
db_query_literal(db, "" "SELECT ifnull(note, '') FROM areas" "");
db_query_literal(db, "" "SELECT area FROM areas WHERE sort = '1:x' AND note = :note" "");
db_query_literal(db, "" "SELECT DISTINCT area FROM areas ORDER BY sort" "");
db_query_literal(db, "" "SELECT year / 2.0 + random() AS half FROM work_years" "");
db_query_literal(db, "" "SELECT area FROM areas WHERE sort = :sort + random()" "");
db_query_literal(db, "" "SELECT area FROM nowhere" "");
db_query_literal(db, sql[i]);
db_query_literal(db, "" all ? "SELECT 1" : "SELECT 2" "");
prepare = db_query_literal;
