package dev.penstock.source.rest.spool;

import java.io.IOException;

/** Goes over the values of a file of rows that are JSON. */
final class JsonCells {
  private final RowFile.Blocks blocks;
  private byte[] block = new byte[0];
  private int at;

  /** Takes a value; what lies around it in {@code bytes} is none of its business. */
  @FunctionalInterface
  interface Visitor {
    void visit(int column, byte[] bytes, int from, int length) throws IOException;
  }

  private JsonCells(RowFile file) {
    this.blocks = file.blocks();
  }

  /**
   * @param stop called now and then; what it throws ends the visit
   */
  static void visit(RowFile file, Visitor visitor, Runnable stop) throws IOException {
    new JsonCells(file).visit(visitor, stop);
  }

  private void visit(Visitor visitor, Runnable stop) throws IOException {
    while (blocks.next()) {
      stop.run();
      block = blocks.content();
      at = 0;
      while (at < blocks.length()) {
        row(visitor);
      }
    }
  }

  private void row(Visitor visitor) throws IOException {
    for (long left = varint(); left > 0; left--) {
      long head = varint();
      Tag tag = Tag.of((int) head & (1 << Tag.BITS) - 1);
      switch (tag) {
        case FALSE, TRUE -> {
          // The tag says it all.
        }
        case LONG -> varint();
        case BIG, FRACTION, TEXT, JSON, DATE, TIMESTAMP, INSTANT -> {
          int length = (int) varint();
          if (tag == Tag.JSON) {
            visitor.visit((int) (head >>> Tag.BITS), block, at, length);
          }
          at += length;
        }
      }
    }
  }

  private long varint() {
    long value = 0;
    int shift = 0;
    byte next = block[at++];
    while (next < 0) {
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
      next = block[at++];
    }
    return value | (long) next << shift;
  }
}
