package dev.penstock.source.rest.page;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Links;
import java.util.List;
import java.util.Optional;

/** Each page gives the address of the next one. */
final class LinkedPages implements Paginator {
  private final Optional<JsonPath> path;
  private final Size size;

  /**
   * @param path in the JSON; empty when it stands in the header {@code Link}
   */
  LinkedPages(Optional<JsonPath> path, ApiOptions options) {
    this.path = path;
    this.size = Size.of(options);
  }

  static LinkedPages inJson(ApiOptions options) {
    return new LinkedPages(Optional.of(options.path(ApiSetting.NEXT_URL_PATH, "next")), options);
  }

  static LinkedPages inHeader(ApiOptions options) {
    return new LinkedPages(Optional.empty(), options);
  }

  @Override
  public Call first(Call call) {
    return size.on(call);
  }

  @Override
  public Optional<Call> next(Page page) {
    Optional<String> link =
        path.isPresent()
            ? path.flatMap(page.content()::value)
            : Links.related(page.headers().allValues("link"), "next");
    return link.map(page::following);
  }

  @Override
  public List<JsonPath> watched() {
    return path.stream().toList();
  }

  @Override
  public String words() {
    return path.map(where -> "json_link (" + where + ")").orElse("header_link") + size.words();
  }
}
