package dev.penstock.source.rest.page;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.json.PageContent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * When pages that are counted end.
 *
 * @param afterEmpty whether a page without records is the last
 * @param shortOf a page of fewer records is the last
 * @param total where the answer says how many there are
 * @param hasMore where it says whether there is another
 * @param maximum that the count never goes past
 */
record StopRules(
    boolean afterEmpty,
    OptionalLong shortOf,
    Optional<JsonPath> total,
    Optional<JsonPath> hasMore,
    OptionalLong maximum) {
  static StopRules of(ApiOptions options, ApiSetting maximum) {
    return new StopRules(
        options.isOn(ApiSetting.STOP_AFTER_EMPTY_PAGE, "Y"),
        options.isOn(ApiSetting.STOP_AFTER_SHORT_PAGE, "N")
            ? options.whole(ApiSetting.PAGE_SIZE)
            : OptionalLong.empty(),
        options.path(ApiSetting.TOTAL_PATH),
        options.path(ApiSetting.HAS_MORE_PATH),
        options.whole(maximum));
  }

  List<JsonPath> watched() {
    return Stream.concat(total.stream(), hasMore.stream()).toList();
  }

  boolean isEmpty() {
    return !afterEmpty
        && shortOf.isEmpty()
        && total.isEmpty()
        && hasMore.isEmpty()
        && maximum.isEmpty();
  }

  /** Whether the page itself says that it is the last. */
  boolean endAt(PageContent content) {
    boolean said = hasMore.flatMap(content::value).filter(StopRules::isNo).isPresent();
    boolean isShort = shortOf.isPresent() && content.records() < shortOf.getAsLong();
    return said || isShort || (afterEmpty && content.records() == 0);
  }

  static boolean isNo(String text) {
    return text.equalsIgnoreCase("false") || text.equals("0");
  }

  OptionalLong total(PageContent content) {
    Optional<Long> number =
        total.flatMap(content::value).filter(t -> t.matches("\\d{1,15}")).map(Long::parseLong);
    return number.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  /** A single object is never an empty list, so that something else must end the pages. */
  void requireEnd(Page page) {
    boolean total = total(page.content()).isPresent();
    boolean more = hasMore.flatMap(page.content()::value).isPresent();
    boolean empty = (afterEmpty || shortOf.isPresent()) && page.content().list();
    if (!total && !more && !empty && maximum.isEmpty()) {
      throw page.refused(
          "nothing says which page is the last"
              + this.total.map(path -> ": there is no number at " + path).orElse(""),
          "Give total_path, has_more_path or a maximum, or set pagination_type to single_page.");
    }
  }

  String words() {
    StringBuilder words = new StringBuilder();
    total.ifPresent(path -> words.append(", to the total at ").append(path));
    hasMore.ifPresent(path -> words.append(", while ").append(path));
    maximum.ifPresent(most -> words.append(", at most to ").append(most));
    shortOf.ifPresent(size -> words.append(", to a page of fewer than ").append(size));
    return words.append(afterEmpty ? ", to an empty page" : "").toString();
  }
}
