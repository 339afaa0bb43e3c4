package dev.penstock.source.rest;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.job.PaginationType;
import dev.penstock.source.rest.http.AnsweredException;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.json.Outline;
import dev.penstock.source.rest.page.Detective;
import dev.penstock.source.rest.page.GreatestSize;
import dev.penstock.source.rest.page.Page;
import dev.penstock.source.rest.page.Paginator;
import dev.penstock.source.rest.page.Paginators;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How pages follow one another: as the settings say, or as the first page shows. Used by one
 * thread.
 */
final class Paging {
  private static final Logger LOG = LoggerFactory.getLogger(Paging.class);
  private static final int MOST_RESIZED = 2;

  private final String where;
  private ApiOptions options;
  private Optional<Paginator> paginator;
  private int resized;

  /**
   * @param where the beginning of messages
   */
  Paging(String where, ApiOptions options) {
    this.where = where;
    this.options = options;
    this.paginator = Paginators.of(options);
  }

  /** The call for the first page. */
  Call first(Call template) {
    return paginator
        .map(p -> p.first(template))
        .orElseGet(() -> Paginators.unknown(options, template));
  }

  /** The call for the page behind one that was read; empty behind the last. */
  Optional<Call> next(Page page) {
    return paginator.orElseThrow().next(page);
  }

  /** Whether it is known, so that no page has to be looked at for it. */
  boolean isKnown() {
    return paginator.isPresent();
  }

  /** What of a page says where the next one is. */
  List<JsonPath> watched() {
    return paginator.map(Paginator::watched).orElse(List.of());
  }

  /** Finds it out from the first page. */
  void find(Page page, Outline outline) {
    paginator = Optional.of(new Detective(page, outline, options).find());
  }

  /** Takes the size that the refusal of a first page names as the most; whether it names one. */
  boolean resize(AnsweredException refusal) {
    OptionalLong size = options.whole(ApiSetting.PAGE_SIZE);
    OptionalLong most =
        size.isPresent() ? GreatestSize.in(refusal.said(), size.getAsLong()) : OptionalLong.empty();
    if (most.isEmpty() || resized++ == MOST_RESIZED) {
      return false;
    }
    LOG.warn(
        "{}: the API refuses page_size {} and says that {} is the most, which is asked for now",
        where,
        size.getAsLong(),
        most.getAsLong());
    options = options.with(Map.of(ApiSetting.PAGE_SIZE, Long.toString(most.getAsLong())));
    paginator = Paginators.of(options);
    return true;
  }

  /** For people. */
  String words() {
    return paginator.map(Paginator::words).orElse("auto")
        + (options.pagination() == PaginationType.AUTO ? " (found)" : "");
  }
}
