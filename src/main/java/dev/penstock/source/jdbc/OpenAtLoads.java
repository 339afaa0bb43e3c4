package dev.penstock.source.jdbc;

import dev.penstock.source.jdbc.dialect.LateCommits.Open;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far below the watermark the rows of open transactions can lie. Cursors that grow with time
 * are never set to less than was there before the transaction began; so each load notes the
 * greatest value that was there just before it asked which transactions are open, the mark. A
 * transaction that was not open then sets no less.
 *
 * @param mark the greatest value just before the open transactions were asked for
 * @param bounds of the open transactions, by id, the least any can set; the oldest first
 */
record OpenAtLoads(String mark, Map<String, String> bounds) {
  private static final String SEPARATOR = "\t";

  /** The least value that a row of a transaction open at the load can have. */
  String horizon() {
    return bounds.values().stream().findFirst().orElse(mark);
  }

  /**
   * What a first load knows.
   *
   * @param least the least value that the transactions open now are taken to set
   */
  static OpenAtLoads first(String mark, List<Open> open, String least) {
    Map<String, String> bounds = new LinkedHashMap<>();
    open.forEach(transaction -> bounds.put(transaction.id(), least));
    return new OpenAtLoads(mark, bounds);
  }

  /** What the load after this one knows. */
  OpenAtLoads next(String nextMark, List<Open> open) {
    Map<String, String> all = new LinkedHashMap<>();
    List<String> since = new ArrayList<>();
    for (Open transaction : open) {
      if (!bounds.containsKey(transaction.id())) {
        switch (transaction.began()) {
          case SINCE -> since.add(transaction.id());
          case PERHAPS_BEFORE -> all.put(transaction.id(), horizon());
        }
      }
    }
    List<String> now = open.stream().map(Open::id).toList();
    bounds.forEach(
        (id, bound) -> {
          if (now.contains(id)) {
            all.put(id, bound);
          }
        });
    since.forEach(id -> all.put(id, mark));
    return new OpenAtLoads(nextMark, all);
  }

  String text() {
    StringBuilder text = new StringBuilder(mark);
    bounds.forEach((id, bound) -> text.append('\n').append(id).append(SEPARATOR).append(bound));
    return text.toString();
  }

  /** Empty when the text is that of another rule. */
  static Optional<OpenAtLoads> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> bounds = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(SEPARATOR, 2);
      if (parts.length < 2) {
        return Optional.empty();
      }
      bounds.put(parts[0], parts[1]);
    }
    return Optional.of(new OpenAtLoads(lines.get(0), bounds));
  }
}
