-- What is sent to this database, by what a job does. Made by GoldenSqlTest.
-- What a driver says by itself, such as to log in or to commit, is not here.

-- A table is read whole
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden" WHERE 1 = 0;
SELECT count(*) FROM sqlite_schema;
SELECT max(name), count(*), max(upper(type)) FROM pragma_table_info(?1) WHERE pk > 0 AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk');
SELECT count(*) FROM "golden";
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;
SELECT count(*) FROM "golden";
SELECT "id", "name", "changed" FROM "golden";

-- A query is read
SELECT count(*) FROM sqlite_schema;
SELECT * FROM ( SELECT id FROM golden ) q WHERE 1 = 0;
SELECT count(*) FROM sqlite_schema;
SELECT "id" FROM ( SELECT id FROM golden ) q;

-- Some columns of some rows are read, one as text
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden" WHERE 1 = 0;
SELECT count(*) FROM sqlite_schema;
SELECT max(name), count(*), max(upper(type)) FROM pragma_table_info(?1) WHERE pk > 0 AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk');
SELECT count(*) FROM "golden";
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;
SELECT count(*) FROM "golden" WHERE ( id > 1 );
SELECT "id", "name" FROM "golden" WHERE ( id > 1 );

-- Rows past a watermark are read
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden" WHERE 1 = 0;
SELECT count(*) FROM sqlite_schema;
SELECT CAST(max("changed") AS TEXT) FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT);
SELECT count(*) FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT) AND "changed" <= CAST(? AS TEXT);
SELECT count(*) FROM "golden" WHERE ("changed" IS NULL OR NOT (typeof("changed") = 'text'));
SELECT "id", "name", "changed" FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT) AND "changed" <= CAST(? AS TEXT);

-- Rows that came late are looked for
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden" WHERE 1 = 0;
SELECT count(*) FROM sqlite_schema;
-- and more of this form
SELECT CAST(max("changed") AS TEXT) FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT);
SELECT count(*) FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT) AND "changed" <= CAST(? AS TEXT);
SELECT count(*) FROM "golden" WHERE ("changed" IS NULL OR NOT (typeof("changed") = 'text'));
SELECT count(*) FROM "golden" WHERE typeof("changed") = 'text' AND "changed" >= CAST(? AS TEXT) AND "changed" <= CAST(? AS TEXT);
SELECT "id", "name", "changed" FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT) AND "changed" <= CAST(? AS TEXT);
SELECT "id", "name", "changed" FROM "golden" WHERE typeof("changed") = 'text' AND "changed" >= CAST(? AS TEXT) AND "changed" <= CAST(? AS TEXT);

-- Rows of transactions that were open at the load before are looked for
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden" WHERE 1 = 0;
SELECT count(*) FROM sqlite_schema;
-- and more of this form
SELECT CAST(max("changed") AS TEXT) FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT);
SELECT count(*) FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT) AND "changed" <= CAST(? AS TEXT);
SELECT count(*) FROM "golden" WHERE ("changed" IS NULL OR NOT (typeof("changed") = 'text'));
SELECT "id", "name", "changed" FROM "golden" WHERE typeof("changed") = 'text' AND "changed" > CAST(? AS TEXT) AND "changed" <= CAST(? AS TEXT);

-- Keys are read, to find rows that are gone
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden" WHERE 1 = 0;
SELECT "id" FROM "golden";

-- The catalogue is asked for the plan
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden" WHERE 1 = 0;
SELECT max(rowid) FROM "golden";

-- The tables that a wildcard may mean are listed
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name;

-- discover looks at a table
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name;
SELECT * FROM "golden" WHERE 1 = 0;
SELECT max(rowid) FROM "golden";

-- doctor looks at the source
SELECT count(*) FROM sqlite_schema;

-- A long table is cut and its first slice read
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden_long" WHERE N = N;
SELECT count(*) FROM sqlite_schema;
SELECT max(name), count(*), max(upper(type)) FROM pragma_table_info(?N) WHERE pk > N AND NOT EXISTS (SELECT N FROM pragma_index_list(?N) WHERE origin = 'pk');
SELECT count(*) FROM "golden_long";
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;
SELECT min("id"), max("id") FROM "golden_long";
SELECT count(*) FROM "golden_long";
SELECT "id", "name" FROM "golden_long" WHERE "id" < N;

-- A run that died is gone on with
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden_long" WHERE N = N;
SELECT count(*) FROM sqlite_schema;
SELECT max(name), count(*), max(upper(type)) FROM pragma_table_info(?N) WHERE pk > N AND NOT EXISTS (SELECT N FROM pragma_index_list(?N) WHERE origin = 'pk');
SELECT count(*) FROM "golden_long";
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;
SELECT min("id"), max("id") FROM "golden_long";
SELECT count(*) FROM "golden_long";
SELECT count(*) FROM sqlite_schema;
SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name = ? COLLATE NOCASE;
SELECT * FROM "golden_long" WHERE N = N;
SELECT count(*) FROM sqlite_schema;
SELECT max(name), count(*), max(upper(type)) FROM pragma_table_info(?N) WHERE pk > N AND NOT EXISTS (SELECT N FROM pragma_index_list(?N) WHERE origin = 'pk');
SELECT count(*) FROM (SELECT "id", "name" FROM "golden_long" WHERE "id" < N) q;
SELECT count(*) FROM (SELECT "id", "name" FROM "golden_long" WHERE "id" >= N AND "id" < N) q;
-- and more of this form
SELECT count(*) FROM (SELECT "id", "name" FROM "golden_long" WHERE "id" >= N) q;
