-- What is sent to this database, by what a job does. Made by GoldenSqlTest.
-- What a driver says by itself, such as to log in or to commit, is not here.

-- A table is read whole
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(?, database())) ORDER BY 1, 2;
SELECT * FROM `shop`.`golden` WHERE 1 = 0;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT s.column_name, c.data_type FROM information_schema.tables t JOIN information_schema.statistics s ON s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.index_name = 'PRIMARY' AND s.sub_part IS NULL JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = s.column_name WHERE t.table_schema = ? AND t.table_name = ? AND t.engine = 'InnoDB' ORDER BY s.seq_in_index;
SELECT table_rows, data_length FROM information_schema.tables WHERE table_schema = ? AND table_name = ? AND data_length > 0;
SELECT count(*) FROM `shop`.`golden`;
SELECT `id`, `name`, CAST(`changed` AS CHAR) FROM `shop`.`golden`;
SET max_statement_time = 0.0;

-- A query is read
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT * FROM ( SELECT id FROM golden ) q WHERE 1 = 0;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT `id` FROM ( SELECT id FROM golden ) q;
SET max_statement_time = 0.0;

-- Some columns of some rows are read, one as text
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(?, database())) ORDER BY 1, 2;
SELECT * FROM `shop`.`golden` WHERE 1 = 0;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT s.column_name, c.data_type FROM information_schema.tables t JOIN information_schema.statistics s ON s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.index_name = 'PRIMARY' AND s.sub_part IS NULL JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = s.column_name WHERE t.table_schema = ? AND t.table_name = ? AND t.engine = 'InnoDB' ORDER BY s.seq_in_index;
SELECT table_rows, data_length FROM information_schema.tables WHERE table_schema = ? AND table_name = ? AND data_length > 0;
SELECT count(*) FROM `shop`.`golden` WHERE ( id > 1 );
SELECT `id`, `name` FROM `shop`.`golden` WHERE ( id > 1 );
SET max_statement_time = 0.0;

-- Rows past a watermark are read
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(?, database())) ORDER BY 1, 2;
SELECT * FROM `shop`.`golden` WHERE 1 = 0;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT CAST(max(`changed`) AS CHAR) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6));
SELECT count(*) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6)) AND `changed` <= CAST(? AS DATETIME(6));
SELECT count(*) FROM `shop`.`golden` WHERE (`changed` IS NULL OR NOT (`changed` >= '0001-01-01'));
SELECT `id`, `name`, CAST(`changed` AS CHAR) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6)) AND `changed` <= CAST(? AS DATETIME(6));
SET max_statement_time = 0.0;

-- Rows that came late are looked for
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(?, database())) ORDER BY 1, 2;
SELECT * FROM `shop`.`golden` WHERE 1 = 0;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT CAST(max(`changed`) AS CHAR) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6));
SELECT count(*) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6)) AND `changed` <= CAST(? AS DATETIME(6));
SELECT count(*) FROM `shop`.`golden` WHERE (`changed` IS NULL OR NOT (`changed` >= '0001-01-01'));
SELECT count(*) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` >= CAST(? AS DATETIME(6)) AND `changed` <= CAST(? AS DATETIME(6));
SELECT `id`, `name`, CAST(`changed` AS CHAR) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6)) AND `changed` <= CAST(? AS DATETIME(6));
SET max_statement_time = 0.0;
SELECT `id`, `name`, CAST(`changed` AS CHAR) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` >= CAST(? AS DATETIME(6)) AND `changed` <= CAST(? AS DATETIME(6));
SET max_statement_time = 0.0;

-- Rows of transactions that were open at the load before are looked for
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(?, database())) ORDER BY 1, 2;
SELECT * FROM `shop`.`golden` WHERE 1 = 0;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT CAST(max(`changed`) AS CHAR) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6));
SELECT count(*) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6)) AND `changed` <= CAST(? AS DATETIME(6));
SELECT count(*) FROM `shop`.`golden` WHERE (`changed` IS NULL OR NOT (`changed` >= '0001-01-01'));
SELECT `id`, `name`, CAST(`changed` AS CHAR) FROM `shop`.`golden` WHERE `changed` >= '0001-01-01' AND `changed` > CAST(? AS DATETIME(6)) AND `changed` <= CAST(? AS DATETIME(6));
SET max_statement_time = 0.0;

