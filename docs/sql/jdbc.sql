-- What is sent to this database, by what a job does. Made by GoldenSqlTest.
-- What a driver says by itself, such as to log in or to commit, is not here.

-- A table is read whole
SELECT * FROM "public"."golden" WHERE 1 = 0;
SELECT min("id"), max("id"), 0 FROM "public"."golden";
SELECT count(*) FROM "public"."golden";
SELECT "id", "name", "changed" FROM "public"."golden";

-- A query is read
SELECT * FROM ( SELECT id FROM golden ) q WHERE 1 = 0;
SELECT "id" FROM ( SELECT id FROM golden ) q;

-- Some columns of some rows are read, one as text
SELECT * FROM "public"."golden" WHERE 1 = 0;
SELECT min("id"), max("id"), 0 FROM "public"."golden";
SELECT count(*) FROM "public"."golden" WHERE ( id > 1 );
SELECT "id", "name" FROM "public"."golden" WHERE ( id > 1 );

-- Rows past a watermark are read
SELECT * FROM "public"."golden" WHERE 1 = 0;
SELECT max("changed") FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP);
SELECT count(*) FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP) AND "changed" <= CAST(? AS TIMESTAMP);
SELECT count(*) FROM "public"."golden" WHERE "changed" IS NULL;
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP) AND "changed" <= CAST(? AS TIMESTAMP);

-- Rows that came late are looked for
SELECT * FROM "public"."golden" WHERE 1 = 0;
SELECT max("changed") FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP);
SELECT count(*) FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP) AND "changed" <= CAST(? AS TIMESTAMP);
SELECT count(*) FROM "public"."golden" WHERE "changed" IS NULL;
SELECT count(*) FROM "public"."golden" WHERE "changed" >= CAST(? AS TIMESTAMP) AND "changed" <= CAST(? AS TIMESTAMP);
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP) AND "changed" <= CAST(? AS TIMESTAMP);
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" >= CAST(? AS TIMESTAMP) AND "changed" <= CAST(? AS TIMESTAMP);

-- Rows of transactions that were open at the load before are looked for
SELECT * FROM "public"."golden" WHERE 1 = 0;
SELECT max("changed") FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP);
SELECT count(*) FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP) AND "changed" <= CAST(? AS TIMESTAMP);
SELECT count(*) FROM "public"."golden" WHERE "changed" IS NULL;
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" > CAST(? AS TIMESTAMP) AND "changed" <= CAST(? AS TIMESTAMP);

-- Keys are read, to find rows that are gone
SELECT * FROM "public"."golden" WHERE 1 = 0;
SELECT "id" FROM "public"."golden";

-- The catalogue is asked for the plan
SELECT * FROM "public"."golden" WHERE 1 = 0;

-- The tables that a wildcard may mean are listed

-- discover looks at a table
SELECT * FROM "public"."golden" WHERE 1 = 0;

-- doctor looks at the source

-- A long table is cut and its first slice read
SELECT * FROM "public"."golden_long" WHERE N = N;
SELECT min("id"), max("id"), N FROM "public"."golden_long";
SELECT min("id"), max("id"), count(*) FROM "public"."golden_long";
SELECT count(*) FROM "public"."golden_long";
SELECT "id", "name" FROM "public"."golden_long" WHERE "id" < N;

-- A run that died is gone on with
SELECT * FROM "public"."golden_long" WHERE N = N;
SELECT min("id"), max("id"), N FROM "public"."golden_long";
SELECT min("id"), max("id"), count(*) FROM "public"."golden_long";
SELECT count(*) FROM "public"."golden_long";
SELECT * FROM "public"."golden_long" WHERE N = N;
SELECT count(*) FROM (SELECT "id", "name" FROM "public"."golden_long" WHERE "id" < N) q;
SELECT count(*) FROM (SELECT "id", "name" FROM "public"."golden_long" WHERE "id" >= N AND "id" < N) q;
-- and more of this form
SELECT count(*) FROM (SELECT "id", "name" FROM "public"."golden_long" WHERE "id" >= N) q;
