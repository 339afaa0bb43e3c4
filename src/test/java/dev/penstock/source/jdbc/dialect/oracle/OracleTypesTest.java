package dev.penstock.source.jdbc.dialect.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.UnfitValueException;
import dev.penstock.source.column.ValueWriter;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.Optional;
import oracle.sql.INTERVALDS;
import oracle.sql.INTERVALYM;
import oracle.sql.NUMBER;
import oracle.sql.TIMESTAMP;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where columns land, by what Oracle's driver says of them. */
final class OracleTypesTest {
  private final OracleTypes types = new OracleTypes();

  private PlannedColumn plan(String name, int code, int precision, int scale) {
    return types.plan(new DeclaredColumn("C", name, code, precision, scale), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 'number(1,0)', smallint",
    "4, 0, 'number(4,0)', smallint",
    "5, 0, 'number(5,0)', integer",
    "9, 0, 'number(9,0)', integer",
    "10, 0, 'number(10,0)', bigint",
    "18, 0, 'number(18,0)', bigint",
    "19, 0, 'number(19,0)', 'decimal(19,0)'",
    "38, 0, 'number(38,0)', 'decimal(38,0)'",
    "10, 2, 'number(10,2)', 'decimal(10,2)'",
    "38, 38, 'number(38,38)', 'decimal(38,38)'",
    "4, 6, 'number(4,6)', 'decimal(6,6)'",
    "4, 39, 'number(4,39)', text",
    "5, -2, 'number(5,-2)', integer",
    "8, -2, 'number(8,-2)', bigint",
    "38, -1, 'number(38,-1)', text",
    "0, -127, number, 'decimal(38,10)'",
    "0, 0, number, 'decimal(38,10)'",
    "24, -127, float(24), double",
    "49, -127, float(49), double",
    "126, -127, float(126), text"
  })
  void landsNumbersExactly(int precision, int scale, String word, String lands) {
    PlannedColumn column = plan("NUMBER", Types.NUMERIC, precision, scale);
    assertThat(column.sourceType()).isEqualTo(word);
    assertThat(column.type().word()).isEqualTo(lands);
    boolean cannotHoldAll = lands.equals("text") || lands.equals("decimal(38,10)");
    assertThat(column.warning().isPresent()).isEqualTo(cannotHoldAll);
  }

  @ParameterizedTest
  @CsvSource({
    "BINARY_FLOAT, 100, 0, real, %s",
    "BINARY_DOUBLE, 101, 0, double, %s",
    "DATE, 93, 0, timestamp, %s",
    "TIMESTAMP, 93, 0, timestamp, %s",
    "TIMESTAMP, 93, 6, timestamp, %s",
    "TIMESTAMP, 93, 9, timestamp_ns, %s",
    "TIMESTAMP WITH TIME ZONE, -101, 6, timestamptz, SYS_EXTRACT_UTC(%s)",
    "TIMESTAMP WITH LOCAL TIME ZONE, -102, 6, timestamptz, SYS_EXTRACT_UTC(%s)",
    "TIMESTAMP WITH TIME ZONE, -101, 9, timestamptz_ns, SYS_EXTRACT_UTC(%s)",
    "INTERVALYM, -103, 0, text, %s",
    "INTERVALDS, -104, 6, text, %s",
    "CHAR, 1, 0, text, %s",
    "VARCHAR2, 12, 0, text, %s",
    "NCHAR, -15, 0, text, %s",
    "NVARCHAR2, -9, 0, text, %s",
    "LONG, -1, 0, text, %s",
    "CLOB, 2005, 0, text, %s",
    "NCLOB, 2011, 0, text, %s",
    "ROWID, -8, 0, text, %s",
    "RAW, -3, 0, binary, %s",
    "LONG RAW, -4, 0, binary, %s",
    "BLOB, 2004, 0, binary, %s",
    "BOOLEAN, 16, 0, boolean, %s",
    "SYS.XMLTYPE, 2009, 0, text, XMLSERIALIZE(CONTENT %s AS CLOB)",
    "SYS.XMLTYPE, 2007, 0, text, XMLSERIALIZE(CONTENT %s AS CLOB)",
    "JSON, 2016, 0, json, JSON_SERIALIZE(%s RETURNING CLOB)",
    "VECTOR, -105, 0, json, VECTOR_SERIALIZE(%s RETURNING CLOB)"
  })
  void landsEachType(String name, int code, int scale, String lands, String expression) {
    PlannedColumn column = plan(name, code, 0, scale);
    assertThat(column.type().word()).isEqualTo(lands);
    assertThat(column.expression()).isEqualTo(expression);
    assertThat(types.refusal(new DeclaredColumn("C", name, code, 0, scale))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "BFILE, -13, the content of a file outside the database",
    "MDSYS.SDO_GEOMETRY, 2002, 'an object, a collection or a reference, of which no column of a file holds the parts'",
    "SHOP.NAMES, 2003, 'an object, a collection or a reference, of which no column of a file holds the parts'",
    "SHOP.ADDRESS, 2006, 'an object, a collection or a reference, of which no column of a file holds the parts'",
    "SYS.ANYDATA, 2007, 'an object, a collection or a reference, of which no column of a file holds the parts'"
  })
  void refusesWhatNoColumnHolds(String name, int code, String why) {
    assertThat(types.refusal(new DeclaredColumn("C", name, code, 0, 0))).contains(why);
  }

