package dev.penstock.source.jdbc;

import static dev.penstock.EveryType.chosen;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.EveryType;
import dev.penstock.EveryType.Case;
import dev.penstock.job.Settings;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.oracle.OracleDialect;
import dev.penstock.testing.OracleColumn;
import dev.penstock.testing.OracleColumn.Kind;
import dev.penstock.testing.OracleOverH2;
import dev.penstock.testing.OtherZone;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oracle.sql.BINARY_DOUBLE;
import oracle.sql.BINARY_FLOAT;
import oracle.sql.DATE;
import oracle.sql.INTERVALDS;
import oracle.sql.INTERVALYM;
import oracle.sql.NUMBER;
import oracle.sql.TIMESTAMP;
import oracle.sql.TIMESTAMPTZ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values of Oracle, from their bytes through the classes of Oracle's own driver into files: see
 * {@link EveryType}. What lies between the server and those bytes is not there, nor the driver's
 * own way to them. On a machine whose zone has no 02:30 on the last Sunday of March.
 */
final class EveryOracleTypeTest {
  @TempDir Path home;

  private OtherZone zone;
  private final List<Case> cases = new ArrayList<>();
  private OracleOverH2 oracle;

  @BeforeEach
  void start() throws SQLException {
    zone = OtherZone.berlin();
    oracle = OracleOverH2.empty();
  }

  @AfterEach
  void asUsual() {
    zone.close();
  }

  /** Makes the bytes of a value. */
  private interface Bytes {
    byte[] of(String value) throws SQLException;
  }

  /**
   * Adds a column.
   *
   * @param pairs each a value and what is found of it
   */
  private void column(
      OracleColumn column, String wanted, String lands, Bytes bytes, String... pairs)
      throws SQLException {
    String[] literals = pairs.clone();
    for (int i = 0; i < pairs.length; i += 2) {
      literals[i] = "X'" + HexFormat.of().formatHex(bytes.of(pairs[i])) + "'";
    }
    oracle.column("c" + cases.size(), column);
    String type = "varbinary(40) /* %s(%d,%d) */";
    cases.add(
        chosen(
            type.formatted(column.kind(), column.precision(), column.scale()),
            wanted,
            lands,
            literals));
  }

  private void number(int precision, int scale, String wanted, String lands, String... pairs)
      throws SQLException {
    column(
        new OracleColumn(Kind.NUMBER, precision, scale),
        wanted,
        lands,
        EveryOracleTypeTest::number,
        pairs);
  }

  private static byte[] number(String value) throws SQLException {
    return switch (value) {
      case "~" -> NUMBER.posInf().getBytes();
      case "-~" -> NUMBER.negInf().getBytes();
      default -> NUMBER.toBytes(new BigDecimal(value));
    };
  }

  private void same(int precision, int scale, String lands, String... numbers) throws SQLException {
    number(precision, scale, "", lands, twice(numbers));
  }

  private static String[] twice(String... values) {
    String[] pairs = new String[values.length * 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = values[i / 2];
    }
    return pairs;
  }

  private void moment(Kind kind, int scale, String wanted, String lands, String... pairs)
      throws SQLException {
    Bytes bytes =
        switch (kind) {
          case DATE -> value -> DATE.toBytes(LocalDateTime.parse(value));
          case TIMESTAMPTZ -> value -> TIMESTAMPTZ.toBytes(ZonedDateTime.parse(value));
          default -> value -> TIMESTAMP.toBytes(LocalDateTime.parse(value));
        };
    column(new OracleColumn(kind, 0, scale), wanted, lands, bytes, pairs);
  }

  private void plain(String type, String lands, String... pairs) {
    cases.add(chosen(type, "", lands, pairs));
  }

