package dev.penstock.schema;

import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.schema.TableSchema.Column;
import java.util.ArrayList;
import java.util.List;

/** What there is to say of the changes in a table's columns. */
final class Told {
  private final List<String> sentences = new ArrayList<>();
  private final List<String> noted = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<Moved> added = new ArrayList<>();
  private final List<Moved> gone = new ArrayList<>();
  private final Files files;

  /** What becomes of the files of before. */
  enum Files {
    STAY,
    GO
  }

  /** A column that came or went, and its position at the source. */
  private record Moved(Column column, int at) {}

  Told(Files files) {
    this.files = files;
  }

  void fault(String fault) {
    faults.add(fault);
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  List<String> noted() {
    return List.copyOf(noted);
  }

  /** With what looks like a rename. */
  List<String> sentences() {
    List<String> all = new ArrayList<>(sentences);
    for (Moved to : added) {
      gone.stream()
          .filter(from -> from.column().type().equals(to.column().type()) && from.at() == to.at())
          .forEach(
              from ->
                  all.add(
                      "column %s looks like column %s under another name, as type and position agree; to go on with the old name, give it with query: SELECT %s AS %s"
                          .formatted(
                              to.column().name(),
                              from.column().name(),
                              to.column().sourceName(),
                              from.column().sourceName())));
    }
    return all;
  }

  void added(Column column, int at) {
    added.add(new Moved(column, at));
    sentences.add(
        "column %s (%s) is new%s"
            .formatted(
                column.name(),
                column.type(),
                files == Files.STAY ? "; rows of earlier loads have no value in it" : ""));
  }

  void gone(Column column, int at, boolean withItsFiles) {
    gone.add(new Moved(column, at));
    sentences.add(
        "column %s (%s) is gone at the source; %s"
            .formatted(
                column.name(),
                column.type(),
                withItsFiles
                    ? "as the table is replaced, it goes here as well"
                    : "it stays, and is NULL in rows from now on"));
  }

  void leftOut(Column column) {
    sentences.add(
        "column %s (%s) is new and is left out (columns=discard_value)"
            .formatted(column.name(), column.type()));
  }

  void guarded(Column column) {
    sentences.add(
        "column %s (%s) is new; rows with a value in it are left out (columns=discard_row)"
            .formatted(column.name(), column.type()));
  }

  void held(Column was, Column offered) {
    held(
        was,
        offered,
        "column %s is %s at the source, which does not go together with what it was: its values land in %s");
  }

  /** The same where types of one kind are kept apart as well. */
  void heldApart(Column was, Column offered) {
    held(
        was,
        offered,
        "column %s is %s at the source, which is another type than it was: its values land in %s (data_type=variant)");
  }

  private void held(Column was, Column offered, String elsewhere) {
    if (!was.isDelivered()) {
      sentences.add("column %s (%s) has values again".formatted(was.name(), was.type()));
    }
    if (was.name().indexOf(Siblings.VARIANT) > 0
        && !was.sourceName().contains(Siblings.VARIANT)
        && was.isDelivered()) {
      sentences.add(elsewhere.formatted(offered.name(), offered.sourceType(), was.name()));
    }
    if (!was.sourceType().equals(offered.sourceType())) {
      noted.add(
          "column %s is %s instead of %s at the source; it goes on landing as %s"
              .formatted(was.name(), offered.sourceType(), was.sourceType(), was.type()));
    }
  }

  void widened(Column was, Column offered, String type) {
    sentences.add(
        "column %s is %s instead of %s at the source; it lands as %s instead of %s from now on, and earlier files keep theirs"
            .formatted(was.name(), offered.sourceType(), was.sourceType(), type, was.type()));
  }

  void replaced(Column was, Column offered) {
    if (!was.type().equals(offered.type())) {
      sentences.add(
          "column %s lands as %s instead of %s; as the table is replaced, no file keeps the old type"
              .formatted(offered.name(), offered.type(), was.type()));
    } else if (!was.sourceType().equals(offered.sourceType())) {
      held(was, offered);
    }
  }

  void variant(String name, Column was, Column now) {
    sentences.add(
        "column %s is %s instead of %s at the source, and no type holds both: its values land in the new column %s (%s), and %s is NULL in rows from now on"
            .formatted(
                name, now.sourceType(), was.sourceType(), now.name(), now.type(), was.name()));
  }

  void parted(String name, Column was, Column now) {
    sentences.add(
        "column %s is %s instead of %s at the source: its values land in the new column %s (%s), and %s is NULL in rows from now on (data_type=variant)"
            .formatted(
                name, now.sourceType(), was.sourceType(), now.name(), now.type(), was.name()));
  }

  void fitted(Column was, Column offered, Mode mode) {
    sentences.add(
        "column %s is %s instead of %s at the source; it goes on landing as %s, and %s (data_type=%s)"
            .formatted(
                was.name(),
                offered.sourceType(),
                was.sourceType(),
                was.type(),
                mode == Mode.DISCARD_ROW
                    ? "rows with values that do not fit are left out"
                    : "values that do not fit become NULL",
                mode.word()));
  }
}