  /** The driver's own class, as it comes off the wire. */
  private static void write(String number, ColumnType type, DecimalVector vector)
      throws SQLException {
    ValueWriter writer = type.writer();
    writer.attach(vector);
    byte[] text =
        new NUMBER(new BigDecimal(number))
            .bigDecimalValue()
            .toPlainString()
            .getBytes(StandardCharsets.US_ASCII);
    writer.write(text, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 38, 10",
    "-0.0000000001, 38, 10",
    "9999999999999999999999999999.9999999999, 38, 10",
    "-99999999999999999999999999999999999999, 38, 0",
    "0.00000000000000000000000000000000000001, 38, 38",
    "12300, 5, 0"
  })
  void keepsEachDigitOfANumber(String number, int precision, int scale) throws SQLException {
    try (RootAllocator allocator = new RootAllocator();
        DecimalVector vector = new DecimalVector("v", allocator, precision, scale)) {
      vector.allocateNew(1);
      write(number, ColumnType.decimal(precision, scale), vector);
      assertThat(vector.getObject(0)).isEqualByComparingTo(number);
    }
  }

  @Test
  void refusesANumberThatItsDecimalCannotHold() throws SQLException {
    try (RootAllocator allocator = new RootAllocator();
        DecimalVector vector = new DecimalVector("v", allocator, 38, 10)) {
      vector.allocateNew(1);
      for (String number : new String[] {"1E125", "1E-130", "0.33333333333"}) {
        assertThatThrownBy(() -> write(number, ColumnType.decimal(38, 10), vector))
            .as(number)
            .isInstanceOf(UnfitValueException.class);
      }
    }
  }

  @Test
  void theDriverTellsTimestampsWithoutAZoneOfItsOwn() throws SQLException {
    LocalDateTime inTheGap = LocalDateTime.parse("2026-03-29T02:30:00.123456789");
    assertThat(new TIMESTAMP(inTheGap).toLocalDateTime()).isEqualTo(inTheGap);
    LocalDateTime last = LocalDateTime.parse("9999-12-31T23:59:59.999999");
    assertThat(new TIMESTAMP(last).toLocalDateTime()).isEqualTo(last);
  }

  @Test
  void writesIntervalsAsIso() throws SQLException {
    assertThat(OracleIntervals.months(new INTERVALYM("1-2").toString())).isEqualTo("P1Y2M");
    assertThat(OracleIntervals.months(new INTERVALYM("-99-11").toString())).isEqualTo("-P99Y11M");
    assertThat(OracleIntervals.seconds(new INTERVALDS("1 2:3:4.5").toString()))
        .isEqualTo("P1DT2H3M4.5S");
    assertThat(OracleIntervals.seconds(new INTERVALDS("-0 0:0:0.000001").toString()))
        .isEqualTo("-P0DT0H0M0.000001S");
    assertThat(OracleIntervals.seconds(null)).isNull();
    assertThatThrownBy(() -> OracleIntervals.months("soon"))
        .hasMessage("the driver printed 'soon' for an interval");
  }
}
