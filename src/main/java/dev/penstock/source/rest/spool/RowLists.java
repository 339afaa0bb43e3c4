package dev.penstock.source.rest.spool;

import java.io.IOException;
import java.util.List;

/** Takes the lists out of rows. */
public final class RowLists {
  private RowLists() {}

  /** Takes what is a list in a row. */
  public interface Taker {
    /**
     * @param json of the row, from {@code from} on
     * @return whether it was taken; what was not stays in the row
     */
    boolean take(Field field, byte[] json, int from, int length) throws IOException;
  }

  /**
   * Puts into another row what one holds beside its lists.
   *
   * @param all the columns of the row's spool
   */
  public static void split(Row row, List<Field> all, Taker taker, Row rest) throws IOException {
    rest.clear();
    for (int i = 0; i < row.count(); i++) {
      Field field = all.get(row.column(i));
      boolean list = row.tag(i) == Tag.JSON && row.bytes()[row.start(i)] == '[';
      if (!list || !taker.take(field, row.bytes(), row.start(i), row.length(i))) {
        row.copy(i, field, rest);
      }
    }
  }
}
