package dev.penstock.source.rest.text;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;

/**
 * One page that is no JSON.
 *
 * @param where the beginning of messages
 * @param taker takes each record
 */
public record TextPage(String where, Taker taker) {
  /** So much text one record may hold. */
  static final int MOST_TEXT = 64 << 20;

  /** Takes records, one after another. */
  public interface Taker {
    void record(ObjectNode record) throws IOException;
  }

  public TextPage {
    requireNonNull(where, "where");
    requireNonNull(taker, "taker");
  }

  IngestException refused(String what, String mend, Exception cause) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED, "%s: %s.\n%s".formatted(where, what, mend), cause);
  }
}
