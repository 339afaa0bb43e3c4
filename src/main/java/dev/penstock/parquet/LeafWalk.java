package dev.penstock.parquet;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * The way from rows down to a leaf: gives each of its entries their levels, and says which values
 * of the leaf's vector are among them. Below each list or struct the children of successive rows
 * lie one behind the other, so that rows at hand are one range at every depth.
 */
final class LeafWalk {
  private final List<Ancestor> ancestors;
  private final int missing;
  private final int innermostList;
  private final NestedLevels levels;
  private final Scratch scratch;
  private final FieldVector[] vectors;
  private final Slice leafPresent = new Slice();
  private Runs runs;
  private int leafStart;
  private int runFrom;
  private int runTo;

  /** Takes what is to be copied of the leaf's vector, range after range. */
  @FunctionalInterface
  interface Runs {
    void copy(FieldVector leaf, int from, int count);
  }

  /** Of one range of rows at the leaf. */
  record Reach(int first, int count, int entries) {}

  /**
   * @param ancestors from the outermost on
   * @param missing the definition level of a null at the leaf
   */
  LeafWalk(List<Ancestor> ancestors, int missing, NestedLevels levels, Scratch scratch) {
    this.ancestors = List.copyOf(ancestors);
    this.missing = missing;
    this.levels = levels;
    this.scratch = scratch;
    this.vectors = new FieldVector[ancestors.size() + 1];
    int last = -1;
    for (int i = 0; i < ancestors.size(); i++) {
      last = ancestors.get(i).isList() ? i : last;
    }
    this.innermostList = last;
  }

  /** From now on rows are those of this vector. */
  void attach(FieldVector column) {
    vectors[0] = column;
    for (int i = 0; i < ancestors.size(); i++) {
      vectors[i + 1] = ancestors.get(i).child(vectors[i]);
    }
  }

  FieldVector leaf() {
    return vectors[ancestors.size()];
  }

  /** What rows come to at the leaf; of entries, no fewer than there are. */
  Reach reach(int from, int rows) {
    int start = from;
    int end = from + rows;
    int entries = rows;
    for (int i = 0; i < ancestors.size() && start < end; i++) {
      if (ancestors.get(i).isList()) {
        int last = Ancestor.childStart(vectors[i], end);
        start = Ancestor.childStart(vectors[i], start);
        end = last;
        entries = Math.addExact(entries, end - start);
      }
    }
    return new Reach(start, end - start, entries);
  }

  /** Adds the levels of rows, and has their values copied. */
  void take(int from, int rows, Runs into) {
    runs = into;
    load(from, rows);
    runFrom = 0;
    runTo = 0;
    for (int row = 0; row < rows; row++) {
      walk(0, row, 0);
      levels.endRow();
    }
    endRun();
    ancestors.forEach(Ancestor::trim);
  }

  private void load(int from, int rows) {
    int start = from;
    int count = rows;
    // Where nothing is left, vectors further down may have no memory at all.
    for (int i = 0; i < ancestors.size() && count > 0; i++) {
      Ancestor ancestor = ancestors.get(i);
      ancestor.load(vectors[i], start, count, scratch);
      if (ancestor.isList()) {
        start = Ancestor.childStart(vectors[i], start);
        count = ancestor.end(count - 1);
      }
    }
    if (count > 0) {
      leafPresent.load(leaf(), start, count);
    }
    leafStart = start;
  }

  private void walk(int depth, int index, int repetition) {
    if (depth == ancestors.size()) {
      levels.add(repetition, missing + leafPresent.bit(index));
      visit(index);
      return;
    }
    Ancestor ancestor = ancestors.get(depth);
    if (!ancestor.isPresent(index)) {
      levels.add(repetition, ancestor.absent());
      // A null in the place of the leaf costs nothing, and leaves the range in one piece.
      if (depth > innermostList && leafPresent.bit(index) == 0) {
        visit(index);
      }
    } else if (ancestor.isList()) {
      elements(ancestor, depth, index, repetition);
    } else {
      walk(depth + 1, index, repetition);
    }
  }

  private void elements(Ancestor list, int depth, int index, int repetition) {
    int start = list.start(index);
    int end = list.end(index);
    if (start == end) {
      levels.add(repetition, list.absent() + 1);
      return;
    }
    walk(depth + 1, start, repetition);
    for (int element = start + 1; element < end; element++) {
      walk(depth + 1, element, list.repetition());
    }
  }

  private void visit(int index) {
    if (index != runTo) {
      endRun();
      runFrom = index;
    }
    runTo = index + 1;
  }

  private void endRun() {
    if (runFrom < runTo) {
      runs.copy(leaf(), leafStart + runFrom, runTo - runFrom);
    }
  }
}
