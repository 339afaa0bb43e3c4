package dev.penstock.source.rest;

import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** An API of issues and of comments of each, which gives what is at or past {@code since}. */
final class CommentsApi {
  /** Stands among the comments of an issue that are refused. */
  static final String FAILS = "fails";

  private final Map<String, List<String>> comments = new TreeMap<>();
  private final Map<String, String> starts = new ConcurrentHashMap<>();
  private String title = "";

  /** The comments of each issue, to be changed. */
  Map<String, List<String>> comments() {
    return comments;
  }

  /** From where on each issue was asked since {@link #forget}. */
  Map<String, String> starts() {
    return starts;
  }

  void forget() {
    starts.clear();
  }

  /** Of each issue from now on. */
  void title(String words) {
    title = words;
  }

  void add(String issue, String... more) {
    comments.computeIfAbsent(issue, id -> new CopyOnWriteArrayList<>()).addAll(List.of(more));
  }

  static String comment(int id, int n) {
    return "{\"id\": %d, \"n\": %d}".formatted(id, n);
  }

  /** The job of the comments. */
  static Endpoints job() {
    return Endpoints.at("/issues/{parent.id}/comments")
        .id("comments")
        .params("since={watermark}")
        .cursor("n")
        .key("id")
        .under(Endpoints.at("/issues").id("issues").key("id"));
  }

  Reply answer(Asked asked) {
    if (asked.path().equals("/org")) {
      return Reply.json("[{\"name\": \"issues\"}]");
    }
    if (asked.path().equals("/issues")) {
      return Reply.json(
          comments.keySet().stream()
              .map(id -> "{\"id\": \"%s\", \"title\": \"%s\"}".formatted(id, title))
              .collect(Collectors.joining(", ", "[", "]")));
    }
    String issue = asked.path().split("/", -1)[2];
    starts.put(issue, asked.param("since"));
    if (comments.get(issue).contains(FAILS)) {
      return Reply.status(403, "{}");
    }
    String since = asked.param("since");
    return Reply.json(
        comments.get(issue).stream()
            .filter(c -> since.isEmpty() || order(c).compareTo(order(since)) >= 0)
            .collect(Collectors.joining(", ", "[", "]")));
  }

  private static BigDecimal order(String text) {
    String digits = text.replaceFirst(".*\"n\": \"?", "").replaceAll("[^0-9.]", "");
    return new BigDecimal(digits);
  }
}
