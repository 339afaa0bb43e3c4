package dev.penstock.source.rest.page;

import dev.penstock.failure.Problem;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.PaginationType;
import dev.penstock.source.rest.http.Call;
import java.util.Optional;

/** The paginator for each type. */
public final class Paginators {
  private Paginators() {}

  /** Empty for one that is found out from the first page. */
  public static Optional<Paginator> of(ApiOptions options) {
    return switch (options.pagination()) {
      case AUTO -> Optional.empty();
      case SINGLE_PAGE -> Optional.of(new SinglePage());
      case OFFSET -> Optional.of(new OffsetPages(options));
      case PAGE_NUMBER -> Optional.of(new NumberedPages(options));
      case CURSOR -> Optional.of(new TokenPages(TokenPages.Place.JSON, options));
      case HEADER_CURSOR -> Optional.of(new TokenPages(TokenPages.Place.HEADER, options));
      case HEADER_LINK -> Optional.of(LinkedPages.inHeader(options));
      case JSON_LINK -> Optional.of(LinkedPages.inJson(options));
    };
  }

  /** The first call, while nobody knows how pages follow one another. */
  public static Call unknown(ApiOptions options, Call call) {
    return Size.of(options).on(call);
  }

  /** What keeps pages from ever ending. */
  public static Optional<Problem> problem(String where, ApiOptions options) {
    PaginationType type = options.pagination();
    ApiSetting maximum =
        type == PaginationType.OFFSET ? ApiSetting.MAXIMUM_OFFSET : ApiSetting.MAXIMUM_PAGE;
    boolean counted = type == PaginationType.OFFSET || type == PaginationType.PAGE_NUMBER;
    boolean blind =
        options.isOn(ApiSetting.STOP_AFTER_SHORT_PAGE, "N")
            && options.whole(ApiSetting.PAGE_SIZE).isEmpty();
    if (counted && blind) {
      return Optional.of(
          Problem.error(
              where,
              "stop_after_short_page is on, but nothing says how many records a page has.",
              "Give page_size."));
    }
    return counted && StopRules.of(options, maximum).isEmpty()
        ? Optional.of(
            Problem.error(
                where,
                "pagination_type %s has nothing to stop at: stop_after_empty_page is N, and there is no total_path, has_more_path or %s."
                    .formatted(type.word(), maximum.key()),
                "Give one of them."))
        : Optional.empty();
  }
}
