package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.jdbc.column.NestedName;
import java.sql.Connection;
import java.sql.SQLException;

/** Who turns moments into values in which the zone of this machine has no say. */
enum Moments {
  /** The driver does when it is asked for those of {@code java.time}. */
  BY_DRIVER("%s", "%s"),
  /**
   * DuckDB does, for its driver gives the hour that is there twice in autumn as its second time,
   * and in arrays the hour that is not there in spring as another.
   */
  BY_DUCKDB("timezone('UTC', %s)", "CAST(%s AS VARCHAR");

  private final String instant;
  private final String array;

  Moments(String instant, String array) {
    this.instant = instant;
    this.array = array;
  }

  static Moments of(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("DuckDB")
        ? BY_DUCKDB
        : BY_DRIVER;
  }

  /** What is selected for a timestamp with time zone, with {@code %s} for the quoted name. */
  String instant() {
    return instant;
  }

  /**
   * What is selected for an array of timestamps, with or without time zone.
   *
   * @param dimensions such as {@code [3][]}
   */
  String array(String dimensions) {
    return this == BY_DRIVER ? array : array + dimensions + ")";
  }

  /**
   * What is selected for a value with members, so that its moments come as texts.
   *
   * @param type as DuckDB writes it
   */
  String nested(String type) {
    String texts = NestedName.withTexts(type);
    return texts.equals(type) ? "%s" : "CAST(%s AS " + texts.replace("%", "%%") + ")";
  }
}
