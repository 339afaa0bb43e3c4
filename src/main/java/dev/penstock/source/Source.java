package dev.penstock.source;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows of one job, cut into splits that may be read at the same time. */
public interface Source extends AutoCloseable {
  /**
   * The columns, in the order in which every batch carries them, under the source's own names.
   * Field metadata {@code source_type} holds the source's word for the type.
   */
  Schema schema();

  /**
   * Freezes the window of this run and counts what it holds.
   *
   * @param committed the watermark of the last commit; empty means none, and the cursor's initial
   *     value holds
   */
  Survey survey(Optional<Watermark> committed);

  /**
   * The same, and looks below the watermark for rows that came late, where the source can and the
   * job wants it.
   *
   * @param known what the last load remembered of its rows; empty when it remembered none
   */
  default Survey survey(Optional<Watermark> committed, Optional<Known> known) {
    return survey(committed);
  }

  /**
   * Cuts the rows inside the surveyed window into splits; an empty list means that nothing is new.
   */
  List<Split> splits(Survey survey);

  /** Opens a reader on one split; the caller closes it. Safe to call from several threads. */
  BatchReader open(Split split);

  /** What was asked of the source so far; may come from another thread, and after the end. */
  Burden burden();

  /**
   * Ends the snapshot and gives the connections back. May come from another thread, to stop a
   * survey, which then fails with INTERRUPTED; may be repeated.
   */
  @Override
  void close();
}
