package dev.penstock.source;

import java.util.List;

/** A source that can say of each column what becomes of its values. */
public interface Typed {
  /**
   * In the order of the schema. Of a source that finds its columns in its rows, those of the last
   * survey, which has to be there.
   */
  List<TypedColumn> types();
}
