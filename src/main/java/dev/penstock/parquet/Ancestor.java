package dev.penstock.parquet;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * A list or a struct around a leaf, as it is in the rows at hand. What stands in it at one index is
 * counted from the first of these rows.
 */
final class Ancestor {
  private static final int KEPT = 1 << 16;

  /** In a struct, which member leads to the leaf; else negative. */
  private final int member;

  /** The definition level of an entry that ends here, as there is no list or struct. */
  private final int absent;

  /** The repetition level of the elements of a list but the first. */
  private final int repetition;

  private final Slice present = new Slice();
  private int[] offsets = new int[0];

  private Ancestor(int member, int absent, int repetition) {
    this.member = member;
    this.absent = absent;
    this.repetition = repetition;
  }

  static Ancestor list(int absent, int repetition) {
    return new Ancestor(-1, absent, repetition);
  }

  static Ancestor struct(int member, int absent) {
    return new Ancestor(member, absent, 0);
  }

  boolean isList() {
    return member < 0;
  }

  int absent() {
    return absent;
  }

  int repetition() {
    return repetition;
  }

  /** The next vector on the way to the leaf. */
  FieldVector child(FieldVector vector) {
    return isList()
        ? ((ListVector) vector).getDataVector()
        : (FieldVector) ((StructVector) vector).getChildByOrdinal(member);
  }

  /** Where in the child's vector that begins which belongs to the row. */
  static int childStart(FieldVector list, int row) {
    return list.getOffsetBuffer().getInt((long) row * ListVector.OFFSET_WIDTH);
  }

  void load(FieldVector vector, int from, int count, Scratch scratch) {
    present.load(vector, from, count);
    if (isList()) {
      loadOffsets(vector.getOffsetBuffer(), from, count, scratch);
    }
  }

  private void loadOffsets(ArrowBuf buffer, int from, int count, Scratch scratch) {
    int length = (count + 1) * ListVector.OFFSET_WIDTH;
    byte[] raw = scratch.rawOffsets(length);
    buffer.getBytes((long) from * ListVector.OFFSET_WIDTH, raw, 0, length);
    if (offsets.length <= count) {
      offsets = new int[count + 1];
    }
    int first = LittleEndian.getInt(raw, 0);
    for (int i = 0; i <= count; i++) {
      offsets[i] = LittleEndian.getInt(raw, i * ListVector.OFFSET_WIDTH) - first;
    }
  }

  boolean isPresent(int index) {
    return present.bit(index) == 1;
  }

  int start(int index) {
    return offsets[index];
  }

  int end(int index) {
    return offsets[index + 1];
  }

  /** Lets go of what a huge list made large. */
  void trim() {
    if (offsets.length > KEPT) {
      offsets = new int[0];
    }
  }
}
