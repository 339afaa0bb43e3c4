package dev.penstock.parquet;

import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The values of one column in the row group at hand, whatever levels stand around them: the page
 * being filled, and those already encoded.
 */
final class ValuePages {
  private final PrimitiveType type;
  private final Scratch scratch;
  private final ValueCopier copier;
  private final Bounds bounds;
  private final ValueCoding coding;
  private final Page page;
  private final EncodedPages pages;
  private final Codec codec;

  /** Writes the levels of the page from a place on, and says where they end. */
  interface LevelWriter {
    int write(byte[] target, int start);
  }

  ValuePages(Field field, ColumnDescriptor column, Workshop workshop) {
    this.type = column.getPrimitiveType();
    this.scratch = workshop.scratch();
    this.codec = workshop.codec();
    this.copier = ValueCopier.of(field, type, scratch);
    this.bounds = Bounds.of(type);
    this.coding = new ValueCoding(type, workshop.limits(), scratch);
    this.page = new Page(workshop.limits().pageRows(), workshop.limits().pageBytes());
    this.pages = workshop.pagesOf(column);
  }

  /** The one being filled. */
  Page page() {
    return page;
  }

  /** How many rows of a vector, from one on and at most {@code count}, take no more bytes. */
  int rowsWithin(FieldVector vector, int from, int count, int bytes) {
    return copier.rowsWithin(vector, from, count, bytes);
  }

  void copy(FieldVector vector, int from, int count) {
    Slice slice = scratch.slice();
    slice.load(vector, from, count);
    page.append(slice, copier.copy(vector, from, slice, page));
  }

  /**
   * Encodes the page by the dictionary, where that holds its values; else its values are plain in
   * it from here on, and it is for the caller to {@link #add} it.
   *
   * @param mostLevelBytes room that the levels never exceed
   * @param entries values, and one for each null or empty list in their place
   * @return whether it is encoded
   */
  boolean encode(int mostLevelBytes, LevelWriter levels, int rows, int entries) {
    if (page.values() > 0) {
      bounds.measure(page);
    }
    if (!coding.usesDictionary(page)) {
      return false;
    }
    byte[] target = scratch.assembled(Math.addExact(mostLevelBytes, coding.mostIdBytes(page)));
    int end = coding.writeIds(page, target, levels.write(target, 0));
    pages.add(target, 0, end, facts(rows, entries, Encoding.RLE_DICTIONARY));
    return true;
  }

  /** What there is to say of the page, to be asked before {@link #makePlain}. */
  PageFacts plainFacts(int rows, int entries) {
    return facts(rows, entries, Encoding.PLAIN);
  }

  private PageFacts facts(int rows, int entries, Encoding encoding) {
    return PageFacts.of(page, rows, entries, encoding, type, bounds);
  }

  void makePlain() {
    coding.makePlain(page);
  }

  /** Adds a page whose levels and values stand in {@code bytes}. */
  void add(byte[] bytes, int from, int length, PageFacts facts) {
    pages.add(bytes, from, length, facts);
  }

  /** Begins the next page. */
  void clear() {
    page.clear();
    scratch.trim();
  }

  /** Writes all pages that were added, and their dictionary. */
  void writeTo(ParquetFileWriter file) throws IOException {
    pages.writeTo(file, codec, coding.dictionary());
    coding.restart();
  }
}
