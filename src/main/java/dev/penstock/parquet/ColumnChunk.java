package dev.penstock.parquet;

import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.PrimitiveType;

/** One column of the row group at hand: the page being filled, and those already encoded. */
final class ColumnChunk implements FieldChunk {
  private final PrimitiveType type;
  private final Limits limits;
  private final Scratch scratch;
  private final ValueCopier copier;
  private final Bounds bounds;
  private final ValueCoding coding;
  private final Page page;
  private final EncodedPages pages;
  private final Codec codec;

  ColumnChunk(Field field, ColumnDescriptor column, Workshop workshop) {
    this.type = column.getPrimitiveType();
    this.limits = workshop.limits();
    this.scratch = workshop.scratch();
    this.codec = workshop.codec();
    this.copier = ValueCopier.of(field, type, scratch);
    this.bounds = Bounds.of(type);
    this.coding = new ValueCoding(type, limits, scratch);
    this.page = new Page(limits.pageRows(), limits.pageBytes());
    this.pages = workshop.pagesOf(column);
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
          rows == 0 ? 0 : copier.rowsWithin(vector, at, rows, limits.pageBytes() - page.size());
      if (fitting == 0 && !page.isEmpty()) {
        encodePage();
      } else {
        // A value larger than a page gets a page of its own.
        int taken = Math.max(1, fitting);
        copy(vector, at, taken);
        at += taken;
      }
    }
  }

  private void copy(FieldVector vector, int from, int rows) {
    Slice slice = scratch.slice();
    slice.load(vector, from, rows);
    page.append(slice, copier.copy(vector, from, slice, page));
  }

  @Override
  public void writeTo(ParquetFileWriter file, long rows) throws IOException {
    if (!page.isEmpty()) {
      encodePage();
    }
    pages.writeTo(file, codec, coding.dictionary());
    coding.restart();
  }

  private void encodePage() {
    if (page.values() > 0) {
      bounds.measure(page);
    }
    if (coding.usesDictionary(page)) {
      encodeWithDictionary();
    } else {
      encodePlain();
    }
    page.clear();
    scratch.trim();
  }

  private void encodeWithDictionary() {
    byte[] target = scratch.assembled(Levels.mostBytes(page.rows()) + coding.mostIdBytes(page));
    int at = coding.writeIds(page, target, Levels.write(target, 0, page));
    pages.add(target, 0, at, facts(Encoding.RLE_DICTIONARY));
  }

  private void encodePlain() {
    PageFacts facts = facts(Encoding.PLAIN);
    coding.makePlain(page);
    int start = Levels.writeBefore(page.bytes(), page.start(), page);
    pages.add(page.bytes(), start, page.end() - start, facts);
  }

  private PageFacts facts(Encoding encoding) {
    return PageFacts.of(page, encoding, type, bounds);
  }
}
