package dev.penstock.source.rest.page;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Call;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Each page gives the token of the next one, in its JSON or in a header. */
final class TokenPages implements Paginator {
  private final Place place;
  private final JsonPath path;
  private final String param;
  private final Optional<JsonPath> hasMore;
  private final Size size;
  private final String location;

  /** Where tokens are given. */
  enum Place {
    JSON,
    HEADER
  }

  TokenPages(Place place, ApiOptions options) {
    this(
        place,
        options.path(ApiSetting.CURSOR_PATH, place == Place.HEADER ? "next" : "next_cursor"),
        options);
  }

  TokenPages(Place place, JsonPath path, ApiOptions options) {
    this.place = place;
    this.path = path;
    this.param = options.text(ApiSetting.CURSOR_PARAM, "cursor");
    this.hasMore = options.path(ApiSetting.HAS_MORE_PATH);
    this.size = Size.of(options);
    this.location = options.word(ApiSetting.CURSOR_LOCATION, "params");
  }

  @Override
  public Call first(Call call) {
    return size.on(call);
  }

  @Override
  public Optional<Call> next(Page page) {
    boolean ends = hasMore.flatMap(page.content()::value).filter(StopRules::isNo).isPresent();
    Optional<String> token =
        switch (place) {
          case JSON -> page.content().value(path);
          case HEADER -> page.headers().firstValue(path.text()).filter(t -> !t.isBlank());
        };
    boolean more =
        hasMore.flatMap(page.content()::value).filter(t -> !StopRules.isNo(t)).isPresent();
    if (more && token.isEmpty()) {
      throw page.refused(
          "%s says that there is more, but %s holds no token".formatted(hasMore.get(), path),
          "Correct cursor_path.");
    }
    return ends ? Optional.empty() : token.map(text -> with(page.sent(), text));
  }

  private Call with(Call call, String token) {
    return switch (location) {
      case "header" -> call.header(param, token);
      case "query" -> call.inAddress(param, token);
      default -> call.param(param, token);
    };
  }

  @Override
  public List<JsonPath> watched() {
    return Stream.concat(place == Place.JSON ? Stream.of(path) : Stream.empty(), hasMore.stream())
        .toList();
  }

  @Override
  public String words() {
    String word = place == Place.JSON ? "cursor" : "header_cursor";
    String into = location.equals("params") ? "" : " in the " + location;
    return "%s (%s%s from %s)%s%s"
        .formatted(
            word,
            param,
            into,
            path,
            size.words(),
            hasMore.map(more -> ", while " + more).orElse(""));
  }
}
