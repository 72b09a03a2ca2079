/* What carrying a database from one engine to the other asks of PostgreSQL. */
#include "db_postgres.h"

#include "db_table.h"

/* The version of the schema is the program's, not a row of the office. */
struct stmt *db_list_tables(struct db *db)
{
	return db_query(db,
		"SELECT CAST(c.relname AS TEXT), (SELECT string_agg(a.attname, ', ' ORDER BY a.attnum)"
		" FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),"
		" (SELECT string_agg(a.attname, ', ' ORDER BY k.place)"
		" FROM pg_index i, unnest(CAST(i.indkey AS int2[])) WITH ORDINALITY k (number, place),"
		" pg_attribute a WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid"
		" AND a.attnum = k.number)"
		" FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = CAST('thidua' AS regnamespace)"
		" AND c.relname <> 'schema_version' ORDER BY c.relname");
}

/* References are taken away and made again, as only a superuser could let them wait. The other end may be slow. */
enum error db_untie(struct db *db)
{
	return db_postgres_exec(db,
		"SET LOCAL idle_in_transaction_session_timeout TO 0;"
		"CREATE TEMP TABLE untied ON COMMIT DROP AS SELECT CAST(conrelid AS regclass) AS holder,"
		" conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint"
		" WHERE contype = 'f' AND connamespace = CAST('thidua' AS regnamespace);"
		"DO $$ DECLARE u record; BEGIN FOR u IN SELECT * FROM untied LOOP"
		" EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', u.holder, u.name);"
		" END LOOP; END $$");
}

/* So many new rows want to be known to the planner before the first question. */
enum error db_tie(struct db *db)
{
	return db_postgres_exec(db,
		"DO $$ DECLARE u record; BEGIN FOR u IN SELECT * FROM untied LOOP"
		" EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', u.holder, u.name, u.definition);"
		" END LOOP; END $$; ANALYZE");
}
