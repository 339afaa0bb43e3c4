package dev.penstock.source.jdbc.dialect.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which partitions are read together. They are named by number alone, so that no name comes from a
 * bookmark.
 */
record PartitionPieces(List<List<Part>> all) {
  private static final String BEGIN = "partitions ";
  private static final Pattern TEXT =
      Pattern.compile("\\d{1,18}/\\d{1,18}(?:[ +]\\d{1,18}/\\d{1,18})*");

  /**
   * A partition by its number and that of what holds its rows, which is another one after TRUNCATE,
   * MOVE and EXCHANGE.
   */
  record Part(long object, long data) {
    static Part parse(String text) {
      int slash = text.indexOf('/');
      return new Part(
          Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
      return object + "/" + data;
    }
  }

  PartitionPieces {
    all = all.stream().map(List::copyOf).toList();
  }

  String text() {
    return all.stream()
        .map(piece -> piece.stream().map(Part::toString).collect(Collectors.joining("+")))
        .collect(Collectors.joining(" ", BEGIN, ""));
  }

  /** What {@link #text} wrote; empty when it is something else. */
  static Optional<PartitionPieces> parse(String bookmark) {
    if (!bookmark.startsWith(BEGIN)
        || !TEXT.matcher(bookmark.substring(BEGIN.length())).matches()) {
      return Optional.empty();
    }
    List<List<Part>> pieces = new ArrayList<>();
    for (String piece : bookmark.substring(BEGIN.length()).split(" ", -1)) {
      List<Part> parts = new ArrayList<>();
      for (String part : piece.split("\\+", -1)) {
        parts.add(Part.parse(part));
      }
      pieces.add(parts);
    }
    return Optional.of(new PartitionPieces(pieces));
  }
}
