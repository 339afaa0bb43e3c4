package dev.penstock.source.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.source.column.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValueWriterTest {
  private static final int VALUES = 20_000;
  private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();

  private final BufferAllocator allocator = new RootAllocator();
  private final Random random = new Random(1);

  @AfterEach
  void end() {
    allocator.close();
  }

  private FieldVector vector(ColumnType type) {
    FieldVector vector = Field.nullable("v", type.arrow()).createVector(allocator);
    vector.setInitialCapacity(1);
    vector.allocateNew();
    return vector;
  }

  private static void write(ColumnType type, FieldVector vector, String text) {
    ValueWriter writer = type.writer();
    writer.attach(vector);
    writer.write(text.getBytes(StandardCharsets.UTF_8), 0);
  }

  @Test
  void decimalsAreThoseOfBigDecimal() {
    for (int i = 0; i < VALUES; i++) {
      int precision = 1 + random.nextInt(38);
      int scale = random.nextInt(precision + 1);
      BigInteger unscaled =
          new BigInteger(128, random).mod(BigInteger.TEN.pow(1 + random.nextInt(precision)));
      BigDecimal value = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
      ColumnType type = ColumnType.decimal(precision, scale);
      try (FieldVector vector = vector(type)) {
        write(type, vector, random.nextBoolean() ? value.toPlainString() : value.toString());
        assertThat(((DecimalVector) vector).getObject(0)).isEqualTo(value);
      }
    }
  }

  @Test
  void doublesAndFloatsAreThoseOfTheJdk() {
    try (Float8Vector doubles = (Float8Vector) vector(ColumnType.of(Kind.DOUBLE));
        Float4Vector floats = (Float4Vector) vector(ColumnType.of(Kind.REAL))) {
      for (int i = 0; i < VALUES; i++) {
        double value =
            i % 2 == 0
                ? Double.longBitsToDouble(random.nextLong())
                : random.nextInt() / Math.pow(10, random.nextInt(9));
        write(ColumnType.of(Kind.DOUBLE), doubles, Double.toString(value));
        assertThat(doubles.get(0)).isEqualTo(Double.valueOf(value));
        write(ColumnType.of(Kind.REAL), floats, Float.toString((float) value));
        assertThat(floats.get(0)).isEqualTo(Float.valueOf((float) value));
      }
    }
  }

  @Test
  void wholeNumbersAreThoseOfTheJdk() {
    try (BigIntVector vector = (BigIntVector) vector(ColumnType.of(Kind.BIGINT))) {
      for (int i = 0; i < VALUES; i++) {
        long value = random.nextLong() >> random.nextInt(64);
        write(ColumnType.of(Kind.BIGINT), vector, Long.toString(value));
        assertThat(vector.get(0)).isEqualTo(value);
      }
    }
  }

  @Test
  void datesAndTimestampsAreThoseOfTheJdk() {
    try (DateDayVector days = (DateDayVector) vector(ColumnType.of(Kind.DATE));
        TimeStampMicroVector moments =
            (TimeStampMicroVector) vector(ColumnType.of(Kind.TIMESTAMP))) {
      for (int i = 0; i < VALUES; i++) {
        LocalDate day = LocalDate.ofEpochDay(-719_162 + random.nextInt(3_652_059));
        write(ColumnType.of(Kind.DATE), days, day.toString());
        assertThat(days.get(0)).isEqualTo((int) day.toEpochDay());
        LocalDateTime moment =
            day.atTime(random.nextInt(24), random.nextInt(60))
                .plus(random.nextInt(60_000_000), ChronoUnit.MICROS);
        write(ColumnType.of(Kind.TIMESTAMP), moments, moment.toString());
        assertThat(moments.get(0)).isEqualTo(ChronoUnit.MICROS.between(EPOCH, moment));
      }
    }
  }

  @Test
  void nanosecondsAreThoseOfTheJdk() {
    try (TimeStampNanoVector moments =
            (TimeStampNanoVector) vector(ColumnType.of(Kind.TIMESTAMP_NS));
        TimeStampNanoTZVector instants =
            (TimeStampNanoTZVector) vector(ColumnType.of(Kind.TIMESTAMPTZ_NS));
        TimeNanoVector times = (TimeNanoVector) vector(ColumnType.of(Kind.TIME_NS))) {
      for (int i = 0; i < VALUES; i++) {
        long nanos = (random.nextLong() >> random.nextInt(64)) / 2 * 2;
        LocalDateTime moment = EPOCH.plus(nanos, ChronoUnit.NANOS);
        write(ColumnType.of(Kind.TIMESTAMP_NS), moments, moment.toString());
        assertThat(moments.get(0)).isEqualTo(nanos);
        ZoneOffset zone = ZoneOffset.ofTotalSeconds(random.nextInt(129_601) - 64_800);
        write(
            ColumnType.of(Kind.TIMESTAMPTZ_NS),
            instants,
            moment.atOffset(ZoneOffset.UTC).withOffsetSameInstant(zone).toString());
        assertThat(instants.get(0)).isEqualTo(nanos);
        write(ColumnType.of(Kind.TIME_NS), times, moment.toLocalTime().toString());
        assertThat(times.get(0)).isEqualTo(moment.toLocalTime().toNanoOfDay());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp_ns, 1677-09-21 00:12:43.145224193, text",
    "timestamp_ns, 1677-09-21 00:12:43, timestamp",
    "timestamp_ns, 2262-04-11 23:47:16.854775807, text",
    "timestamp_ns, 9999-12-31 00:00:00, timestamp",
    "timestamptz_ns, 0001-01-01 00:00:00+00, timestamptz"
  })
  void namesTheTypeThatReachesFurtherThanNanoseconds(String type, String text, String mend) {
    ColumnType column = ColumnType.parse(type).orElseThrow();
    try (FieldVector vector = vector(column)) {
      assertThatThrownBy(() -> write(column, vector, text))
          .hasMessage("is not between 1677-09-21 and 2262-04-11, as nanoseconds since 1970 are")
          .extracting(e -> ((UnfitValueException) e).mend())
          .isEqualTo(mend);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smallint | 32768 | is too large for two bytes",
        "integer | -2147483649 | is too large for four bytes",
        "bigint | 9223372036854775808 | is too large for eight bytes",
        "bigint | 1.0 | is not a whole number",
        "bigint | '' | is not a whole number",
        "decimal(5,2) | 1000 | has more than 3 digits before the point",
        "decimal(5,2) | 1.001 | has more than 2 decimals",
        "decimal(38,0) | 1e1000000000 | has more than 38 digits before the point",
        "decimal(5,2) | . | is not a decimal number",
        "double | 9007199254740993 | is a whole number that a double would round",
        "double | 1e309 | is too large for a double",
        "double | -1e999999999 | is too large for a double",
        "real | 16777217 | is a whole number that a real would round",
        "real | 3.5e38 | is too large for a real",
        "double | 0x1p3 | is not a number",
        "boolean | 2 | is neither true nor false",
        "date | 2023-02-29 | is not a date",
        "date | 0000-00-00 | is not a date",
        "date | 2024-01-01x | is not a date",
        "time | 24:00:00 | is the end of the day, which a time of day cannot be",
        "time | 12:60 | is not a time of day",
        "timestamp | 2024-01-01 00:00:00.0000001 | is finer than a microsecond",
        "timestamp_ns | 2024-01-01 00:00:00.0000000001 | is finer than a nanosecond",
        "timestamp | 2024-01-01 00:00:00+00 | is not a timestamp without zone",
        "timestamptz | 2024-01-01 00:00:00 | is not a timestamp with zone"
      })
  void refusesWhatDoesNotFit(String type, String text, String reason) {
    ColumnType column = ColumnType.parse(type).orElseThrow();
    try (FieldVector vector = vector(column)) {
      assertThatThrownBy(() -> write(column, vector, text))
          .isInstanceOf(UnfitValueException.class)
          .hasMessage(reason);
    }
  }

  @Test
  void aWholeNumberTooLargeForADoubleIsRefusedAndNotAnError() {
    String number = "9".repeat(400);
    try (FieldVector vector = vector(ColumnType.of(Kind.DOUBLE))) {
      assertThatThrownBy(() -> write(ColumnType.of(Kind.DOUBLE), vector, number))
          .isInstanceOf(UnfitValueException.class)
          .hasMessage("is too large for a double");
    }
  }

  @Test
  void aValueThatNoPageHoldsIsRefusedWithoutATypeToChoose() {
    try (FieldVector text = vector(ColumnType.of(Kind.TEXT));
        FieldVector binary = vector(ColumnType.of(Kind.BINARY))) {
      for (ValueWriter writer : List.of(new TextWriter(4), new BinaryWriter(4))) {
        writer.attach(writer instanceof TextWriter ? text : binary);
        assertThat(writer.write("1234".getBytes(StandardCharsets.UTF_8), 0)).isEqualTo(8);
        assertThatThrownBy(() -> writer.write("12345".getBytes(StandardCharsets.UTF_8), 0))
            .isInstanceOfSatisfying(UnfitValueException.class, e -> assertThat(e.mend()).isEmpty())
            .hasMessage("has 5 bytes, and no value may have more than 4");
      }
    }
  }

  @Test
  void showsLongValuesCutAndWithoutControlCharacters() {
    assertThat(new UnfitValueException("a\n\u001b" + "x".repeat(100), "").clipped())
        .isEqualTo("a··" + "x".repeat(57) + "...");
  }

  @Test
  void parsesEachOfItsWords() {
    for (Kind kind : Kind.values()) {
      ColumnType type =
          switch (kind) {
            case DECIMAL -> ColumnType.decimal(38, 9);
            case LIST -> ColumnType.list(ColumnType.decimal(10, 2));
            case STRUCT ->
                ColumnType.struct(
                    List.of(
                        new ColumnType.Member("userId", ColumnType.decimal(10, 2)),
                        new ColumnType.Member(
                            "say \"a, (b)\"", ColumnType.list(ColumnType.of(Kind.TEXT)))));
            default -> ColumnType.of(kind);
          };
      assertThat(ColumnType.parse(type.word())).contains(type);
    }
    assertThat(ColumnType.parse(" NUMERIC( 10 ) ")).contains(ColumnType.decimal(10, 0));
    assertThat(ColumnType.parse("decimal(3,4)")).isEmpty();
    assertThat(ColumnType.parse(" LIST ( Struct(ID int, \"b c\" list(list(text))) )"))
        .map(ColumnType::word)
        .contains("list(struct(ID integer, \"b c\" list(list(text))))");
    assertThat(ColumnType.parse("struct()")).isEmpty();
    assertThat(ColumnType.parse("struct(a)")).isEmpty();
    assertThat(ColumnType.parse("struct(a text, a bigint)")).isEmpty();
    assertThat(ColumnType.parse("struct(a text")).isEmpty();
    assertThat(ColumnType.parse("list(uuids)")).isEmpty();
    assertThat(ColumnType.parse("list")).isEmpty();
  }
}
