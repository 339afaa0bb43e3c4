package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.Watermark;
import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that tell an instant with the offset of a zone: in one zone they are in the order of time,
 * in several they are not, and rows would be taken for delivered that are not.
 */
record MixedZones(String where, Selection selection, Connection connection) {
  private static final Pattern INSTANT =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)? ?(Z|[+-]\\d{2}(?::?\\d{2})?)");

  /**
   * Looks at all rows, as those that sort wrongly are outside of any window; throws
   * IngestException(SOURCE_REFUSED).
   *
   * @param known a value of the column
   */
  void refuse(String column, Optional<Watermark> known) throws SQLException {
    CursorSql sql = selection.cursor().orElseThrow();
    Matcher instant = INSTANT.matcher(known.map(Watermark::value).orElse(""));
    if (!sql.comparesTexts() || !instant.matches()) {
      return;
    }
    Optional<String> other = withoutOffset(sql, instant.group(1));
    if (other.filter(text -> INSTANT.matcher(text).matches()).isPresent()) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s, column watermark_column: %s holds times of different zones as texts, such as '%s' and '%s', whose order is not that of time.\nHave them written in one zone, name a column of a type for timestamps with zone, or set load_type to FULL."
              .formatted(where, column, other.get(), instant.group()));
    }
  }

  private Optional<String> withoutOffset(CursorSql sql, String offset) throws SQLException {
    List<String> conditions = new ArrayList<>(sql.usable().stream().toList());
    conditions.add("%s NOT LIKE '%%%s'".formatted(sql.column(), offset));
    String least = sql.text().formatted("min(" + sql.column() + ")");
    try (PreparedStatement statement =
            connection.prepareStatement(selection.select(least, conditions));
        ResultSet result = statement.executeQuery()) {
      result.next();
      return Optional.ofNullable(result.getString(1));
    }
  }
}
