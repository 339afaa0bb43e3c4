package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.json.PageContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** Notices pages that were there before. */
final class Loops {
  private final Set<String> asked = new HashSet<>();
  private long lastRecords;
  private long lastSum;

  /** A page is about to be asked for. */
  void enter(String where, Call call) {
    if (!asked.add(digest(call.uri() + " " + call.question() + call.headers()))) {
      throw refused(
          where,
          "the API leads back to a page that was read already, so that the pages never end",
          "Check pagination_type, cursor_path and next_url_path.");
    }
  }

  /** A page was read. */
  void leave(String where, PageContent content, long sum) {
    if (content.records() > 0 && content.records() == lastRecords && sum == lastSum) {
      throw refused(
          where,
          "it holds the same %,d records as the page before".formatted(content.records()),
          "The API does not heed the parameter that asks for the next page: check page_param and base_page, offset_param or cursor_param, or set pagination_type to single_page.");
    }
    lastRecords = content.records();
    lastSum = sum;
  }

  private static IngestException refused(String where, String what, String mend) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED, "%s: %s.\n%s".formatted(where, what, mend));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
