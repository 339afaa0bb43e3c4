package dev.penstock.source.rest.parent;

import dev.penstock.source.rest.http.Links;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The address that a record holds of what belongs to it, and what a row of the workbook adds.
 *
 * @param link as the record has it: absolute, or relative to the base URL
 * @param rest further steps of its path and a query string, ready to be sent; may be empty
 */
public record RecordLink(String link, String rest) {
  /** The places of a URI template (RFC 6570): whoever has no value for one leaves it out. */
  private static final Pattern PLACE = Pattern.compile("\\{[^{}]*\\}");

  private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

  /**
   * Where it leads; empty when it is no address of the web.
   *
   * @param base the base URL
   */
  public Optional<URI> under(String base) {
    String[] linked = halves(PLACE.matcher(link.strip()).replaceAll("").split("#", 2)[0]);
    String[] added = halves(rest);
    String path =
        added[0].startsWith("/")
            ? SLASHES_AT_END.matcher(linked[0]).replaceFirst("") + added[0]
            : linked[0] + added[0];
    String query = query(linked[1], added[1]);
    String folder = SLASHES_AT_END.matcher(base).replaceFirst("") + "/";
    return link.isBlank()
        ? Optional.empty()
        : Links.address(URI.create(folder), path + (query.isEmpty() ? "" : "?" + query))
            .filter(uri -> isOfTheWeb(uri.getScheme()));
  }

  private static boolean isOfTheWeb(String scheme) {
    return Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT));
  }

  /** Path and query. */
  private static String[] halves(String address) {
    int mark = address.indexOf('?');
    return mark < 0
        ? new String[] {address, ""}
        : new String[] {address.substring(0, mark), address.substring(mark + 1)};
  }

  /** What is added takes the place of what has the same name in the link. */
  private static String query(String linked, String added) {
    Set<String> names = parts(added).map(RecordLink::name).collect(Collectors.toSet());
    return Stream.concat(parts(linked).filter(part -> !names.contains(name(part))), parts(added))
        .collect(Collectors.joining("&"));
  }

  private static Stream<String> parts(String query) {
    return Arrays.stream(query.split("&", -1)).filter(part -> !part.isEmpty());
  }

  private static String name(String part) {
    return part.split("=", 2)[0];
  }
}
