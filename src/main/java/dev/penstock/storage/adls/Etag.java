package dev.penstock.storage.adls;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import java.util.Optional;

/** The mark of one state of a file. The library gives it with quotes here, without them there. */
final class Etag {
  private Etag() {}

  /** Without quotes; empty when the answer has none. */
  static Optional<String> in(HttpHeaders headers) {
    return Optional.ofNullable(headers.getValue(HttpHeaderName.ETAG)).map(Etag::bare);
  }

  static String bare(String etag) {
    return etag.replace("\"", "");
  }

  /** As a condition wants it. */
  static String quoted(String bare) {
    return "\"" + bare + "\"";
  }
}
