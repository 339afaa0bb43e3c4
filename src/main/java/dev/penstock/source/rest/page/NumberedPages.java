package dev.penstock.source.rest.page;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Call;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Pages that are numbered. */
final class NumberedPages implements Paginator {
  private final String pageParam;
  private final long base;
  private final boolean countsItems;
  private final StopRules rules;
  private final Size size;
  private long number;
  private long records;

  NumberedPages(ApiOptions options) {
    this(
        options,
        options.whole(ApiSetting.BASE_PAGE).orElse(0),
        StopRules.of(options, ApiSetting.MAXIMUM_PAGE));
  }

  /**
   * @param base the number of the first page
   */
  NumberedPages(ApiOptions options, long base, StopRules rules) {
    this.pageParam = options.text(ApiSetting.PAGE_PARAM, "page");
    this.base = base;
    this.number = base;
    this.countsItems = options.word(ApiSetting.TOTAL_COUNTS, "pages").equals("items");
    this.rules = rules;
    this.size = Size.of(options);
  }

  @Override
  public Call first(Call call) {
    return size.on(call).param(pageParam, Long.toString(number));
  }

  @Override
  public Optional<Call> next(Page page) {
    rules.requireEnd(page);
    number++;
    records += page.content().records();
    OptionalLong total = rules.total(page.content());
    long reached = countsItems ? records : number - base;
    boolean ends =
        rules.endAt(page.content())
            || (total.isPresent() && reached >= total.getAsLong())
            || (rules.maximum().isPresent() && number > rules.maximum().getAsLong());
    return ends
        ? Optional.empty()
        : Optional.of(page.sent().param(pageParam, Long.toString(number)));
  }

  @Override
  public List<JsonPath> watched() {
    return rules.watched();
  }

  @Override
  public String words() {
    return "page_number (%s from %d)%s%s".formatted(pageParam, base, size.words(), rules.words());
  }
}
