package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.jdbc.dialect.KeyCuts.Nulls;
import dev.penstock.source.jdbc.dialect.KeySample.Group;
import dev.penstock.source.jdbc.dialect.Sampling.Extent;
import dev.penstock.source.jdbc.dialect.Sampling.Rows;
import dev.penstock.source.jdbc.dialect.Sampling.Share;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cuts rows by columns, where a sample of them says that about as many lie on either side. How many
 * pieces there are depends on how much is read, never on how far apart the values lie.
 */
public final class KeySlicing {
  /** More columns of a key tell no more rows apart that are worth a cut. */
  private static final int MOST_COLUMNS = 3;

  /** With so many rows in each piece of the sample, few pieces are half as long again. */
  private static final int SAMPLE_PER_PIECE = 150;

  private static final int LEAST_SAMPLE = 5_000;
  private static final int MOST_SAMPLE = 250_000;

  private final Sampling sampling;

  public KeySlicing(Sampling sampling) {
    this.sampling = requireNonNull(sampling, "sampling");
  }

  /**
   * The columns by which rows can be cut, as many as can; empty when the first cannot serve.
   *
   * @param quoted names in the key's order
   */
  public List<KeyColumn> columns(Connection connection, String from, List<String> quoted)
      throws SQLException {
    if (quoted.isEmpty()) {
      return List.of();
    }
    String query = "SELECT " + String.join(", ", quoted) + " FROM " + from + " WHERE 1 = 0";
    List<KeyColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      ResultSetMetaData data = statement.getMetaData();
      for (int i = 0; i < Math.min(quoted.size(), MOST_COLUMNS); i++) {
        Optional<KeyColumn> column = sampling.column(declared(data, i + 1), quoted.get(i));
        if (column.isEmpty()) {
          return columns;
        }
        columns.add(column.get());
      }
    }
    return columns;
  }

  private static DeclaredColumn declared(ResultSetMetaData data, int i) throws SQLException {
    return new DeclaredColumn(
        data.getColumnLabel(i),
        data.getColumnTypeName(i),
        data.getColumnType(i),
        data.getPrecision(i),
        data.getScale(i));
  }

  /**
   * Cuts rows into about so many pieces as their size asks for.
   *
   * @param key at least one column; only a single one may have NULL
   * @param nulls where rows with NULL are when the sample has none
   */
  public Cut cut(Connection connection, Rows rows, List<KeyColumn> key, Nulls nulls, Parts wanted)
      throws SQLException {
    Extent extent = sampling.extent(connection, rows);
    int parts = wanted.of(extent.bytes());
    if (parts < 2) {
      return Cut.none("it is too short to be cut (%,d bytes)".formatted(extent.bytes()));
    }
    double share = Math.min(1, aim(parts) / (double) Math.max(1, extent.rows()));
    KeySample sample = sample(connection, rows, key, sampling.share(rows, extent, share));
    int pieces = rows.filter().isPresent() ? parts(parts, share, extent, sample) : parts;
    int columns = sample.columnsFor(pieces);
    Optional<KeyCuts> cuts = sample.upTo(columns).cut(pieces, nulls);
    String names =
        key.subList(0, columns).stream().map(KeyColumn::name).collect(Collectors.joining(", "));
    return cuts.isEmpty()
        ? Cut.none("the values of %s do not let it be cut".formatted(names))
        : new Cut(
            cuts,
            "by ranges of %s with about as many rows each, by a sample of %,d of about %,d rows (%s)"
                .formatted(names, sample.rows(), extent.rows(), extent.words()));
  }

  private static int aim(int parts) {
    return (int) Math.min(MOST_SAMPLE, Math.max(LEAST_SAMPLE, SAMPLE_PER_PIECE * (long) parts));
  }

  /** A filter may leave little of a long table, and then there is little to cut. */
  private static int parts(int parts, double share, Extent extent, KeySample sample) {
    double expected = Math.max(1, share * extent.rows());
    return (int) Math.max(1, Math.min(parts, Math.round(parts * sample.rows() / expected)));
  }

  private KeySample sample(Connection connection, Rows rows, List<KeyColumn> key, Share share)
      throws SQLException {
    List<Group> groups = new ArrayList<>();
    long nulls = 0;
    try (PreparedStatement statement = connection.prepareStatement(query(rows, key, share));
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= key.size(); i++) {
          values.add(result.getString(i));
        }
        long count = result.getLong(key.size() + 1);
        if (values.contains(null)) {
          nulls += count;
        } else {
          groups.add(new Group(values, count));
        }
      }
    }
    return new KeySample(groups, nulls);
  }

  /** The database groups and orders, as it alone knows which values are the same to it. */
  private String query(Rows rows, List<KeyColumn> key, Share share) {
    List<String> inner = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      inner.add(key.get(i).column() + " AS k" + i);
      outer.add(key.get(i).text().formatted("s.k" + i));
    }
    List<String> conditions = new ArrayList<>(rows.filter().stream().toList());
    for (KeyColumn column : key) {
      column
          .usable()
          .ifPresent(
              usable -> conditions.add("(%s IS NULL OR (%s))".formatted(column.column(), usable)));
    }
    conditions.addAll(share.conditions());
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String by = key.stream().map(KeyColumn::column).collect(Collectors.joining(", "));
    // Without its table the name would be that of the text.
    String order =
        IntStream.range(0, key.size()).mapToObj(i -> "s.k" + i).collect(Collectors.joining(", "));
    return "SELECT %s, n FROM (SELECT %s, %s AS n FROM %s%s GROUP BY %s) s ORDER BY %s"
        .formatted(
            String.join(", ", outer),
            String.join(", ", inner),
            sampling.count(),
            share.from(),
            where,
            by,
            order);
  }

  /** How many pieces something of a size should have. */
  @FunctionalInterface
  public interface Parts {
    int of(long bytes);
  }

  /** The pieces of an earlier cut, if it was one by this key, whose values rows keep. */
  public static Slicing.Again again(String bookmark, List<KeyColumn> key) {
    Optional<KeyCuts> then = key.isEmpty() ? Optional.empty() : KeyCuts.parse(bookmark, key);
    return then.map(
            cuts ->
                new Slicing.Again(
                    new Slices(cuts.slices(key), Optional.empty(), ""),
                    Slicing.Sameness.SAME_PLACES,
                    Optional.empty()))
        .orElseGet(() -> Slicing.Again.refused("the table has another key now"));
  }

  /**
   * Where rows are cut.
   *
   * @param cuts empty when they are not
   * @param reason why so, or why not
   */
  public record Cut(Optional<KeyCuts> cuts, String reason) {
    static Cut none(String reason) {
      return new Cut(Optional.empty(), reason);
    }

    /**
     * The pieces, which keep their rows from one moment to another if the key does.
     *
     * @param key as it was when the cut was made
     */
    public Slices slices(List<KeyColumn> key) {
      return cuts.map(found -> new Slices(found.slices(key), Optional.of(found.text(key)), reason))
          .orElseGet(() -> Slices.whole(reason));
    }
  }
}
