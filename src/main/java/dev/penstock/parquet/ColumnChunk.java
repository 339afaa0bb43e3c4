package dev.penstock.parquet;

import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** One column of the row group at hand: each row has one value or none. */
final class ColumnChunk implements FieldChunk {
  private final Limits limits;
  private final ValuePages values;
  private final Page page;

  ColumnChunk(Field field, ColumnDescriptor column, Workshop workshop) {
    this.limits = workshop.limits();
    this.values = new ValuePages(field, column, workshop);
    this.page = values.page();
  }

  @Override
  public int openBytes() {
    return page.size();
  }

  @Override
  public void append(FieldVector vector, int from, int count) {
    int at = from;
    int end = from + count;
    while (at < end) {
      int rows = Math.min(end - at, limits.pageRows() - page.rows());
      int fitting =
          rows == 0 ? 0 : values.rowsWithin(vector, at, rows, limits.pageBytes() - page.size());
      if (fitting == 0 && !page.isEmpty()) {
        encodePage();
      } else {
        // A value larger than a page gets a page of its own.
        int taken = Math.max(1, fitting);
        values.copy(vector, at, taken);
        at += taken;
      }
    }
  }

  @Override
  public void writeTo(ParquetFileWriter file, long rows) throws IOException {
    if (!page.isEmpty()) {
      encodePage();
    }
    values.writeTo(file);
  }

  private void encodePage() {
    int rows = page.rows();
    if (!values.encode(Levels.mostBytes(rows), this::levels, rows, rows)) {
      PageFacts facts = values.plainFacts(rows, rows);
      values.makePlain();
      // Before the values there is room for levels that are one bit each.
      int start = Levels.writeBefore(page.bytes(), page.start(), page);
      values.add(page.bytes(), start, page.end() - start, facts);
    }
    values.clear();
  }

  private int levels(byte[] target, int start) {
    return Levels.write(target, start, page);
  }
}
