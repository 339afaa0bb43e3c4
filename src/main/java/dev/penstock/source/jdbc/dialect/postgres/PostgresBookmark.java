package dev.penstock.source.jdbc.dialect.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which pages of which table were cut, and what the transaction that cut them could see.
 *
 * @param place names server, history, table and the file in which its rows lie
 * @param horizon every transaction with a smaller number had ended by then, and no other counts as
 *     seen: subtransactions of one still open would not be told apart
 * @param bounds the first page of each slice
 */
record PostgresBookmark(String place, long horizon, List<Long> bounds) {
  private static final Pattern TEXT =
      Pattern.compile("pages of (\\d+/[0-9A-F]+/\\d+/\\d+/\\d+) before (\\d{1,18}) from ([0-9,]+)");

  PostgresBookmark {
    bounds = List.copyOf(bounds);
  }

  static Optional<PostgresBookmark> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    List<Long> bounds = Arrays.stream(parts.group(3).split(",")).map(Long::valueOf).toList();
    return Optional.of(
        new PostgresBookmark(parts.group(1), Long.parseLong(parts.group(2)), bounds));
  }

  String text() {
    return "pages of %s before %d from %s"
        .formatted(
            place, horizon, bounds.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** The last range is open, for a table grows at its end. */
  List<String> conditions() {
    return IntStream.range(0, bounds.size()).mapToObj(this::condition).toList();
  }

  private String condition(int slice) {
    String from = "ctid >= '(%d,0)'::tid".formatted(bounds.get(slice));
    return slice == bounds.size() - 1
        ? from
        : from + " AND ctid < '(%d,0)'::tid".formatted(bounds.get(slice + 1));
  }
}
