-- What is sent to this database, by what a job does. Made by GoldenSqlTest.
-- What a driver says by itself, such as to log in or to commit, is not here.

-- A table is read whole
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY 1, 2;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden] WHERE 1 = 0;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT c.name, t.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = k.column_id JOIN sys.types t ON t.user_type_id = c.system_type_id WHERE s.name = ? AND o.name = ? AND i.is_primary_key = 1 AND i.type = 1 ORDER BY k.key_ordinal;
SELECT SUM(p.[rows]), SUM(a.used_pages) * 8192 FROM sys.partitions p JOIN sys.allocation_units a ON a.container_id = p.hobt_id AND a.type = 1 JOIN sys.objects o ON o.object_id = p.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ? AND p.index_id IN (0, 1);
SELECT count_big(*) FROM [dbo].[golden];
SELECT [id], [name], [changed] FROM [dbo].[golden];

-- A query is read
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM ( SELECT id FROM golden ) q WHERE 1 = 0;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT [id] FROM ( SELECT id FROM golden ) q;

-- Some columns of some rows are read, one as text
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY 1, 2;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden] WHERE 1 = 0;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT c.name, t.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = k.column_id JOIN sys.types t ON t.user_type_id = c.system_type_id WHERE s.name = ? AND o.name = ? AND i.is_primary_key = 1 AND i.type = 1 ORDER BY k.key_ordinal;
SELECT SUM(p.[rows]), SUM(a.used_pages) * 8192 FROM sys.partitions p JOIN sys.allocation_units a ON a.container_id = p.hobt_id AND a.type = 1 JOIN sys.objects o ON o.object_id = p.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ? AND p.index_id IN (0, 1);
SELECT count_big(*) FROM [dbo].[golden] WHERE ( id > 1 );
SELECT [id], [name] FROM [dbo].[golden] WHERE ( id > 1 );

-- Rows past a watermark are read
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY 1, 2;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden] WHERE 1 = 0;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT CAST(max([changed]) AS nvarchar(40)) FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7));
SELECT count_big(*) FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7)) AND [changed] <= CAST(? AS datetime2(7));
SELECT count_big(*) FROM [dbo].[golden] WHERE [changed] IS NULL;
SELECT [id], [name], [changed] FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7)) AND [changed] <= CAST(? AS datetime2(7));

-- Rows that came late are looked for
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY 1, 2;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden] WHERE 1 = 0;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT CAST(max([changed]) AS nvarchar(40)) FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7));
SELECT count_big(*) FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7)) AND [changed] <= CAST(? AS datetime2(7));
SELECT count_big(*) FROM [dbo].[golden] WHERE [changed] IS NULL;
SELECT count_big(*) FROM [dbo].[golden] WHERE [changed] >= CAST(? AS datetime2(7)) AND [changed] <= CAST(? AS datetime2(7));
SELECT [id], [name], [changed] FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7)) AND [changed] <= CAST(? AS datetime2(7));
SELECT [id], [name], [changed] FROM [dbo].[golden] WHERE [changed] >= CAST(? AS datetime2(7)) AND [changed] <= CAST(? AS datetime2(7));

-- Rows of transactions that were open at the load before are looked for
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY 1, 2;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden] WHERE 1 = 0;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT CAST(max([changed]) AS nvarchar(40)) FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7));
SELECT count_big(*) FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7)) AND [changed] <= CAST(? AS datetime2(7));
SELECT count_big(*) FROM [dbo].[golden] WHERE [changed] IS NULL;
SELECT [id], [name], [changed] FROM [dbo].[golden] WHERE [changed] > CAST(? AS datetime2(7)) AND [changed] <= CAST(? AS datetime2(7));

-- Keys are read, to find rows that are gone
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY 1, 2;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden] WHERE 1 = 0;
SELECT [id] FROM [dbo].[golden];

-- The catalogue is asked for the plan
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY 1, 2;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden] WHERE 1 = 0;
SELECT SUM(p.[rows]) FROM sys.partitions p JOIN sys.objects o ON o.object_id = p.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ? AND p.index_id IN (0, 1);

-- The tables that a wildcard may mean are listed
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT TOP (N) s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ORDER BY CASE WHEN s.name = COALESCE(?, SCHEMA_NAME()) THEN 0 ELSE 1 END, s.name, o.name;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();

-- discover looks at a table
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT TOP (N) s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ORDER BY CASE WHEN s.name = COALESCE(?, SCHEMA_NAME()) THEN 0 ELSE 1 END, s.name, o.name;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden] WHERE 1 = 0;
SELECT SUM(p.[rows]) FROM sys.partitions p JOIN sys.objects o ON o.object_id = p.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ? AND p.index_id IN (0, 1);

-- doctor looks at the source
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), CAST(SERVERPROPERTY('Edition') AS nvarchar(128)), SUSER_SNAME();
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT CAST(SYSUTCDATETIME() AS nvarchar(40));

-- A long table is cut and its first slice read
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(N) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = N AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY N, N;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden_long] WHERE N = N;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(N) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT c.name, t.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = k.column_id JOIN sys.types t ON t.user_type_id = c.system_type_id WHERE s.name = ? AND o.name = ? AND i.is_primary_key = N AND i.type = N ORDER BY k.key_ordinal;
SELECT SUM(p.[rows]), SUM(a.used_pages) * N FROM sys.partitions p JOIN sys.allocation_units a ON a.container_id = p.hobt_id AND a.type = N JOIN sys.objects o ON o.object_id = p.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ? AND p.index_id IN (N, N);
SELECT min([id]), max([id]) FROM [dbo].[golden_long];
SELECT count_big(*) FROM [dbo].[golden_long];
SELECT [id], [name] FROM [dbo].[golden_long] WHERE [id] < N;

-- A run that died is gone on with
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(N) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = N AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY N, N;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden_long] WHERE N = N;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(N) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT c.name, t.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = k.column_id JOIN sys.types t ON t.user_type_id = c.system_type_id WHERE s.name = ? AND o.name = ? AND i.is_primary_key = N AND i.type = N ORDER BY k.key_ordinal;
SELECT SUM(p.[rows]), SUM(a.used_pages) * N FROM sys.partitions p JOIN sys.allocation_units a ON a.container_id = p.hobt_id AND a.type = N JOIN sys.objects o ON o.object_id = p.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ? AND p.index_id IN (N, N);
SELECT min([id]), max([id]) FROM [dbo].[golden_long];
SELECT count_big(*) FROM [dbo].[golden_long];
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(N) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT s.name, o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = N AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY N, N;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SELECT * FROM [dbo].[golden_long] WHERE N = N;
SET LOCK_TIMEOUT N;
DECLARE @low varbinary(N) = MIN_ACTIVE_ROWVERSION() + 0xBYTES SET CONTEXT_INFO @low;
SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID();
SET TRANSACTION ISOLATION LEVEL SNAPSHOT;
SELECT c.name, t.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = k.column_id JOIN sys.types t ON t.user_type_id = c.system_type_id WHERE s.name = ? AND o.name = ? AND i.is_primary_key = N AND i.type = N ORDER BY k.key_ordinal;
SELECT count_big(*) FROM (SELECT [id], [name] FROM [dbo].[golden_long] WHERE [id] < N) q;
SELECT count_big(*) FROM (SELECT [id], [name] FROM [dbo].[golden_long] WHERE [id] >= N AND [id] < N) q;
-- and more of this form
SELECT count_big(*) FROM (SELECT [id], [name] FROM [dbo].[golden_long] WHERE [id] >= N) q;
