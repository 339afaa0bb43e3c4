package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How the tables of one kind of database are cut. */
public interface Slicing {
  /** Cuts a table; {@link Slices#WHOLE} where it cannot be cut or is not long enough. */
  Slices cut(Connection connection, Table table, SliceSize size) throws SQLException;

  /**
   * Why all rows of a table have to be read by one statement, as half a sentence; empty when they
   * can be read in pieces.
   */
  default Optional<String> oneStatement(Connection connection, Table table) throws SQLException {
    return Optional.empty();
  }

  /**
   * What the pieces of a table hang on that others may change between the look at it and the moment
   * of the job, such as its partitions: the same text for the same; empty when nothing does.
   */
  default String ground(Connection connection, Table table) throws SQLException {
    return "";
  }

  /** How rows of any kind are cut by a column; empty where they are not. */
  default Optional<Sampling> sampling() {
    return Optional.empty();
  }

  /**
   * The same slices as an earlier transaction cut them, for this one.
   *
   * @param bookmark comes from a file that others may have written; none of it becomes SQL but
   *     numbers; texts are bound
   */
  Again again(Connection connection, Table table, String bookmark) throws SQLException;

  /** What two moments have in common. */
  enum Sameness {
    /**
     * A slice now holds no row that it did not hold then. When it holds as many, it is the same.
     */
    NO_NEW_ROWS,
    /** A row keeps its slice for as long as it exists, but may have come, changed or gone. */
    SAME_PLACES
  }

  /**
   * Slices at a second moment.
   *
   * @param slices as many and in the same order as before
   * @param obstacle why they cannot be read again, as half a sentence; empty when they can
   */
  record Again(Slices slices, Sameness sameness, Optional<String> obstacle) {
    public Again {
      requireNonNull(slices, "slices");
      requireNonNull(sameness, "sameness");
      requireNonNull(obstacle, "obstacle");
    }

    /** Pieces of the table itself, by conditions without placeholders. */
    public Again(List<String> conditions, Sameness sameness, Optional<String> obstacle) {
      this(new Slices(conditions, Optional.empty()), sameness, obstacle);
    }

    public static Again refused(String obstacle) {
      return new Again(List.<String>of(), Sameness.NO_NEW_ROWS, Optional.of(obstacle));
    }
  }
}
