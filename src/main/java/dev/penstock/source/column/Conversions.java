package dev.penstock.source.column;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType.Kind;
import java.util.EnumSet;
import java.util.Set;

/**
 * What becomes of a column for which {@code column_types} names another type than its own. Values
 * pass as text, and the writer of the wanted type takes each exactly or not at all, but for {@code
 * double} and {@code real}, which take the nearest number.
 */
public final class Conversions {
  private static final Set<Kind> WHOLE = EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT);
  private static final Set<Kind> FLOATING = EnumSet.of(Kind.REAL, Kind.DOUBLE);

  private Conversions() {}

  /**
   * The kinds that can hold at least some of the values whose own type is of this kind. No others
   * need be tried: their first value would fail.
   */
  public static Set<Kind> possible(Kind own) {
    return switch (own) {
      case SMALLINT, INTEGER, BIGINT -> with(numbers(), Kind.BOOLEAN, Kind.TEXT, Kind.JSON);
      case REAL, DOUBLE, DECIMAL -> with(numbers(), Kind.TEXT, Kind.JSON);
      case BOOLEAN -> EnumSet.of(Kind.BOOLEAN, Kind.TEXT);
      case DATE -> EnumSet.of(Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMP_NS, Kind.TEXT);
      case TIME, TIME_NS -> EnumSet.of(Kind.TIME, Kind.TIME_NS, Kind.TEXT);
      case TIMESTAMP, TIMESTAMP_NS -> EnumSet.of(Kind.TIMESTAMP, Kind.TIMESTAMP_NS, Kind.TEXT);
      case TIMESTAMPTZ, TIMESTAMPTZ_NS ->
          EnumSet.of(Kind.TIMESTAMPTZ, Kind.TIMESTAMPTZ_NS, Kind.TEXT);
      case JSON -> with(numbers(), Kind.BOOLEAN, Kind.TEXT, Kind.JSON, Kind.BINARY);
      case BINARY -> EnumSet.of(Kind.BINARY, Kind.TEXT);
      case TEXT -> EnumSet.complementOf(EnumSet.of(Kind.LIST, Kind.STRUCT));
      case LIST -> EnumSet.of(Kind.LIST, Kind.JSON, Kind.TEXT);
      case STRUCT -> EnumSet.of(Kind.STRUCT, Kind.JSON, Kind.TEXT);
    };
  }

  private static Set<Kind> numbers() {
    Set<Kind> numbers = EnumSet.copyOf(WHOLE);
    numbers.addAll(FLOATING);
    numbers.add(Kind.DECIMAL);
    return numbers;
  }

  private static Set<Kind> with(Set<Kind> kinds, Kind... more) {
    Set<Kind> all = EnumSet.copyOf(kinds);
    all.addAll(Set.of(more));
    return all;
  }

  /**
   * How values fare.
   *
   * @param own the type in which the column lands when nothing is wanted
   */
  public static Fidelity fidelity(ColumnType own, ColumnType wanted) {
    Kind kind = wanted.kind();
    if (kind == Kind.TEXT || kind == Kind.BINARY) {
      return Fidelity.exact("as its text");
    }
    if (kind == Kind.JSON) {
      return Fidelity.exact("as its text, whether that is JSON or not");
    }
    if (kind == Kind.LIST) {
      return list(own, wanted);
    }
    if (FLOATING.contains(kind)) {
      return floating(own, wanted);
    }
    return widens(own, wanted)
        ? Fidelity.exact()
        : Fidelity.exactUnless("values that %s cannot hold".formatted(wanted.word()), own.word());
  }

  private static Fidelity list(ColumnType own, ColumnType wanted) {
    if (own.kind() != Kind.LIST) {
      return Fidelity.exactUnless("what is no list", own.word());
    }
    Fidelity elements = fidelity(own.element().orElseThrow(), wanted.element().orElseThrow());
    return elements.degree() == Fidelity.Degree.CHANGED
        ? Fidelity.changed(elements.why(), own.word())
        : Fidelity.exactUnless("several dimensions, and elements that do not fit", "json");
  }

  /** A whole number that would be rounded fails; one with decimals is rounded. */
  private static Fidelity floating(ColumnType own, ColumnType wanted) {
    Set<Kind> kept =
        wanted.kind() == Kind.DOUBLE
            ? EnumSet.of(Kind.SMALLINT, Kind.INTEGER)
            : EnumSet.of(Kind.SMALLINT);
    if (kept.contains(own.kind())) {
      return Fidelity.exact();
    }
    return WHOLE.contains(own.kind())
        ? Fidelity.exactUnless("numbers that %s would round".formatted(wanted.word()), own.word())
        : Fidelity.changed("each value becomes the nearest " + wanted.word(), own.word());
  }

  private static boolean widens(ColumnType own, ColumnType wanted) {
    return switch (wanted.kind()) {
      case INTEGER -> own.kind() == Kind.SMALLINT;
      case BIGINT -> own.kind() == Kind.SMALLINT || own.kind() == Kind.INTEGER;
      case DECIMAL ->
          wanted.precision() - wanted.scale() >= wholeDigits(own) && wanted.scale() >= own.scale();
      case TIME_NS -> own.kind() == Kind.TIME;
      case TIMESTAMP -> own.kind() == Kind.DATE;
      case TEXT, JSON, BINARY, REAL, DOUBLE, SMALLINT, BOOLEAN, DATE, TIME -> false;
      case TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS, LIST, STRUCT -> false;
    };
  }

  /** The most digits before the point, more than any decimal has where there is no end to them. */
  private static int wholeDigits(ColumnType own) {
    return switch (own.kind()) {
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      case DECIMAL -> own.precision() - own.scale();
      default -> Integer.MAX_VALUE;
    };
  }
}
