package dev.penstock.source;

import java.util.List;

/** A source that can read columns of all rows of its job, whatever the window. */
public interface Keyed {
  /**
   * The key columns of every row that is there, at the moment of the survey where the source can
   * hold it; to be read after the survey and before the splits.
   *
   * @param columns among those of the source's schema, without regard to letter case
   * @throws dev.penstock.failure.IngestException SOURCE_REFUSED when one of them is not
   */
  Keys keys(List<String> columns);
}
