-- What is sent to this database, by what a job does. Made by GoldenSqlTest.
-- What a driver says by itself, such as to log in or to commit, is not here.

-- A table is read whole
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden" WHERE 1 = 0;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
WITH RECURSIVE tree AS ( SELECT c.oid, 0 AS depth FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ? UNION SELECT i.inhrelid, t.depth + 1 FROM pg_catalog.pg_inherits i JOIN tree t ON i.inhparent = t.oid WHERE (to_jsonb(i) ->> 'inhdetachpending') IS DISTINCT FROM 'true') SELECT c.oid, min(t.depth) AS depth, n.nspname, c.relname, c.relkind, c.reltuples, CASE WHEN a.amname = 'heap' THEN pg_relation_size(c.oid) END AS bytes, coalesce(pg_relation_filenode(c.oid), 0) AS filenode, has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid) AS free, current_setting('block_size')::bigint AS block, current_setting('server_version_num')::int AS version FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam GROUP BY c.oid, n.nspname, a.amname ORDER BY depth, n.nspname, c.relname;
SELECT count(*) FROM "public"."golden";
SELECT "id", "name", "changed" FROM "public"."golden";

-- A query is read
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT * FROM ( SELECT id FROM golden ) q WHERE 1 = 0;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT "id" FROM ( SELECT id FROM golden ) q;

-- Some columns of some rows are read, one as text
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden" WHERE 1 = 0;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
WITH RECURSIVE tree AS ( SELECT c.oid, 0 AS depth FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ? UNION SELECT i.inhrelid, t.depth + 1 FROM pg_catalog.pg_inherits i JOIN tree t ON i.inhparent = t.oid WHERE (to_jsonb(i) ->> 'inhdetachpending') IS DISTINCT FROM 'true') SELECT c.oid, min(t.depth) AS depth, n.nspname, c.relname, c.relkind, c.reltuples, CASE WHEN a.amname = 'heap' THEN pg_relation_size(c.oid) END AS bytes, coalesce(pg_relation_filenode(c.oid), 0) AS filenode, has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid) AS free, current_setting('block_size')::bigint AS block, current_setting('server_version_num')::int AS version FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam GROUP BY c.oid, n.nspname, a.amname ORDER BY depth, n.nspname, c.relname;
SELECT count(*) FROM "public"."golden" WHERE ( id > 1 );
SELECT "id", "name" FROM "public"."golden" WHERE ( id > 1 );

-- Rows past a watermark are read
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden" WHERE 1 = 0;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT CAST(max("changed") AS text) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp);
SELECT count(*) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);
SELECT count(*) FROM "public"."golden" WHERE ("changed" IS NULL OR NOT ("changed" > '-infinity' AND "changed" < 'infinity'));
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);

-- Rows that came late are looked for
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden" WHERE 1 = 0;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT CAST(max("changed") AS text) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp);
SELECT count(*) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);
SELECT count(*) FROM "public"."golden" WHERE ("changed" IS NULL OR NOT ("changed" > '-infinity' AND "changed" < 'infinity'));
SELECT count(*) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" >= CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" >= CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);

-- Rows of transactions that were open at the load before are looked for
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden" WHERE 1 = 0;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT pg_is_in_recovery() AS standby, c.relkind = 'f' AS elsewhere, EXISTS (SELECT FROM pg_catalog.pg_subscription_rel s WHERE s.srrelid = c.oid) AS subscribed FROM (SELECT) one LEFT JOIN (pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ? AND c.relname = ?) ON true;
SELECT a.attname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND n.nspname = ? AND c.relname = ? ORDER BY a.attnum;
SELECT CAST(max("changed") AS text) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity';
SELECT l.virtualxid AS id, false AS prepared FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid() AND (a.pid IS NULL OR (a.usesysid IS NOT NULL AND (a.datname IS NULL OR a.datname = current_database()) AND NOT (a.usename = current_user AND a.application_name LIKE 'penstock%'))) UNION ALL SELECT 'prepared:' || CAST(transaction AS text), true FROM pg_catalog.pg_prepared_xacts WHERE database = current_database();
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT CAST(max("changed") AS text) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp);
SELECT count(*) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);
SELECT count(*) FROM "public"."golden" WHERE ("changed" IS NULL OR NOT ("changed" > '-infinity' AND "changed" < 'infinity'));
SELECT count(*) FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" >= CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" > CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);
SELECT "id", "name", "changed" FROM "public"."golden" WHERE "changed" > '-infinity' AND "changed" < 'infinity' AND "changed" >= CAST(? AS timestamp) AND "changed" <= CAST(? AS timestamp);

-- Keys are read, to find rows that are gone
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden" WHERE 1 = 0;
SELECT "id" FROM "public"."golden";

