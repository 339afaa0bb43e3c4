package dev.penstock.testing.tds;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** The procedures with which the driver reads the catalogue. */
final class Procedures {
  private static final String TABLES =
      """
      SELECT dbo.DB_NAME() AS TABLE_QUALIFIER, TABLE_SCHEMA AS TABLE_OWNER, TABLE_NAME,
      CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END AS TABLE_TYPE, NULL AS REMARKS
      FROM INFORMATION_SCHEMA.TABLES
      WHERE TABLE_NAME LIKE ? AND TABLE_SCHEMA LIKE COALESCE(?, '%') ORDER BY 4, 1, 2, 3
      """;

  private static final String KEYS =
      """
      SELECT dbo.DB_NAME() AS TABLE_QUALIFIER, s."name" AS TABLE_OWNER, o."name" AS TABLE_NAME,
      c."name" AS COLUMN_NAME, CAST(k.key_ordinal AS SMALLINT) AS KEY_SEQ, i."name" AS PK_NAME
      FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
      JOIN sys.indexes i ON i.object_id = o.object_id AND i.is_primary_key = 1
      JOIN sys.index_columns k ON k.object_id = o.object_id AND k.index_id = i.index_id
      JOIN sys.columns c ON c.object_id = o.object_id AND c.column_id = k.column_id
      WHERE o."name" = ? AND s."name" = ? ORDER BY 5
      """;

  private static final String INDEXES =
      """
      SELECT dbo.DB_NAME() AS TABLE_QUALIFIER, s."name" AS TABLE_OWNER, o."name" AS TABLE_NAME,
      CAST(1 - i.is_unique AS SMALLINT) AS NON_UNIQUE, o."name" AS INDEX_QUALIFIER,
      i."name" AS INDEX_NAME, CAST(i.type AS SMALLINT) AS TYPE,
      CAST(k.key_ordinal AS SMALLINT) AS SEQ_IN_INDEX, c."name" AS COLUMN_NAME, 'A' AS COLLATION,
      NULL AS CARDINALITY, NULL AS PAGES, NULL AS FILTER_CONDITION
      FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
      JOIN sys.indexes i ON i.object_id = o.object_id
      JOIN sys.index_columns k ON k.object_id = o.object_id AND k.index_id = i.index_id
      JOIN sys.columns c ON c.object_id = o.object_id AND c.column_id = k.column_id
      WHERE o."name" = ? AND s."name" = ? ORDER BY 4, 7, 6, 8
      """;

  private final Session session;
  private final Wire.Response response;

  Procedures(Session session, Wire.Response response) {
    this.session = session;
    this.response = response;
  }

  /** False when it failed. */
  boolean call(Parameters call) throws IOException {
    String name = call.procedure().toLowerCase(Locale.ROOT).replaceFirst("^.*\\.", "");
    session.begin();
    try {
      switch (name.replaceAll("[\\[\\]]", "")) {
        case "sp_tables" -> answer(TABLES, unescaped(call.value(0)), call.value(1));
        case "sp_pkeys" -> answer(KEYS, call.value(0), call.value(1));
        case "sp_statistics", "sp_statistics_100" -> answer(INDEXES, call.value(0), call.value(1));
        default -> {
          return refuse("Could not find stored procedure '" + call.procedure() + "'.");
        }
      }
      return true;
    } catch (SQLException e) {
      return refuse(e.getMessage());
    }
  }

  private boolean refuse(String text) throws IOException {
    response.write(Tokens.error(new SqlError(2812, text)));
    return false;
  }

  /** In T-SQL, brackets escape what LIKE would take for a sign. */
  private static Object unescaped(Object pattern) {
    return pattern instanceof String text ? text.replaceAll("\\[([_%\\[])]", "\\\\$1") : pattern;
  }

  private void answer(String sql, Object first, Object second) throws SQLException, IOException {
    try (PreparedStatement statement = session.h2().prepareStatement(sql)) {
      statement.setObject(1, first);
      statement.setObject(2, second);
      try (ResultSet result = statement.executeQuery()) {
        new Batch(session, response, Tokens.DONE_IN_PROC).rows(result);
      }
    }
  }
}
