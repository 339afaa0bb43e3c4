package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.Fidelity;
import dev.penstock.source.jdbc.dialect.TypeRules.Row;
import java.util.List;

/** Where the types of Oracle land, in words. */
final class OracleTypeTable {
  static final Fidelity ALL_DIGITS =
      Fidelity.exact("all digits").choosing("double for the nearest number, or decimal(p,s)");
  static final Fidelity NUMBER =
      Fidelity.exactUnless(
          "one with more than 10 decimals or 28 whole digits", "text or another decimal(p,s)");
  static final Fidelity NAN_TOO = Fidelity.exact("NaN and infinities too");
  static final Fidelity DATE =
      Fidelity.exactUnless("a day before Christ (a date of Oracle has a time)", "text");
  static final Fidelity MOMENT = Fidelity.exactUnless("a moment before Christ", "text");
  static final Fidelity NANOS =
      Fidelity.exactUnless("a moment before 1677-09-22 or after 2262-04-11", "text");
  static final Fidelity INSTANT =
      Fidelity.changed("the instant, in UTC; the offset and the zone are not kept", "");
  static final Fidelity BYTES = Fidelity.exact("text gives hexadecimal digits");
  static final Fidelity WRITTEN = Fidelity.exact("as the server writes it");
  static final Fidelity TEXT =
      Fidelity.exact("trailing blanks of char too; the empty text is NULL to Oracle");

  static final List<Row> ROWS =
      List.of(
          new Row("number(p) with p <= 4", "smallint", Fidelity.exact()),
          new Row("number(p) with p <= 9", "integer", Fidelity.exact()),
          new Row("number(p) with p <= 18", "bigint", Fidelity.exact()),
          new Row(
              "number(p) with p > 18, integer, int, smallint",
              "decimal(p,0)",
              Fidelity.exact("p is 38 for the last three")),
          new Row("number(p,s), decimal(p,s), numeric(p,s)", "decimal(p,s)", Fidelity.exact()),
          new Row(
              "number(p,-s)", "as number(p + s)", Fidelity.exact("text where p + s is above 38")),
          new Row(
              "number(p,s) with s > p", "decimal(s,s)", Fidelity.exact("text where s is above 38")),
          new Row("number", "decimal(38,10)", NUMBER),
          new Row(
              "float(b) with b <= 49", "double", Fidelity.exact("each decimal digit comes back")),
          new Row("float(b) with b > 49, real, double precision", "text", ALL_DIGITS),
          new Row("binary_float", "real", NAN_TOO),
          new Row("binary_double", "double", NAN_TOO),
          new Row("boolean", "boolean", Fidelity.exact("Oracle 23ai")),
          new Row("date", "timestamp", DATE),
          new Row("timestamp(0) to timestamp(6)", "timestamp", MOMENT),
          new Row("timestamp(7) to timestamp(9)", "timestamp_ns", NANOS),
          new Row(
              "timestamp with time zone, timestamp with local time zone",
              "timestamptz, with 7 to 9 digits timestamptz_ns",
              INSTANT),
          new Row("interval year to month", "text", Fidelity.exact("ISO 8601, such as `P1Y2M`")),
          new Row(
              "interval day to second",
              "text",
              Fidelity.exact("ISO 8601, such as `-P1DT2H3M4.5S`")),
          new Row("char, varchar2, nchar, nvarchar2, long, clob, nclob", "text", TEXT),
          new Row("rowid, urowid", "text", Fidelity.exact()),
          new Row("raw, long raw, blob", "binary", BYTES),
          new Row("xmltype", "text", WRITTEN),
          new Row(
              "json, vector",
              "json",
              Fidelity.exact("as the server writes it; Oracle 21c and 23ai")),
          new Row(
              "bfile, object types, sdo_geometry, varray, nested table, ref, anydata",
              "refused",
              Fidelity.changed(
                  "nothing is read; leave them out in `columns`, or select their parts in a `query`",
                  "")));

  private OracleTypeTable() {}
}
