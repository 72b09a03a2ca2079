/* What carrying a database from one engine to the other asks of SQLite. */
#include "db_sqlite.h"

#include "db_table.h"

struct stmt *db_list_tables(struct db *db)
{
	return db_query(db,
		"SELECT m.name, (SELECT group_concat(name, ', ') FROM"
		" (SELECT name FROM pragma_table_info(m.name) ORDER BY cid)),"
		" (SELECT group_concat(name, ', ') FROM"
		" (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk))"
		" FROM sqlite_schema m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
		" ORDER BY m.name");
}

enum error db_untie(struct db *db)
{
	return db_sqlite_exec(db->handle, "PRAGMA defer_foreign_keys = 1");
}

/* The commit looks. */
enum error db_tie(struct db *db)
{
	(void)db;
	return OK;
}

/* The lock file says so already. */
enum error db_alone(struct db *db)
{
	(void)db;
	return OK;
}
