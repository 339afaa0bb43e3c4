package dev.penstock.source.rest.page;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Call;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pages that begin at so many records. The next one begins after those that came, so that an API
 * which gives fewer than it was asked for loses none.
 */
final class OffsetPages implements Paginator {
  private static final long USUAL_SIZE = 100;

  private final String offsetParam;
  private final String limitParam;
  private final long size;
  private final StopRules rules;
  private long offset;

  OffsetPages(ApiOptions options) {
    this.offsetParam = options.text(ApiSetting.OFFSET_PARAM, "offset");
    this.limitParam =
        options
            .text(ApiSetting.LIMIT_PARAM)
            .or(() -> options.text(ApiSetting.PER_PAGE_PARAM))
            .orElse("limit");
    this.size = options.whole(ApiSetting.PAGE_SIZE).orElse(USUAL_SIZE);
    this.rules = StopRules.of(options, ApiSetting.MAXIMUM_OFFSET);
  }

  @Override
  public Call first(Call call) {
    return at(call, offset);
  }

  private Call at(Call call, long start) {
    return call.param(offsetParam, Long.toString(start)).param(limitParam, Long.toString(size));
  }

  @Override
  public Optional<Call> next(Page page) {
    rules.requireEnd(page);
    offset += page.content().records();
    OptionalLong total = rules.total(page.content());
    boolean ends =
        rules.endAt(page.content())
            || page.content().records() == 0
            || (total.isPresent() && offset >= total.getAsLong())
            || (rules.maximum().isPresent() && offset >= rules.maximum().getAsLong());
    return ends ? Optional.empty() : Optional.of(at(page.sent(), offset));
  }

  @Override
  public List<JsonPath> watched() {
    return rules.watched();
  }

  @Override
  public String words() {
    return "offset (%s, %s=%d)%s".formatted(offsetParam, limitParam, size, rules.words());
  }
}
