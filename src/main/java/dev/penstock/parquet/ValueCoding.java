package dev.penstock.parquet;

import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Decides, page after page of a row group, whether values are written as ids of a dictionary. */
final class ValueCoding {
  private static final int MOST_ENTRIES = 40_000;

  private final PrimitiveType type;
  private final Scratch scratch;
  private final Dictionary dictionary;
  private Choice choice;

  /** How the next page is encoded. */
  private enum Choice {
    UNDECIDED,
    DICTIONARY,
    PLAIN
  }

  ValueCoding(PrimitiveType type, Limits limits, Scratch scratch) {
    this.type = type;
    this.scratch = scratch;
    this.dictionary = Dictionary.of(type, limits.dictionaryBytes());
    this.choice = first();
  }

  Dictionary dictionary() {
    return dictionary;
  }

  /** Begins another row group. */
  void restart() {
    dictionary.clear();
    choice = first();
  }

  private Choice first() {
    return isBoolean() ? Choice.PLAIN : Choice.UNDECIDED;
  }

  private boolean isBoolean() {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
  }

  /** Whether the page goes by the dictionary; if so, its ids are at hand. */
  boolean usesDictionary(Page page) {
    if (choice == Choice.PLAIN || page.values() == 0) {
      return false;
    }
    // A dictionary of nearly as many values as rows only adds ids to them.
    int most = choice == Choice.UNDECIDED ? page.values() / 2 : MOST_ENTRIES;
    int[] ids = scratch.ints(page.values() + Long.BYTES);
    boolean encoded = dictionary.encode(page, ids, Math.min(most, MOST_ENTRIES));
    choice = encoded ? Choice.DICTIONARY : Choice.PLAIN;
    return encoded;
  }

  /** Room that {@link #writeIds} never exceeds. */
  int mostIdBytes(Page page) {
    return 1 + HybridEncoder.mostBytes(page.values(), dictionary.idBits());
  }

  /** Writes the ids of the page that was just looked at, and returns where they end. */
  int writeIds(Page page, byte[] target, int start) {
    int[] ids = scratch.ints(page.values() + Long.BYTES);
    int width = dictionary.idBits();
    target[start] = (byte) width;
    return HybridEncoder.encode(ids, page.values(), width, target, start + 1);
  }

  /** Brings the values into the form in which a page holds them. */
  void makePlain(Page page) {
    if (isBoolean()) {
      packBooleans(page);
    }
  }

  private static void packBooleans(Page page) {
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
