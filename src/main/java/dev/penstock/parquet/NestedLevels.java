package dev.penstock.parquet;

import java.util.Arrays;

/**
 * The levels of a page of values inside lists and structs, two for each entry: which list goes on
 * with it, and down to where there is something.
 */
final class NestedLevels {
  /** What the encoder may clear behind the last level. */
  private static final int SLACK = 8;

  private static final int FIRST = 64;
  private static final int KEPT = 1 << 16;

  private final int repetitionWidth;
  private final int definitionWidth;
  private int[] repetitions = new int[FIRST];
  private int[] definitions = new int[FIRST];
  private int rows;
  private int entries;

  /** The greatest of each; without a list there are no repetitions. */
  NestedLevels(int mostRepetition, int mostDefinition) {
    this.repetitionWidth = Integer.SIZE - Integer.numberOfLeadingZeros(mostRepetition);
    this.definitionWidth = Integer.SIZE - Integer.numberOfLeadingZeros(mostDefinition);
  }

  int rows() {
    return rows;
  }

  /** How many levels of each kind there are. */
  int entries() {
    return entries;
  }

  void add(int repetition, int definition) {
    if (entries + SLACK > repetitions.length) {
      grow();
    }
    repetitions[entries] = repetition;
    definitions[entries] = definition;
    entries++;
  }

  private void grow() {
    int grown = (int) Math.min(2L * repetitions.length, Integer.MAX_VALUE - 8L);
    repetitions = Arrays.copyOf(repetitions, grown);
    definitions = Arrays.copyOf(definitions, grown);
  }

  /** Says that the levels of a row are complete. */
  void endRow() {
    rows++;
  }

  /** Room that {@link #write} never exceeds. */
  int mostBytes() {
    return 2 * Integer.BYTES
        + HybridEncoder.mostBytes(entries, repetitionWidth)
        + HybridEncoder.mostBytes(entries, definitionWidth);
  }

  /** Writes the levels, and returns where they end. */
  int write(byte[] target, int start) {
    int at = repetitionWidth == 0 ? start : write(repetitions, repetitionWidth, target, start);
    return write(definitions, definitionWidth, target, at);
  }

  private int write(int[] levels, int width, byte[] target, int start) {
    int end = HybridEncoder.encode(levels, entries, width, target, start + Integer.BYTES);
    LittleEndian.putInt(target, start, end - start - Integer.BYTES);
    return end;
  }

  void clear() {
    rows = 0;
    entries = 0;
    if (repetitions.length > KEPT) {
      repetitions = new int[FIRST];
      definitions = new int[FIRST];
    }
  }
}
