package dev.penstock.parquet;

import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.PrimitiveType;

/**
 * One column of lists of the row group at hand. The elements lie in a page one behind the other,
 * copied as those of any column; what is a list's and what is null stands in the levels.
 */
final class ListChunk implements FieldChunk {
  private final PrimitiveType type;
  private final Limits limits;
  private final Scratch scratch;
  private final ValueCopier copier;
  private final Bounds bounds;
  private final ValueCoding coding;
  private final Page page;
  private final EncodedPages pages;
  private final Codec codec;
  private final ListLevels levels = new ListLevels();

  ListChunk(Field field, ColumnDescriptor column, Workshop workshop) {
    this.type = column.getPrimitiveType();
    this.limits = workshop.limits();
    this.scratch = workshop.scratch();
    this.codec = workshop.codec();
    this.copier = ValueCopier.of(ParquetTypes.element(field), type, scratch);
    this.bounds = Bounds.of(type);
    this.coding = new ValueCoding(type, limits, scratch);
    this.page = new Page(limits.pageRows(), limits.pageBytes());
    this.pages = workshop.pagesOf(column);
  }

  @Override
  public int openBytes() {
    return page.size() + (levels.entries() >> 1);
  }

  @Override
  public void append(FieldVector vector, int from, int count) {
    ListVector lists = (ListVector) vector;
    int at = from;
    int end = from + count;
    while (at < end) {
      int fitting = fitting(lists, at, Math.min(end - at, limits.pageRows() - levels.rows()));
      if (fitting == 0 && levels.rows() > 0) {
        encodePage();
      } else {
        // A list larger than a page gets a page of its own: rows are not cut.
        int taken = Math.max(1, fitting);
        take(lists, at, taken);
        at += taken;
      }
    }
  }

  /** How many of the lists fit into the page that is open. */
  private int fitting(ListVector lists, int from, int count) {
    ArrowBuf offsets = lists.getOffsetBuffer();
    int first = offset(offsets, from);
    int elements = offset(offsets, from + count) - first;
    int room = limits.pageBytes() - openBytes();
    int fit = copier.rowsWithin(lists.getDataVector(), first, elements, room);
    // Null elements and lists of none take no bytes, but an entry each.
    int most = Math.min(fit, Math.max(0, limits.pageBytes() - levels.entries()));
    if (most == elements) {
      return count;
    }
    int rows = 0;
    while (offset(offsets, from + rows + 1) - first <= most) {
      rows++;
    }
    return rows;
  }

  private void take(ListVector lists, int from, int rows) {
    ArrowBuf offsets = lists.getOffsetBuffer();
    int first = offset(offsets, from);
    int last = first;
    for (int row = from; row < from + rows; row++) {
      int start = offset(offsets, row);
      int end = offset(offsets, row + 1);
      if (lists.isNull(row)) {
        // What may stand in the memory of a null list is no element.
        copy(lists, first, start);
        first = end;
        levels.addNull();
      } else {
        levels.addList(end - start);
      }
      last = end;
    }
    copy(lists, first, last);
  }

  private void copy(ListVector lists, int from, int to) {
    if (from == to) {
      return;
    }
    FieldVector elements = lists.getDataVector();
    if (copier.rowsWithin(elements, from, to - from, VariableCopier.MOST_BYTES) < to - from) {
      throw ValueCopier.tooLarge(lists, elements.getBufferSize());
    }
    Slice slice = scratch.slice();
    slice.load(elements, from, to - from);
    page.append(slice, copier.copy(elements, from, slice, page));
  }

  private static int offset(ArrowBuf offsets, int row) {
    return offsets.getInt((long) row * ListVector.OFFSET_WIDTH);
  }

  @Override
  public void writeTo(ParquetFileWriter file, long rows) throws IOException {
    if (levels.rows() > 0) {
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
    levels.clear();
    scratch.trim();
  }

  private void encodeWithDictionary() {
    byte[] target = scratch.assembled(Math.addExact(levels.mostBytes(), coding.mostIdBytes(page)));
    int at = coding.writeIds(page, target, levels.write(target, 0, page));
    pages.add(target, 0, at, facts(Encoding.RLE_DICTIONARY));
  }

  private void encodePlain() {
    PageFacts facts = facts(Encoding.PLAIN);
    coding.makePlain(page);
    byte[] target = scratch.assembled(Math.addExact(levels.mostBytes(), page.size()));
    int at = levels.write(target, 0, page);
    System.arraycopy(page.bytes(), page.start(), target, at, page.size());
    pages.add(target, 0, at + page.size(), facts);
  }

  private PageFacts facts(Encoding encoding) {
    return PageFacts.of(page, levels.rows(), levels.entries(), encoding, type, bounds);
  }
}
