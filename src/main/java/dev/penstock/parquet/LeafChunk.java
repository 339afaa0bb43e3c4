package dev.penstock.parquet;

import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * The values at one place inside lists and structs, of the row group at hand. They lie in a page
 * one behind the other, copied as those of any column; all that is around them stands in the
 * levels.
 */
final class LeafChunk implements FieldChunk {
  private final Limits limits;
  private final Scratch scratch;
  private final ValuePages values;
  private final Page page;
  private final NestedLevels levels;
  private final LeafWalk walk;

  LeafChunk(Leaf leaf, Workshop workshop) {
    this.limits = workshop.limits();
    this.scratch = workshop.scratch();
    this.values = new ValuePages(leaf.field(), leaf.column(), workshop);
    this.page = values.page();
    int present = leaf.column().getMaxDefinitionLevel();
    this.levels = new NestedLevels(leaf.column().getMaxRepetitionLevel(), present);
    this.walk = new LeafWalk(leaf.ancestors(), present - 1, levels, scratch);
  }

  @Override
  public int openBytes() {
    return page.size() + (levels.entries() >> 1);
  }

  @Override
  public void append(FieldVector vector, int from, int count) {
    walk.attach(vector);
    int at = from;
    int end = from + count;
    while (at < end) {
      int fitting = fitting(at, Math.min(end - at, limits.pageRows() - levels.rows()));
      if (fitting == 0 && levels.rows() > 0) {
        encodePage();
      } else {
        // A row larger than a page gets a page of its own: rows are not cut.
        int taken = Math.max(1, fitting);
        take(vector, at, taken);
        at += taken;
      }
    }
    if (openBytes() > 2L * limits.pageBytes()) {
      // So that of all leaves of a huge value only one is held unpacked.
      encodePage();
    }
  }

  /** How many of the rows fit into the page that is open. */
  private int fitting(int from, int count) {
    if (fits(from, count)) {
      return count;
    }
    int fits = 0;
    int tooMany = count;
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) >>> 1;
      if (fits(from, middle)) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits;
  }

  private boolean fits(int from, int count) {
    LeafWalk.Reach reach = walk.reach(from, count);
    // What is null or empty takes no bytes, but an entry each.
    return reach.entries() <= limits.pageBytes() - levels.entries()
        && isWithin(reach, limits.pageBytes() - openBytes());
  }

  private boolean isWithin(LeafWalk.Reach reach, int room) {
    return reach.count() == 0
        || values.rowsWithin(walk.leaf(), reach.first(), reach.count(), room) == reach.count();
  }

  private void take(FieldVector vector, int from, int rows) {
    if (!isWithin(walk.reach(from, rows), VariableCopier.MOST_BYTES)) {
      throw ValueCopier.tooLarge(vector, walk.leaf().getBufferSize());
    }
    walk.take(from, rows, values::copy);
  }

  @Override
  public void writeTo(ParquetFileWriter file, long rows) throws IOException {
    if (levels.rows() > 0) {
      encodePage();
    }
    values.writeTo(file);
  }

  private void encodePage() {
    int rows = levels.rows();
    int entries = levels.entries();
    if (!values.encode(levels.mostBytes(), levels::write, rows, entries)) {
      PageFacts facts = values.plainFacts(rows, entries);
      values.makePlain();
      byte[] target = scratch.assembled(Math.addExact(levels.mostBytes(), page.size()));
      int at = levels.write(target, 0);
      System.arraycopy(page.bytes(), page.start(), target, at, page.size());
      values.add(target, 0, at + page.size(), facts);
    }
    levels.clear();
    values.clear();
  }
}
