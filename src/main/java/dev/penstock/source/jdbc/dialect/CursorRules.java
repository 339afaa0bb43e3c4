package dev.penstock.source.jdbc.dialect;

import dev.penstock.source.CursorType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Cursor columns of one kind of database. */
public interface CursorRules {
  /**
   * How this column serves as a cursor; empty when its type cannot.
   *
   * @param quoted its name, quoted
   */
  Optional<CursorSql> cursor(DeclaredColumn column, String quoted);

  /** What the database says of transactions that commit after others which began later. */
  LateCommits lateCommits();

  /**
   * The exact text of a cursor's value in the first column of a row; empty for NULL.
   *
   * @param type that of the cursor
   */
  default Optional<String> value(ResultSet row, CursorType type) throws SQLException {
    return Optional.ofNullable(row.getString(1));
  }

  /**
   * The first rows of a statement when they are ordered by its first column, the greatest first.
   */
  default String newest(String select, int rows) {
    return select + " ORDER BY 1 DESC LIMIT " + rows;
  }

  /** Counts rows, however many they are. */
  default String count() {
    return "count(*)";
  }

  /**
   * The pieces of SQL that compare a cursor column.
   *
   * @param column the quoted name
   * @param placeholder for a watermark that is bound as text
   * @param usable the condition that the column has a value that a watermark can be; empty when all
   *     but NULL can
   * @param text what turns a value into its exact text, with {@code %s} for the value
   */
  record CursorSql(
      CursorType type, String column, String placeholder, Optional<String> usable, String text) {
    /** Whether the database compares texts, whatever they tell of. */
    public boolean comparesTexts() {
      return type == CursorType.TEXT || placeholder.equals("CAST(? AS TEXT)");
    }
  }
}
