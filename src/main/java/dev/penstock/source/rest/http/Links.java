package dev.penstock.source.rest.http;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links that an API gives, in headers and in its answers. */
public final class Links {
  /** A link and its parameters; a comma may stand in both (RFC 8288). */
  private static final Pattern LINK =
      Pattern.compile(
          "\\s*,?\\s*<([^>]*)>((?:\\s*;\\s*[^\\s=;,]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\",;\\s]+))?)*)");

  private static final Pattern REL =
      Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\",;\\s]+))", Pattern.CASE_INSENSITIVE);

  private Links() {}

  /** The target of the first link with this relation in headers {@code Link}. */
  public static Optional<String> related(List<String> headers, String relation) {
    for (String header : headers) {
      Matcher link = LINK.matcher(header);
      while (link.find()) {
        Matcher rel = REL.matcher(link.group(2));
        if (rel.find()) {
          String words = rel.group(1) == null ? rel.group(2) : rel.group(1);
          if (List.of(words.toLowerCase(Locale.ROOT).strip().split("\\s+")).contains(relation)) {
            return Optional.of(link.group(1).strip());
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The address of a link, which may be relative.
   *
   * @param where the beginning of the message
   * @param what the link is, such as {@code the link to the next page}
   */
  public static URI resolve(URI base, String link, String where, String what) {
    Optional<URI> address = address(base, link);
    if (address.isPresent()) {
      return address.get();
    }
    String shown = link.length() > 100 ? link.substring(0, 100) + "..." : link;
    throw new IngestException(
        ErrorCode.SOURCE_REFUSED,
        "%s: %s is '%s', which is no address.\nAsk whoever runs the API, or name another pagination_type."
            .formatted(where, what, shown));
  }

  /** Where a link leads, which may be relative; empty when it is no address with a host. */
  public static Optional<URI> address(URI base, String link) {
    try {
      // Some APIs leave in a link what should be percent-encoded.
      URI uri =
          base.resolve(
              new URI(
                  link.strip()
                      .replace(" ", "%20")
                      .replace("|", "%7C")
                      .replace("[", "%5B")
                      .replace("]", "%5D")));
      return link.isBlank() || uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
