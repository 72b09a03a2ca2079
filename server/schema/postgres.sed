# The steps of the schema for PostgreSQL: sed -E. The words that differ; a trigger, whose refusal is a function there; and a
# table that is made anew, whose references from others lib/db_postgres_migrate.c keeps and ties again.
s/^\) STRICT(, WITHOUT ROWID)?;/);/
s/\bINTEGER\b/BIGINT/g
s/\bBLOB\b/BYTEA/g
s/^CREATE TRIGGER ([a-z_]+) (BEFORE [A-Z]+ ON [a-z_]+) BEGIN SELECT RAISE\(ABORT, ('[^']*')\); END;/\
CREATE FUNCTION \1() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION \3; END $$; \
CREATE TRIGGER \1 \2 FOR EACH ROW EXECUTE FUNCTION \1();/
s/^DROP TABLE ([a-z_]+);/SELECT drop_table('\1');/
s/^(ALTER TABLE [a-z_]+ RENAME TO ([a-z_]+));/\1; SELECT tie_again('\2');/
