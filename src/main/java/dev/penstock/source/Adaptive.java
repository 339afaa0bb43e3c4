package dev.penstock.source;

import java.util.Map;

/** A source whose columns are found in what it delivers, and that can keep them as they were. */
public interface Adaptive {
  /**
   * Says which columns the last load has delivered; to be called before the survey.
   *
   * @param types the source's own word for the type, by the source's name of the column
   */
  void keepColumns(Map<String, String> types);
}