  private void numbers() throws SQLException {
    String digits = "9".repeat(38);
    same(4, 0, "SMALLINT", "-9999", "9999", "0");
    same(9, 0, "INTEGER", "-999999999", "999999999");
    same(18, 0, "BIGINT", "-999999999999999999", "999999999999999999");
    same(19, 0, "DECIMAL(19,0)", "-9999999999999999999", "9999999999999999999");
    same(38, 0, "DECIMAL(38,0)", "-" + digits, digits);
    same(10, 2, "DECIMAL(10,2)", "-99999999.99", "0.01");
    same(38, 10, "DECIMAL(38,10)", "9".repeat(28) + "." + "9".repeat(10), "-0.0000000001");
    number(
        38,
        38,
        "",
        "DECIMAL(38,38)",
        "-0." + digits,
        "-." + digits,
        "1e-38",
        "." + "0".repeat(37) + "1");
    number(4, 6, "", "DECIMAL(6,6)", "0.009999", ".009999");
    same(4, 39, "VARCHAR", "0." + "0".repeat(35) + "9999");
    same(5, -2, "INTEGER", "-9999900", "9999900");
    same(36, -2, "DECIMAL(38,0)", "9".repeat(36) + "00");
    same(38, -1, "VARCHAR", "-" + digits + "0");
    same(1, -84, "VARCHAR", "9" + "0".repeat(84));
    number(
        0,
        -127,
        "",
        "DECIMAL(38,10)",
        "0",
        "0.0000000000",
        "-0.1",
        "-0.1000000000",
        "9".repeat(28) + "." + "9".repeat(10),
        "9".repeat(28) + "." + "9".repeat(10));
    number(
        0,
        -127,
        "text",
        "VARCHAR",
        "1e-130",
        "0." + "0".repeat(129) + "1",
        "-9.99e125",
        "-999" + "0".repeat(123),
        "1" + "0".repeat(38) + "1",
        "1" + "0".repeat(38) + "1");
    number(0, -127, "text", "VARCHAR", "~", "Infinity", "-~", "-Infinity", "1.5", "1.5");
    number(0, -127, "double", "DOUBLE", "0.1", "0.1", "-1e-130", "-1e-130", "~", "inf");
    number(49, -127, "", "DOUBLE", "-~", "-inf", "0.1", "0.1");
    number(0, -127, "bigint", "BIGINT", "9223372036854775807", "9223372036854775807");
    same(49, -127, "DOUBLE", "0.1", "-1.7976931348623e+100");
    same(126, -127, "VARCHAR", "0.1234567890123456789012345678901234567");
    column(
        new OracleColumn(Kind.BINARY_DOUBLE, 0, 0),
        "",
        "DOUBLE",
        value -> new BINARY_DOUBLE(Double.parseDouble(value)).getBytes(),
        "NaN",
        "nan",
        "Infinity",
        "inf",
        "-Infinity",
        "-inf",
        "0.1",
        "0.1",
        "4.9E-324",
        "5e-324",
        "1.7976931348623157E308",
        "1.7976931348623157e+308");
    column(
        new OracleColumn(Kind.BINARY_FLOAT, 0, 0),
        "",
        "FLOAT",
        value -> new BINARY_FLOAT(Float.parseFloat(value)).getBytes(),
        "NaN",
        "nan",
        "-Infinity",
        "-inf",
        "0.1",
        "0.1",
        "16777216",
        "16777216.0");
  }

  private void moments() throws SQLException {
    moment(
        Kind.DATE,
        0,
        "",
        "TIMESTAMP",
        "0001-01-01T00:00:00",
        "0001-01-01 00:00:00",
        "9999-12-31T23:59:59",
        "9999-12-31 23:59:59",
        "2026-03-29T02:30:00",
        "2026-03-29 02:30:00",
        "1582-10-10T12:00:00",
        "1582-10-10 12:00:00");
    moment(
        Kind.DATE,
        0,
        "text",
        "VARCHAR",
        "-0043-03-15T12:00:00",
        "-0043-03-15 12:00:00",
        "-4711-01-01T00:00:00",
        "-4711-01-01 00:00:00");
    moment(
        Kind.TIMESTAMP,
        6,
        "",
        "TIMESTAMP",
        "2026-03-29T02:30:00.000001",
        "2026-03-29 02:30:00.000001",
        "9999-12-31T23:59:59.999999",
        "9999-12-31 23:59:59.999999",
        "1969-12-31T23:59:59.999999",
        "1969-12-31 23:59:59.999999");
    moment(
        Kind.TIMESTAMP,
        9,
        "",
        "TIMESTAMP_NS",
        "2026-03-29T02:30:00.123456789",
        "2026-03-29 02:30:00.123456789");
    moment(
        Kind.TIMESTAMP,
        9,
        "text",
        "VARCHAR",
        "9999-12-31T23:59:59.999999999",
        "9999-12-31 23:59:59.999999999",
        "0001-01-01T00:00:00.000000001",
        "0001-01-01 00:00:00.000000001");
    moment(
        Kind.TIMESTAMPTZ,
        6,
        "",
        "TIMESTAMP WITH TIME ZONE",
        "2026-10-25T02:30:00.000001+02:00[Europe/Berlin]",
        "2026-10-25 00:30:00.000001+00",
        "2026-10-25T02:30:00+01:00[Europe/Berlin]",
        "2026-10-25 01:30:00+00",
        "2026-01-01T00:00:00+05:30",
        "2025-12-31 18:30:00+00",
        "0001-01-01T00:00:00Z",
        "0001-01-01 00:00:00+00");
    moment(
        Kind.TIMESTAMPTZ,
        9,
        "",
        "TIMESTAMPTZ_NS",
        "2026-10-25T02:30:00.123456789+02:00[Europe/Berlin]",
        "2026-10-25 00:30:00.123456789+00");
    moment(
        Kind.TIMESTAMPTZ,
        6,
        "text",
        "VARCHAR",
        "2026-10-25T02:30:00.5+02:00[Europe/Berlin]",
        "2026-10-25 00:30:00.5+00");
    moment(
        Kind.TIMESTAMPLTZ,
        6,
        "",
        "TIMESTAMP WITH TIME ZONE",
        "2026-10-25T00:30:00.000001",
        "2026-10-25 00:30:00.000001+00");
    column(
        new OracleColumn(Kind.INTERVALYM, 0, 0),
        "",
        "VARCHAR",
        INTERVALYM::toBytes,
        "1-2",
        "P1Y2M",
        "-999999999-11",
        "-P999999999Y11M",
        "-0-1",
        "-P0Y1M",
        "0-0",
        "P0Y0M");
    column(
        new OracleColumn(Kind.INTERVALDS, 0, 9),
        "",
        "VARCHAR",
        INTERVALDS::toBytes,
        "1 2:3:4.5",
        "P1DT2H3M4.5S",
        "-999999999 23:59:59.999999999",
        "-P999999999DT23H59M59.999999999S",
        "0 0:0:0.0",
        "P0DT0H0M0S",
        "-0 0:0:0.000000001",
        "-P0DT0H0M0.000000001S");
  }