-- Keys are read, to find rows that are gone
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(?, database())) ORDER BY 1, 2;
SELECT * FROM `shop`.`golden` WHERE 1 = 0;
SELECT `id` FROM `shop`.`golden`;
SET max_statement_time = 0.0;

-- The catalogue is asked for the plan
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(?, database())) ORDER BY 1, 2;
SELECT * FROM `shop`.`golden` WHERE 1 = 0;
SELECT table_rows FROM information_schema.tables WHERE table_schema = ? AND table_name = ?;

-- The tables that a wildcard may mean are listed
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 60.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY table_schema = coalesce(?, database()) DESC, 1, 2 LIMIT N;

-- discover looks at a table
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 15, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 30.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY table_schema = coalesce(?, database()) DESC, 1, 2 LIMIT N;
SELECT * FROM `shop`.`golden` WHERE 1 = 0;
SELECT table_rows FROM information_schema.tables WHERE table_schema = ? AND table_name = ?;

-- doctor looks at the source
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+00:00', lock_wait_timeout = 15, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = 30.0;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT version(), current_user();
SHOW SESSION STATUS LIKE 'Ssl_version';
SHOW SESSION VARIABLES WHERE variable_name IN ('tx_read_only', 'transaction_read_only') AND value = 'ON';
SELECT unix_timestamp(sysdate(6));

-- A long table is cut and its first slice read
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+N:N', lock_wait_timeout = N, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = N.N;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> N OR BINARY table_schema = coalesce(?, database())) ORDER BY N, N;
SELECT * FROM `shop`.`golden_long` WHERE N = N;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+N:N', lock_wait_timeout = N, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = N.N;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT s.column_name, c.data_type FROM information_schema.tables t JOIN information_schema.statistics s ON s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.index_name = 'PRIMARY' AND s.sub_part IS NULL JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = s.column_name WHERE t.table_schema = ? AND t.table_name = ? AND t.engine = 'InnoDB' ORDER BY s.seq_in_index;
SELECT table_rows, data_length FROM information_schema.tables WHERE table_schema = ? AND table_name = ? AND data_length > N;
SELECT min(`id`), max(`id`) FROM `shop`.`golden_long`;
SELECT count(*) FROM `shop`.`golden_long`;
SELECT `id`, `name` FROM `shop`.`golden_long` WHERE `id` < N;
SET max_statement_time = N.N;

-- A run that died is gone on with
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+N:N', lock_wait_timeout = N, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = N.N;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> N OR BINARY table_schema = coalesce(?, database())) ORDER BY N, N;
SELECT * FROM `shop`.`golden_long` WHERE N = N;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+N:N', lock_wait_timeout = N, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = N.N;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT s.column_name, c.data_type FROM information_schema.tables t JOIN information_schema.statistics s ON s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.index_name = 'PRIMARY' AND s.sub_part IS NULL JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = s.column_name WHERE t.table_schema = ? AND t.table_name = ? AND t.engine = 'InnoDB' ORDER BY s.seq_in_index;
SELECT table_rows, data_length FROM information_schema.tables WHERE table_schema = ? AND table_name = ? AND data_length > N;
SELECT min(`id`), max(`id`) FROM `shop`.`golden_long`;
SELECT count(*) FROM `shop`.`golden_long`;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+N:N', lock_wait_timeout = N, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = N.N;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?) AND (@@lower_case_table_names <> N OR BINARY table_schema = coalesce(?, database())) ORDER BY N, N;
SELECT * FROM `shop`.`golden_long` WHERE N = N;
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET time_zone = '+N:N', lock_wait_timeout = N, net_write_timeout = N, wait_timeout = N;
SET max_statement_time = N.N;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;
SELECT s.column_name, c.data_type FROM information_schema.tables t JOIN information_schema.statistics s ON s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.index_name = 'PRIMARY' AND s.sub_part IS NULL JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = s.column_name WHERE t.table_schema = ? AND t.table_name = ? AND t.engine = 'InnoDB' ORDER BY s.seq_in_index;
SELECT count(*) FROM (SELECT `id`, `name` FROM `shop`.`golden_long` WHERE `id` < N) q;
SELECT count(*) FROM (SELECT `id`, `name` FROM `shop`.`golden_long` WHERE `id` >= N AND `id` < N) q;
-- and more of this form
SELECT count(*) FROM (SELECT `id`, `name` FROM `shop`.`golden_long` WHERE `id` >= N) q;
