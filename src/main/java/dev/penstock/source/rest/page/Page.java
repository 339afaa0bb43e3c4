package dev.penstock.source.rest.page;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Links;
import dev.penstock.source.rest.http.Site;
import dev.penstock.source.rest.json.PageContent;
import java.net.URI;
import java.net.http.HttpHeaders;

/**
 * A page that was read.
 *
 * @param where the beginning of messages
 * @param sent what was asked
 * @param uri that answered
 */
public record Page(
    String where, Call sent, URI uri, HttpHeaders headers, PageContent content, Site site) {
  public Page {
    requireNonNull(where, "where");
    requireNonNull(sent, "sent");
    requireNonNull(uri, "uri");
    requireNonNull(headers, "headers");
    requireNonNull(content, "content");
    requireNonNull(site, "site");
  }

  /** The call that follows a link which this page gave. */
  Call following(String link) {
    String what = "the link to the next page";
    URI target = Links.resolve(uri, link, where, what);
    site.requireWelcome(target, where, what);
    return sent.to(target);
  }

  IngestException refused(String what, String mend) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED, "%s: %s.\n%s".formatted(where, what, mend));
  }
}
