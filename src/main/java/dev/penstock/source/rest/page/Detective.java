package dev.penstock.source.rest.page;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Links;
import dev.penstock.source.rest.json.Outline;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Finds out from the first page how pages follow one another. Where a page says that there is more,
 * but not how to get it, nothing is assumed.
 */
public final class Detective {
  private static final List<String> LINKS =
      List.of(
          "next",
          "next_url",
          "nextUrl",
          "next_link",
          "nextLink",
          "@odata.nextLink",
          "odata.nextLink",
          "next_page_url",
          "nextPageUrl",
          "nextRecordsUrl",
          "next_page",
          "links.next",
          "links.next.href",
          "_links.next.href",
          "_links.next",
          "paging.next",
          "paging.next.link",
          "pagination.next",
          "pagination.next_url",
          "meta.next",
          "meta.next_page_url",
          "meta.pagination.links.next");

  /** Where tokens stand, and which parameter mostly takes them. */
  private static final Map<String, String> TOKENS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("next_cursor", "cursor"),
              Map.entry("nextCursor", "cursor"),
              Map.entry("next_page_token", "page_token"),
              Map.entry("nextPageToken", "pageToken"),
              Map.entry("next_token", "next_token"),
              Map.entry("nextToken", "nextToken"),
              Map.entry("meta.next_cursor", "cursor"),
              Map.entry("meta.next_token", "pagination_token"),
              Map.entry("meta.cursor.next", "cursor"),
              Map.entry("pagination.next_cursor", "cursor"),
              Map.entry("pagination.cursor", "cursor"),
              Map.entry("response_metadata.next_cursor", "cursor"),
              Map.entry("cursors.next", "cursor"),
              Map.entry("cursor.next", "cursor"),
              Map.entry("paging.cursors.after", "after"),
              Map.entry("paging.next.after", "after")));

  private static final List<String> PAGE_TOTALS =
      List.of(
          "total_pages",
          "totalPages",
          "page_count",
          "pageCount",
          "last_page",
          "meta.total_pages",
          "meta.totalPages",
          "meta.last_page",
          "meta.page_count",
          "pagination.total_pages",
          "pagination.totalPages",
          "pagination.pages",
          "meta.pagination.total_pages");

  private static final List<String> CURRENT =
      List.of("page", "current_page", "currentPage", "page_number", "pageNumber", "number");

  private static final List<String> MORE =
      List.of(
          "has_more",
          "hasMore",
          "has_next",
          "hasNext",
          "meta.has_more",
          "pagination.has_more",
          "pagination.hasMore",
          "pageInfo.hasNextPage",
          "more");

  private static final List<String> TOTALS =
      List.of(
          "total",
          "total_count",
          "totalCount",
          "total_results",
          "totalResults",
          "totalSize",
          "total_items",
          "meta.total",
          "meta.total_count",
          "pagination.total",
          "paging.total");

  private final Page page;
  private final Outline outline;
  private final ApiOptions options;

  /**
   * @param page the first, with the number of its records
   */
  public Detective(Page page, Outline outline, ApiOptions options) {
    this.page = page;
    this.outline = outline;
    this.options = options;
  }

  /** How it goes on from this page. */
  public Paginator find() {
    HttpHeaders headers = page.headers();
    if (Links.related(headers.allValues("link"), "next").isPresent()) {
      return LinkedPages.inHeader(options);
    }
    return link().or(this::token).or(this::numbered).orElseGet(this::single);
  }

  private Optional<Paginator> link() {
    Optional<String> named = options.text(ApiSetting.NEXT_URL_PATH);
    return named.<List<String>>map(List::of).orElse(LINKS).stream()
        .filter(path -> value(path).filter(Detective::isLink).isPresent())
        .findFirst()
        .map(path -> new LinkedPages(JsonPath.parse(quoted(path)), options));
  }

  private Optional<String> value(String path) {
    return outline.value(path);
  }

  private static boolean isLink(String text) {
    return text.matches("(?i)https?://.+") || text.startsWith("/") || text.startsWith("?");
  }

  /** A name with a dot of its own. */
  private static String quoted(String path) {
    return path.startsWith("@") || path.startsWith("odata") ? "['" + path + "']" : path;
  }

  private Optional<Paginator> token() {
    Optional<String> named = options.text(ApiSetting.CURSOR_PATH);
    List<String> paths = named.<List<String>>map(List::of).orElse(List.copyOf(TOKENS.keySet()));
    Optional<String> found = paths.stream().filter(path -> value(path).isPresent()).findFirst();
    return found.map(
        path -> {
          String param = options.text(ApiSetting.CURSOR_PARAM, TOKENS.getOrDefault(path, "cursor"));
          return new TokenPages(
              TokenPages.Place.JSON,
              JsonPath.parse(path).orElseThrow(),
              options.with(Map.of(ApiSetting.CURSOR_PARAM, param)));
        });
  }

  private Optional<Paginator> numbered() {
    Optional<String> total = PAGE_TOTALS.stream().filter(path -> number(path) > 1).findFirst();
    return total.map(
        path -> {
          String above = path.contains(".") ? path.substring(0, path.lastIndexOf('.') + 1) : "";
          long base =
              CURRENT.stream()
                  .filter(name -> value(above + name).isPresent())
                  .findFirst()
                  .map(name -> number(above + name))
                  .filter(number -> number == 0 || number == 1)
                  .or(() -> optional(options.whole(ApiSetting.BASE_PAGE)))
                  .orElseThrow(
                      () ->
                          page.refused(
                              "%s says %d pages, but nothing says whether they begin with 0 or 1"
                                  .formatted(path, number(path)),
                              "Set pagination_type to page_number, base_page to 0 or 1, and total_path to "
                                  + path
                                  + "."));
          StopRules rules =
              new StopRules(
                  true,
                  OptionalLong.empty(),
                  JsonPath.parse(path),
                  Optional.empty(),
                  OptionalLong.empty());
          return new NumberedPages(options, base, rules);
        });
  }

  private static Optional<Long> optional(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }

  /** -1 for what is no number. */
  private long number(String path) {
    return value(path).filter(text -> text.matches("\\d{1,15}")).map(Long::parseLong).orElse(-1L);
  }

  private Paginator single() {
    String mend =
        "Say how to get it: set pagination_type, and what it needs (docs/sources/rest.md).";
    for (String path : MORE) {
      if (value(path).filter("true"::equalsIgnoreCase).isPresent()) {
        throw page.refused("%s says that there is more, but not where".formatted(path), mend);
      }
    }
    outline.values().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("pageInfo.hasNextPage"))
        .filter(entry -> entry.getValue().equals("true"))
        .findFirst()
        .ifPresent(
            entry -> {
              throw page.refused(
                  entry.getKey() + " says that there is more, but not where",
                  "Set pagination_type to cursor, cursor_path to %s, has_more_path to %s, and cursor_param to the variable of the query that takes it, such as variables.after."
                      .formatted(
                          entry.getKey().replace("hasNextPage", "endCursor"), entry.getKey()));
            });
    for (String path : TOTALS) {
      if (page.content().list() && number(path) > page.content().records()) {
        throw page.refused(
            "%s says %d, but the page holds %d records, and nothing says where the others are"
                .formatted(path, number(path), page.content().records()),
            mend);
      }
    }
    return new SinglePage();
  }
}
