package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.Slices;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A table cut by a hash of its key. Each slice reads the whole table at the server, so there are no
 * more of them than lanes.
 */
record HashSlices(String column, int parts) {
  private static final Pattern TEXT = Pattern.compile("hash of the key in (\\d{1,4})");
  private static final int MOST = 1000;

  /** By the last column of the key, which tells most rows apart; empty without a key. */
  static Optional<HashSlices> of(List<OracleKey> key, int parts) {
    return key.isEmpty() || parts < 2 || parts > MOST
        ? Optional.empty()
        : Optional.of(new HashSlices(key.get(key.size() - 1).quoted(), parts));
  }

  /** What {@link #slices} wrote as bookmark; empty when it is something else. */
  static Optional<HashSlices> parse(String bookmark, List<OracleKey> key) {
    Matcher text = TEXT.matcher(bookmark);
    return text.matches() ? of(key, Integer.parseInt(text.group(1))) : Optional.empty();
  }

  List<String> conditions() {
    return IntStream.range(0, parts)
        .mapToObj(i -> "ORA_HASH(%s, %d) = %d".formatted(column, parts - 1, i))
        .toList();
  }

  Slices slices() {
    return new Slices(conditions(), Optional.of("hash of the key in " + parts));
  }
}
