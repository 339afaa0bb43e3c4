package dev.penstock.source.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.Fidelity;
import dev.penstock.source.Fidelity.Degree;
import dev.penstock.source.column.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of a chosen type is what its writer does. */
final class ConversionsTest {
  /** Of each kind, values as a database prints them. */
  private static final Map<Kind, List<String>> SAMPLES = new EnumMap<>(Kind.class);

  static {
    List<String> whole = List.of("0", "1", "-32768", "32767");
    List<String> clock = List.of("00:00:00", "23:59:59.999999");
    List<String> moments = List.of("1970-01-01 00:00:00", "2026-03-29 02:30:00.123456");
    List<String> instants = List.of("1970-01-01 00:00:00+00", "2026-03-29 02:30:00.1-03:30");
    SAMPLES.put(Kind.SMALLINT, whole);
    SAMPLES.put(Kind.INTEGER, whole);
    SAMPLES.put(Kind.BIGINT, whole);
    SAMPLES.put(Kind.REAL, List.of("5", "0.5", "NaN"));
    SAMPLES.put(Kind.DOUBLE, List.of("5", "0.5", "-Infinity"));
    SAMPLES.put(Kind.DECIMAL, List.of("5", "0.50"));
    SAMPLES.put(Kind.BOOLEAN, List.of("t", "f", "true", "false"));
    SAMPLES.put(Kind.DATE, List.of("1970-01-01", "2026-11-29"));
    SAMPLES.put(Kind.TIME, clock);
    SAMPLES.put(Kind.TIME_NS, clock);
    SAMPLES.put(Kind.TIMESTAMP, moments);
    SAMPLES.put(Kind.TIMESTAMP_NS, moments);
    SAMPLES.put(Kind.TIMESTAMPTZ, instants);
    SAMPLES.put(Kind.TIMESTAMPTZ_NS, instants);
    SAMPLES.put(Kind.JSON, List.of("1", "true", "{\"a\":1}", "\"2026-01-01\"", "[1]"));
    SAMPLES.put(Kind.LIST, List.of("{1,2}", "{}", "{a,NULL}"));
  }

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void end() {
    allocator.close();
  }

  @Test
  void aKindIsPossibleWhereItHoldsAValueAndRefusedWhereItHoldsNone() {
    SAMPLES.forEach(
        (own, texts) -> {
          for (Kind wanted : Kind.values()) {
            boolean holds = texts.stream().anyMatch(text -> write(type(wanted), text).isEmpty());
            boolean possible = Conversions.possible(own).contains(wanted);
            assertThat(possible)
                .as("%s as %s", own, wanted)
                .isEqualTo(holds && !isMisread(own, wanted));
          }
        });
  }

  /** Writers take these for what they are not: any text has bytes, and few are JSON. */
  private static boolean isMisread(Kind own, Kind wanted) {
    return switch (wanted) {
      case BINARY -> own != Kind.JSON;
      case LIST -> own != Kind.LIST;
      // No database gives any.
      case STRUCT -> true;
      case JSON ->
          EnumSet.of(Kind.BOOLEAN, Kind.DATE, Kind.TIME, Kind.TIME_NS).contains(own)
              || own.name().startsWith("TIMESTAMP");
      default -> false;
    };
  }

  @Test
  void everyKindCanBecomeText() {
    for (Kind own : Kind.values()) {
      assertThat(Conversions.possible(own)).contains(own, Kind.TEXT);
    }
    assertThat(Conversions.fidelity(ColumnType.decimal(5, 2), type(Kind.TEXT)).degree())
        .isEqualTo(Degree.EXACT);
  }

  /** EXACT must never fail; what is written is what was read in ValueWriterTest. */
  @Test
  void whatIsSaidToBeExactTakesEveryNumber() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      ColumnType own = number(random);
      ColumnType wanted = number(random);
      Fidelity fidelity = own.equals(wanted) ? Fidelity.exact() : Conversions.fidelity(own, wanted);
      String text = value(own, random);
      Optional<UnfitValueException> failure = write(wanted, text);
      if (fidelity.degree() == Degree.EXACT) {
        assertThat(failure).as("%s of %s as %s", text, own.word(), wanted.word()).isEmpty();
      }
      failure.ifPresent(e -> assertThat(e.mend()).isIn("text", "json"));
    }
  }

  private static ColumnType number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> type(Kind.SMALLINT);
      case 1 -> type(Kind.INTEGER);
      case 2 -> type(Kind.BIGINT);
      case 3 -> type(Kind.DOUBLE);
      default -> {
        int precision = 1 + random.nextInt(38);
        yield ColumnType.decimal(precision, random.nextInt(precision + 1));
      }
    };
  }

  private static String value(ColumnType type, Random random) {
    return switch (type.kind()) {
      case SMALLINT -> Short.toString((short) random.nextInt());
      case INTEGER -> Integer.toString(random.nextInt());
      case BIGINT -> Long.toString(random.nextLong() >> random.nextInt(64));
      case DOUBLE -> Double.toString(random.nextInt() / 1024.0);
      default -> {
        BigInteger most = BigInteger.TEN.pow(1 + random.nextInt(type.precision()));
        BigInteger digits = new BigInteger(130, random).mod(most);
        yield new BigDecimal(random.nextBoolean() ? digits : digits.negate(), type.scale())
            .toPlainString();
      }
    };
  }

  private static ColumnType type(Kind kind) {
    return switch (kind) {
      case DECIMAL -> ColumnType.decimal(38, 9);
      case LIST -> ColumnType.list(ColumnType.of(Kind.TEXT));
      case STRUCT ->
          ColumnType.struct(List.of(new ColumnType.Member("a", ColumnType.of(Kind.TEXT))));
      default -> ColumnType.of(kind);
    };
  }

  /** Why the value does not fit. */
  private Optional<UnfitValueException> write(ColumnType type, String text) {
    try (FieldVector vector = type.field("v", Map.of()).createVector(allocator)) {
      vector.setInitialCapacity(1);
      vector.allocateNew();
      ValueWriter writer = type.writer();
      writer.attach(vector);
      writer.write(text.getBytes(StandardCharsets.UTF_8), 0);
      return Optional.empty();
    } catch (UnfitValueException e) {
      return Optional.of(e);
    }
  }
}