-- The catalogue is asked for the plan
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden" WHERE 1 = 0;
WITH one AS (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?) SELECT sum(p.reltuples)::bigint, min(p.reltuples) FROM pg_catalog.pg_class p WHERE p.relkind IN ('r', 'm') AND p.oid IN (SELECT oid FROM one UNION SELECT t.relid FROM one, pg_catalog.pg_partition_tree(one.oid::regclass) t);

-- The tables that a wildcard may mean are listed
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_t%' ORDER BY n.nspname = ? DESC, 1, 2 LIMIT N;

-- discover looks at a table
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_t%' ORDER BY n.nspname = ? DESC, 1, 2 LIMIT N;
SELECT * FROM "public"."golden" WHERE 1 = 0;
WITH one AS (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?) SELECT sum(p.reltuples)::bigint, min(p.reltuples) FROM pg_catalog.pg_class p WHERE p.relkind IN ('r', 'm') AND p.oid IN (SELECT oid FROM one UNION SELECT t.relid FROM one, pg_catalog.pg_partition_tree(one.oid::regclass) t);

-- doctor looks at the source
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT current_setting('server_version') AS version, session_user AS login, current_setting('transaction_read_only') AS read_only, (SELECT s.version FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid() AND s.ssl) AS tls;
SELECT clock_timestamp();

-- A long table is cut and its first slice read
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden_long" WHERE N = N;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
WITH RECURSIVE tree AS ( SELECT c.oid, N AS depth FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ? UNION SELECT i.inhrelid, t.depth + N FROM pg_catalog.pg_inherits i JOIN tree t ON i.inhparent = t.oid WHERE (to_jsonb(i) ->> 'inhdetachpending') IS DISTINCT FROM 'true') SELECT c.oid, min(t.depth) AS depth, n.nspname, c.relname, c.relkind, c.reltuples, CASE WHEN a.amname = 'heap' THEN pg_relation_size(c.oid) END AS bytes, coalesce(pg_relation_filenode(c.oid), N) AS filenode, has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid) AS free, current_setting('block_size')::bigint AS block, current_setting('server_version_num')::int AS version FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam GROUP BY c.oid, n.nspname, a.amname ORDER BY depth, n.nspname, c.relname;
SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), N, N) || '/' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) || '/' || c.oid || '/' || pg_relation_filenode(c.oid), pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'm') AND a.amname = 'heap' AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AND NOT pg_is_in_recovery() AND NOT row_security_active(c.oid);
SELECT pg_export_snapshot();
SELECT count(*) FROM "public"."golden_long";
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET TRANSACTION SNAPSHOT 'SNAPSHOT';
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT "id", "name" FROM "public"."golden_long" WHERE ctid >= '(N,N)'::tid AND ctid < '(N,N)'::tid;

-- A run that died is gone on with
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden_long" WHERE N = N;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
WITH RECURSIVE tree AS ( SELECT c.oid, N AS depth FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ? UNION SELECT i.inhrelid, t.depth + N FROM pg_catalog.pg_inherits i JOIN tree t ON i.inhparent = t.oid WHERE (to_jsonb(i) ->> 'inhdetachpending') IS DISTINCT FROM 'true') SELECT c.oid, min(t.depth) AS depth, n.nspname, c.relname, c.relkind, c.reltuples, CASE WHEN a.amname = 'heap' THEN pg_relation_size(c.oid) END AS bytes, coalesce(pg_relation_filenode(c.oid), N) AS filenode, has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid) AS free, current_setting('block_size')::bigint AS block, current_setting('server_version_num')::int AS version FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam GROUP BY c.oid, n.nspname, a.amname ORDER BY depth, n.nspname, c.relname;
SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), N, N) || '/' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) || '/' || c.oid || '/' || pg_relation_filenode(c.oid), pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'm') AND a.amname = 'heap' AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AND NOT pg_is_in_recovery() AND NOT row_security_active(c.oid);
SELECT pg_export_snapshot();
SELECT count(*) FROM "public"."golden_long";
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = ANY (current_schemas(false)) AND lower(c.relname) = lower(?) ORDER BY array_position(current_schemas(false), n.nspname), c.relname;
SELECT * FROM "public"."golden_long" WHERE N = N;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true), set_config(?, ?, true);
SELECT pg_export_snapshot();
SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), N, N) || '/' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) || '/' || c.oid || '/' || pg_relation_filenode(c.oid), pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'm') AND a.amname = 'heap' AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AND NOT pg_is_in_recovery() AND NOT row_security_active(c.oid);
SELECT count(*) FROM (SELECT "id", "name" FROM "public"."golden_long" WHERE ctid >= '(N,N)'::tid AND ctid < '(N,N)'::tid AND ((N - xmin::text::bigint) & N) > N) q;
-- and more of this form
SELECT count(*) FROM (SELECT "id", "name" FROM "public"."golden_long" WHERE ctid >= '(N,N)'::tid AND ((N - xmin::text::bigint) & N) > N) q;
