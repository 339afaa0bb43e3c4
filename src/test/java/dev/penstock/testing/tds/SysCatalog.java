package dev.penstock.testing.tds;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** The schema {@code sys}: views over what H2 knows of its tables. */
final class SysCatalog {
  private static final String OBJECT = "ORA_HASH(TABLE_SCHEMA || '.' || TABLE_NAME)";

  private static final String[] VIEWS = {
    "schemas AS SELECT SCHEMA_NAME AS \"name\", ORA_HASH(SCHEMA_NAME) AS schema_id FROM INFORMATION_SCHEMA.SCHEMATA",
    "objects AS SELECT TABLE_NAME AS \"name\", "
        + OBJECT
        + " AS object_id, ORA_HASH(TABLE_SCHEMA) AS schema_id, CASE WHEN TABLE_TYPE = 'VIEW' THEN 'V' ELSE 'U' END AS type, 0 AS is_ms_shipped FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA NOT IN ('sys', 'INFORMATION_SCHEMA')",
    "tables AS SELECT * FROM sys.objects WHERE type = 'U'",
    "views AS SELECT * FROM sys.objects WHERE type = 'V'",
    "columns AS SELECT COLUMN_NAME AS \"name\", "
        + OBJECT
        + " AS object_id, ORDINAL_POSITION AS column_id, ORA_HASH(REGEXP_REPLACE(REMARKS, '\\(.*', '')) AS system_type_id, ORA_HASH(REGEXP_REPLACE(REMARKS, '\\(.*', '')) AS user_type_id FROM INFORMATION_SCHEMA.COLUMNS",
    "types AS SELECT DISTINCT REGEXP_REPLACE(REMARKS, '\\(.*', '') AS \"name\", ORA_HASH(REGEXP_REPLACE(REMARKS, '\\(.*', '')) AS system_type_id, ORA_HASH(REGEXP_REPLACE(REMARKS, '\\(.*', '')) AS user_type_id FROM INFORMATION_SCHEMA.COLUMNS WHERE REMARKS IS NOT NULL",
    "indexes AS SELECT i.INDEX_NAME AS \"name\", ORA_HASH(i.TABLE_SCHEMA || '.' || i.TABLE_NAME) AS object_id, CASE WHEN i.INDEX_TYPE_NAME = 'PRIMARY KEY' AND t.REMARKS IS NULL THEN 1 ELSE ORA_HASH(i.INDEX_NAME) END AS index_id, CASE WHEN i.INDEX_TYPE_NAME = 'PRIMARY KEY' AND t.REMARKS IS NULL THEN 1 ELSE 2 END AS type, CASE WHEN i.INDEX_TYPE_NAME = 'PRIMARY KEY' THEN 1 ELSE 0 END AS is_primary_key, CASE WHEN i.INDEX_TYPE_NAME LIKE '%INDEX' AND i.INDEX_TYPE_NAME <> 'UNIQUE INDEX' THEN 0 ELSE 1 END AS is_unique FROM INFORMATION_SCHEMA.INDEXES i JOIN INFORMATION_SCHEMA.TABLES t ON t.TABLE_SCHEMA = i.TABLE_SCHEMA AND t.TABLE_NAME = i.TABLE_NAME",
    "index_columns AS SELECT i.object_id, i.index_id, c.ORDINAL_POSITION AS key_ordinal, k.column_id, CASE WHEN c.ORDERING_SPECIFICATION = 'DESC' THEN 1 ELSE 0 END AS is_descending_key FROM sys.indexes i JOIN INFORMATION_SCHEMA.INDEX_COLUMNS c ON c.INDEX_NAME = i.\"name\" AND ORA_HASH(c.TABLE_SCHEMA || '.' || c.TABLE_NAME) = i.object_id JOIN sys.columns k ON k.object_id = i.object_id AND k.\"name\" = c.COLUMN_NAME",
    "partitions AS SELECT "
        + OBJECT
        + " AS object_id, "
        + OBJECT
        + " AS hobt_id, "
        + OBJECT
        + " AS partition_id, 1 AS partition_number, CASE WHEN EXISTS (SELECT 1 FROM sys.indexes i WHERE i.object_id = ORA_HASH(TABLE_SCHEMA || '.' || TABLE_NAME) AND i.index_id = 1) THEN 1 ELSE 0 END AS index_id, ROW_COUNT_ESTIMATE AS \"rows\" FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE'",
    // H2 in memory has no pages: as many as rows of 200 bytes would fill.
    "allocation_units AS SELECT hobt_id AS container_id, 1 AS type, \"rows\" * 200 / 8192 + 1 AS used_pages FROM sys.partitions",
    "databases AS SELECT dbo.DB_NAME() AS \"name\", dbo.DB_ID() AS database_id, dbo.SNAPSHOT_STATE() AS snapshot_isolation_state",
    "dm_exec_sessions AS SELECT * FROM dbo.OPEN_SESSIONS()",
    "dm_tran_session_transactions AS SELECT * FROM dbo.OPEN_TRANSACTIONS()",
    "dm_tran_active_transactions AS SELECT transaction_id, 1 AS transaction_type FROM dbo.OPEN_TRANSACTIONS()",
  };

  private SysCatalog() {}

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA dbo");
      statement.execute("CREATE SCHEMA sys");
      statement.execute("CREATE ROLE reader");
      for (String alias : Functions.ALIASES) {
        statement.execute(
            "CREATE ALIAS dbo.%s FOR '%s.%s'"
                .formatted(alias, Functions.class.getName(), method(alias)));
      }
      for (String view : VIEWS) {
        statement.execute("CREATE VIEW sys." + view);
      }
    }
  }

  private static String method(String alias) {
    String[] words = alias.toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    return name.toString();
  }
}
