package dev.penstock.parquet;

import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** One column of the row group at hand: the page being filled, and those already encoded. */
final class ColumnChunk implements Chunk {
  private static final int MOST_ENTRIES = 40_000;

  private final PrimitiveType type;
  private final Limits limits;
  private final Scratch scratch;
  private final ValueCopier copier;
  private final Bounds bounds;
  private final Dictionary dictionary;
  private final Page page;
  private final EncodedPages pages;
  private final Codec codec;
  private Coding coding;

  /** How the next page is encoded. */
  private enum Coding {
    UNDECIDED,
    DICTIONARY,
    PLAIN
  }

  ColumnChunk(Field field, ColumnDescriptor column, Workshop workshop) {
    this.type = column.getPrimitiveType();
    this.limits = workshop.limits();
    this.scratch = workshop.scratch();
    this.codec = workshop.codec();
    this.copier = ValueCopier.of(field, type, scratch);
    this.bounds = Bounds.of(type);
    this.dictionary = Dictionary.of(type, limits.dictionaryBytes());
    this.page = new Page(limits.pageRows(), limits.pageBytes());
    this.pages = workshop.pagesOf(column);
    this.coding = firstCoding();
  }

  /** Bytes of the page that is not encoded yet. */
  int openBytes() {
    return page.size();
  }

  /** Takes rows of a vector; its memory is not looked at again. */
  void append(FieldVector vector, int from, int count) {
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
    pages.writeTo(file, rows, codec, dictionary);
    dictionary.clear();
    coding = firstCoding();
  }

  private Coding firstCoding() {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN
        ? Coding.PLAIN
        : Coding.UNDECIDED;
  }

  private void encodePage() {
    if (page.values() > 0) {
      bounds.measure(page);
    }
    if (usesDictionary()) {
      encodeWithDictionary();
    } else {
      encodePlain();
    }
    page.clear();
    scratch.trim();
  }

  private boolean usesDictionary() {
    if (coding == Coding.PLAIN || page.values() == 0) {
      return false;
    }
    // A dictionary of nearly as many values as rows only adds ids to them.
    int most = coding == Coding.UNDECIDED ? page.values() / 2 : MOST_ENTRIES;
    int[] ids = scratch.ints(page.values() + Long.BYTES);
    boolean encoded = dictionary.encode(page, ids, Math.min(most, MOST_ENTRIES));
    coding = encoded ? Coding.DICTIONARY : Coding.PLAIN;
    return encoded;
  }

  private void encodeWithDictionary() {
    int[] ids = scratch.ints(page.values() + Long.BYTES);
    int width = dictionary.idBits();
    int most = Levels.mostBytes(page.rows()) + 1 + HybridEncoder.mostBytes(page.values(), width);
    byte[] target = scratch.assembled(most);
    int at = Levels.write(target, 0, page);
    target[at++] = (byte) width;
    at = HybridEncoder.encode(ids, page.values(), width, target, at);
    pages.add(target, 0, at, facts(Encoding.RLE_DICTIONARY));
  }

  private void encodePlain() {
    PageFacts facts = facts(Encoding.PLAIN);
    if (type.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN) {
      packBooleans();
    }
    int start = Levels.writeBefore(page.bytes(), page.start(), page);
    pages.add(page.bytes(), start, page.end() - start, facts);
  }

  private PageFacts facts(Encoding encoding) {
    return PageFacts.of(page, encoding, type, bounds);
  }

  private void packBooleans() {
    byte[] bytes = page.bytes();
    int start = page.start();
    int target = start;
    for (int i = 0; i < page.values(); i += Byte.SIZE) {
      int packed = 0;
      int end = Math.min(page.values() - i, Byte.SIZE);
      for (int bit = 0; bit < end; bit++) {
        packed |= bytes[start + i + bit] << bit;
      }
      bytes[target++] = (byte) packed;
    }
    page.shrinkTo(target);
  }
}
