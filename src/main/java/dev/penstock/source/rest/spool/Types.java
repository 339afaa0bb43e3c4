package dev.penstock.source.rest.spool;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.rest.spool.Seen.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rules by which the type of a column follows from the kinds of its values. */
final class Types {
  private static final Set<Kind> NUMBERS = EnumSet.of(Kind.INTEGER, Kind.BIG, Kind.FRACTION);

  /** Decimals have one of these scales where they can, so that they seldom change between runs. */
  private static final int[] SCALES = {9, 18};

  /** Kinds that share a column without becoming text. */
  static final List<Set<Kind>> GROUPS =
      List.of(
          EnumSet.of(Kind.BOOLEAN),
          NUMBERS,
          EnumSet.of(Kind.DATE),
          EnumSet.of(Kind.TIMESTAMP),
          EnumSet.of(Kind.INSTANT),
          EnumSet.of(Kind.TEXT),
          EnumSet.of(Kind.JSON));

  /** What numbers with a fraction become where a double would hold each of them. */
  enum Fractions {
    DOUBLE,
    /** As cursors are compared exactly. */
    DECIMAL
  }

  private Types() {}

  /** Of values of these kinds, at least one; what does not go together is text. */
  static ColumnType of(Set<Kind> kinds, Seen seen, Fractions fractions) {
    if (NUMBERS.containsAll(kinds)) {
      return number(kinds, seen, fractions);
    }
    if (kinds.size() > 1) {
      return ColumnType.of(ColumnType.Kind.TEXT);
    }
    return ColumnType.of(
        switch (kinds.iterator().next()) {
          case BOOLEAN -> ColumnType.Kind.BOOLEAN;
          case DATE -> ColumnType.Kind.DATE;
          case TIMESTAMP -> ColumnType.Kind.TIMESTAMP;
          case INSTANT -> ColumnType.Kind.TIMESTAMPTZ;
          case JSON -> ColumnType.Kind.JSON;
          case TEXT, INTEGER, BIG, FRACTION -> ColumnType.Kind.TEXT;
        });
  }

  private static ColumnType number(Set<Kind> kinds, Seen seen, Fractions fractions) {
    if (kinds.equals(EnumSet.of(Kind.INTEGER))) {
      return ColumnType.of(ColumnType.Kind.BIGINT);
    }
    if (!kinds.contains(Kind.FRACTION)) {
      return decimal(seen.wholeDigits(), 0);
    }
    return seen.isInexact() || fractions == Fractions.DECIMAL
        ? decimal(seen.wholeDigits(), seen.scale())
        : ColumnType.of(ColumnType.Kind.DOUBLE);
  }

  private static ColumnType decimal(int whole, int scale) {
    int usual = scale;
    for (int i = SCALES.length - 1; i >= 0; i--) {
      usual = scale > 0 && scale <= SCALES[i] ? SCALES[i] : usual;
    }
    for (int wanted : new int[] {usual, scale}) {
      if (whole + wanted <= ColumnType.MAX_PRECISION) {
        return ColumnType.decimal(ColumnType.MAX_PRECISION, wanted);
      }
    }
    return ColumnType.of(ColumnType.Kind.TEXT);
  }
}
