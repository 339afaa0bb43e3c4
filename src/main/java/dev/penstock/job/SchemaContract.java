package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What may change in a job's table from one load to the next.
 *
 * @param tables whether a table that no load has delivered yet may come
 * @param columns whether columns may come and go
 * @param types whether the type of a column may change
 */
public record SchemaContract(Mode tables, Mode columns, Mode types) {
  /** Everything may change. */
  public static final SchemaContract EVOLVE = all(Mode.EVOLVE);

  /** What becomes of a change. */
  public enum Mode {
    /** It is taken over. */
    EVOLVE,
    /** The job fails before it reads. */
    FREEZE,
    /** Rows that do not fit what was are left out. */
    DISCARD_ROW,
    /** Values that do not fit what was are left out. */
    DISCARD_VALUE,
    /** Of types alone: values of another type land in a column of their own, of wider ones too. */
    VARIANT;

    /** As it stands in the workbook. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** In any letter case; empty when there is none of this name. */
    public static Optional<Mode> parse(String word) {
      return Arrays.stream(values()).filter(m -> m.word().equalsIgnoreCase(word)).findFirst();
    }

    /** Whether it says something of tables and columns as well. */
    public boolean isForAll() {
      return this != VARIANT;
    }

    /** Those for all. */
    public static List<String> words() {
      return Arrays.stream(values()).filter(Mode::isForAll).map(Mode::word).toList();
    }
  }

  public SchemaContract {
    requireNonNull(tables, "tables");
    requireNonNull(columns, "columns");
    requireNonNull(types, "types");
    if (tables == Mode.VARIANT || columns == Mode.VARIANT) {
      throw new IllegalArgumentException("only types can be told apart by columns");
    }
  }

  /** One for tables, columns and types alike; throws for {@link Mode#VARIANT}. */
  public static SchemaContract all(Mode mode) {
    return new SchemaContract(mode, mode, mode);
  }

  /** As it may stand in the workbook. */
  public String words() {
    return "tables=%s, columns=%s, data_type=%s"
        .formatted(tables.word(), columns.word(), types.word());
  }
}
