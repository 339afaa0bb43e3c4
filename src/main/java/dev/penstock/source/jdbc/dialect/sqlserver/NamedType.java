package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A type of SQL Server whose name alone says where it lands.
 *
 * @param names as the driver has them
 * @param expression what is selected, with {@code %s} for the quoted name
 */
record NamedType(List<String> names, Kind kind, String expression, Fidelity fidelity) {
  NamedType {
    names = List.copyOf(names);
  }

  private static NamedType rule(String names, Kind kind, Fidelity fidelity) {
    return new NamedType(List.of(names.split(" ", -1)), kind, "%s", fidelity);
  }

  private static final Fidelity WORDS = Fidelity.exact("the text as the server prints it");

  static final List<NamedType> ALL =
      List.of(
          rule("bit", Kind.BOOLEAN, Fidelity.exact()),
          rule("tinyint smallint", Kind.SMALLINT, Fidelity.exact()),
          rule("int", Kind.INTEGER, Fidelity.exact("identity columns too")),
          rule("bigint", Kind.BIGINT, Fidelity.exact()),
          rule("real", Kind.REAL, Fidelity.exact("float(1) to float(24) too")),
          rule("float", Kind.DOUBLE, Fidelity.exact()),
          rule("date", Kind.DATE, Fidelity.exact()),
          rule(
              "datetime",
              Kind.TIMESTAMP,
              Fidelity.exact(
                  "its three hundredths of a second as the server prints them, .000, .003 and .007")),
          rule("smalldatetime", Kind.TIMESTAMP, Fidelity.exact("whole minutes")),
          rule(
              "uniqueidentifier",
              Kind.TEXT,
              Fidelity.exact("capital letters, as the server prints it")),
          rule("json", Kind.JSON, WORDS),
          rule(
              "xml",
              Kind.TEXT,
              Fidelity.exact(
                  "the text as the server prints it, which is not always the one that was stored")),
          rule(
              "binary varbinary image",
              Kind.BINARY,
              Fidelity.exact("text gives hexadecimal digits")),
          rule(
              "rowversion timestamp",
              Kind.BINARY,
              Fidelity.exact("eight bytes; bigint gives the number")),
          new NamedType(
              List.of("hierarchyid"), Kind.TEXT, "%s.ToString()", Fidelity.exact("such as /1/2/")),
          new NamedType(
              List.of("geometry", "geography"),
              Kind.BINARY,
              "%s.AsBinaryZM()",
              Fidelity.changed("WKB with Z and M, without the SRID; text gives WKT", "")),
          rule(
              "char varchar text nchar nvarchar ntext sysname vector",
              Kind.TEXT,
              Fidelity.exact("in whatever code page; trailing blanks stay")));

  private static final Map<String, NamedType> BY_NAME = new HashMap<>();

  static {
    for (NamedType rule : ALL) {
      rule.names().forEach(name -> BY_NAME.put(name, rule));
    }
  }

  private static final NamedType OTHER = new NamedType(List.of(), Kind.TEXT, "%s", WORDS);

  static NamedType of(String name) {
    return BY_NAME.getOrDefault(name, OTHER);
  }
}
