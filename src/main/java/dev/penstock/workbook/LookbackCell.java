package dev.penstock.workbook;

import dev.penstock.job.LoadType;
import dev.penstock.job.Lookback;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How far below the watermark a job reads again, from the cell of its row. */
final class LookbackCell {
  /** Excel turns whole numbers into {@code 1000.0}. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,30}(\\.\\d{1,30})?");

  private static final Duration LONGEST = Duration.ofDays(366 * 10L);

  private final JobRow row;

  LookbackCell(JobRow row) {
    this.row = row;
  }

  /** Empty when the cell is, or when something is wrong, which the row has then noted. */
  Optional<Lookback> read() {
    Optional<String> text = row.text(Column.LOOKBACK).map(String::strip);
    Optional<Lookback> lookback = text.flatMap(LookbackCell::parse);
    if (text.isPresent() && lookback.isEmpty()) {
      row.error(
          Column.LOOKBACK,
          CellText.shown(text.get()) + " is no time of at most ten years and no number.",
          "Write a time such as 30m, 2h or 1d for a watermark_column of dates or timestamps, a number"
              + " such as 1000 for one of numbers.");
    }
    if (lookback.isPresent()) {
      requireRead();
    }
    return lookback;
  }

  private static Optional<Lookback> parse(String text) {
    if (NUMBER.matcher(text).matches()) {
      BigDecimal number = new BigDecimal(text);
      String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
      return Optional.of(Lookback.of(plain, number));
    }
    return Quantity.duration(text)
        .filter(time -> time.compareTo(LONGEST) <= 0)
        .map(time -> Lookback.of(text, time));
  }

  /** Rows are compared by these columns, so they must be read. */
  private void requireRead() {
    List<String> columns = row.list(Column.COLUMNS);
    if (columns.isEmpty() || columns.equals(List.of("*"))) {
      return;
    }
    List<String> needed = new ArrayList<>(row.list(Column.PRIMARY_KEY));
    row.text(Column.WATERMARK_COLUMN).ifPresent(needed::add);
    for (String name : needed) {
      if (columns.stream().noneMatch(name::equalsIgnoreCase)) {
        row.error(
            Column.LOOKBACK,
            "it needs the column %s, which the cell columns does not list."
                .formatted(CellText.shown(name)),
            "Add it to columns, or empty lookback.");
        return;
      }
    }
  }

  void requireFit(Optional<LoadType> loadType) {
    if (loadType.filter(type -> type == LoadType.FULL).isPresent()
        && row.text(Column.LOOKBACK).isPresent()) {
      row.error(
          Column.LOOKBACK,
          "it does not go with load_type FULL, which reads every row each time.",
          "Empty the cell, or set load_type to INCREMENTAL.");
    }
  }
}