  private void textsAndBytes() throws SQLException {
    Bytes hex = HexFormat.of()::parseHex;
    column(new OracleColumn(Kind.RAW, 40, 0), "", "BLOB", hex, "00ff41", "\\x00\\xFFA");
    column(new OracleColumn(Kind.RAW, 40, 0), "text", "VARCHAR", hex, "00ff41", "00FF41");
    plain("char(5)", "VARCHAR", "'ab'", "ab   ");
    plain("varchar2(40)", "VARCHAR", "' Grüße 🐘 '", " Grüße 🐘 ", "'=1+2'", "=1+2");
    plain("nvarchar2(40)", "VARCHAR", "'ab  '", "ab  ");
    plain(
        "clob",
        "VARCHAR",
        "'Grüße 🐘'",
        "Grüße 🐘",
        "REPEAT('ä🐘', 100000)",
        "ä🐘".repeat(100_000));
    plain("nclob", "VARCHAR", "'b 😀 '", "b 😀 ");
    plain("blob", "BLOB", "X'00ff41'", "\\x00\\xFFA", "X''", "");
  }

  /** The empty text is NULL, as H2 in its mode for Oracle has it too. */
  private void nothing() {
    cases.add(chosen("varchar2(10)", "", "VARCHAR", "''", null, "' '", " "));
  }

  @Test
  void everyValueOfOracleIsTheValueInTheFile() throws Exception {
    numbers();
    moments();
    textsAndBytes();
    nothing();
    assertFound();
  }

  @Test
  void refusesAMomentBeforeChrist() throws Exception {
    moment(Kind.DATE, 0, "", "TIMESTAMP", "-0043-03-15T12:00:00", "");
    assertThatThrownBy(this::assertFound)
        .hasMessageContaining(
            "column c0 (date), row 1 as read: the value '-0043-03-15 12:00:00' is not a timestamp"
                + " without zone, so timestamp cannot hold it.");
  }

  @ParameterizedTest
  @CsvSource({
    "0, -127, ~, Infinity, decimal(38;10), is not a decimal number, number",
    "0, -127, -~, -Infinity, decimal(38;10), is not a decimal number, number",
    "10, 2, ~, Infinity, decimal(10;2), is not a decimal number, number(10;2)",
    "9, 0, ~, Infinity, integer, is not a whole number, number(9;0)"
  })
  void namesTheColumnOfANumberThatIsInfinite(
      int precision, int scale, String number, String shown, String lands, String why, String type)
      throws Exception {
    number(precision, scale, "", lands, "1", "1", number, "");
    assertThatThrownBy(this::assertFound)
        .hasMessageContaining(
            "sheet SourceConfig, row 2: table public.every_type, column c0 (%s), row 2 as read: the value '%s' %s, so %s cannot hold it.\nSet column_types to c0=text, or leave such rows out with query_filter."
                .formatted(type.replace(';', ','), shown, why, lands.replace(';', ',')));
  }

  private void assertFound() throws Exception {
    try (Connection connection = oracle.plain();
        Statement statement = connection.createStatement()) {
      for (String sql : EveryType.statements(cases)) {
        statement.execute(sql);
      }
    }
    Map<String, String> settings =
        Map.of("host", "db.example.com", "service_name", "SALES", "username", "penstock");
    try (JdbcConnector connector =
        new JdbcConnector(
            Map.of("db", new SourceSettings("db", Optional.of(SourceType.ORACLE), settings)),
            key ->
                Optional.of(new Secret("secret", "test")).filter(s -> key.key().equals("password")),
            new Reading(SourceCount.AUTO, Settings.DEFAULT_SLICE_BYTES),
            1,
            new NoTokens(),
            Map.of(),
            Map.of(SourceType.ORACLE, new OracleDialect(oracle::open)))) {
      EveryType.assertFound(home, cases, SourceType.ORACLE, connector);
    }
  }
}
