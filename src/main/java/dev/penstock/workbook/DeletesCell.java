package dev.penstock.workbook;

import dev.penstock.job.Deletes;
import dev.penstock.job.LoadType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a job looks for rows that are gone at the source, from the cell of its row. */
final class DeletesCell {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})(\\.0+)?\\s*%");

  /** What Excel makes of a percentage: {@code 10%} is kept as 0.1. */
  private static final Pattern FRACTION = Pattern.compile("0?\\.(\\d{1,2})");

  private final JobRow row;

  DeletesCell(JobRow row) {
    this.row = row;
  }

  /** Empty when nothing is looked for, or something is wrong, which the row has then noted. */
  Optional<Deletes> read(Optional<LoadType> loadType) {
    Optional<String> text = row.text(Column.DETECT_DELETES).map(String::strip);
    if (text.isEmpty() || Flag.parse(text.get()).equals(Optional.of(Flag.NO))) {
      return Optional.empty();
    }
    Optional<Deletes> deletes = parse(text.get());
    if (deletes.isEmpty()) {
      row.error(
          Column.DETECT_DELETES,
          CellText.shown(text.get())
              + " is neither Y nor N nor all, and no percentage from 1% to 99%.",
          "Write Y, or how many rows one run may find gone at most, such as 10%, or all.");
      return Optional.empty();
    }
    requireFit(loadType);
    return deletes;
  }

  private static Optional<Deletes> parse(String text) {
    Matcher percent = PERCENT.matcher(text);
    if (percent.matches()) {
      return limit(Integer.parseInt(percent.group(1)));
    }
    Matcher fraction = FRACTION.matcher(text);
    if (fraction.matches()) {
      String digits = fraction.group(1);
      return limit(Integer.parseInt(digits) * (digits.length() == 1 ? 10 : 1));
    }
    if (text.equalsIgnoreCase("all")) {
      return limit(100);
    }
    return Flag.parse(text).filter(Flag.YES::equals).map(yes -> Deletes.USUAL);
  }

  private static Optional<Deletes> limit(int percent) {
    return percent >= 1 && percent <= 100 ? Optional.of(new Deletes(percent)) : Optional.empty();
  }

  private void requireFit(Optional<LoadType> loadType) {
    if (loadType.filter(type -> type == LoadType.FULL).isPresent()) {
      row.error(
          Column.DETECT_DELETES,
          "it does not go with load_type FULL, whose loads hold the rows that are there and no"
              + " others.",
          "Empty the cell, or set load_type to INCREMENTAL.");
      return;
    }
    List<String> key = row.list(Column.PRIMARY_KEY);
    if (key.isEmpty()) {
      row.error(
          Column.DETECT_DELETES,
          "it needs a primary_key, by which a row is known.",
          "Name the key's columns in primary_key, or empty detect_deletes.");
      return;
    }
    List<String> columns = row.list(Column.COLUMNS);
    if (columns.isEmpty() || columns.equals(List.of("*"))) {
      return;
    }
    key.stream()
        .filter(name -> columns.stream().noneMatch(name::equalsIgnoreCase))
        .findFirst()
        .ifPresent(
            name ->
                row.error(
                    Column.DETECT_DELETES,
                    "it needs the column %s, which the cell columns does not list."
                        .formatted(CellText.shown(name)),
                    "Add it to columns, or empty detect_deletes."));
  }
}
