package dev.penstock.job;

import dev.penstock.failure.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of an API: the one table from which the sheet Sources, the look-up among secrets and
 * the docs are made.
 */
public enum ApiSetting {
  BASE_URL(new ApiForm.Address(), "", "Where the API is; api_endpoint is added to it."),
  AUTH_TYPE(
      new ApiForm.Choice(AuthType.words(), text -> AuthType.parse(text).isPresent()),
      "what the secrets that are there are for, else none",
      "How requests prove who sends them."),
  API_KEY(new ApiForm.Text(), "", "The key of auth_type api_key."),
  API_KEY_NAME(
      new ApiForm.Text(),
      "Authorization in a header, else api_key",
      "The header, parameter or cookie that carries api_key."),
  API_KEY_LOCATION(
      ApiForm.Choice.of("header", "query", "param", "cookie"),
      "header",
      "Where api_key goes; param is query."),
  TOKEN(new ApiForm.Text(), "", "The token of auth_type bearer."),
  USERNAME(new ApiForm.Text(), "", "Of auth_type basic."),
  PASSWORD(new ApiForm.Text(), "empty", "Of auth_type basic."),
  OAUTH_URL(
      new ApiForm.Address(), "", "Where auth_type oauth2 gets its tokens (client credentials)."),
  CLIENT_ID(new ApiForm.Text(), "", "Of auth_type oauth2."),
  CLIENT_SECRET(new ApiForm.Text(), "", "Of auth_type oauth2."),
  SCOPE(new ApiForm.Text(), "none", "What auth_type oauth2 asks for; blanks between several."),
  PAGINATION_TYPE(
      new ApiForm.Choice(PaginationType.words(), text -> PaginationType.parse(text).isPresent()),
      "auto",
      "How pages follow one another."),
  PAGE_SIZE(
      new ApiForm.Whole(1, 1_000_000),
      "100 for offset, else the API's own",
      "Records asked for in one page."),
  PAGE_PARAM(new ApiForm.Text(), "page", "The parameter that carries the number of the page."),
  PER_PAGE_PARAM(
      new ApiForm.Text(),
      "per_page; limit for offset",
      "The parameter that carries page_size; sent only where page_size is given."),
  BASE_PAGE(new ApiForm.Whole(0, 1), "0", "The number of the first page."),
  TOTAL_PATH(
      new ApiForm.Path(),
      "",
      "Where the answer says how many records (offset) or pages (page_number) there are."),
  TOTAL_COUNTS(
      ApiForm.Choice.of("pages", "items"),
      "pages",
      "What the number at total_path counts, for page_number."),
  OFFSET_PARAM(new ApiForm.Text(), "offset", "The parameter that carries the offset."),
  LIMIT_PARAM(new ApiForm.Text(), "limit", "The parameter that carries page_size, for offset."),
  MAXIMUM_OFFSET(
      new ApiForm.Whole(1, 1_000_000_000_000L), "", "No page is asked for from this offset on."),
  MAXIMUM_PAGE(new ApiForm.Whole(1, 100_000_000), "", "No page past this number is asked for."),
  CURSOR_PARAM(new ApiForm.Text(), "cursor", "The parameter that carries the page token."),
  CURSOR_PATH(
      new ApiForm.Path(),
      "next_cursor",
      "Where the answer gives the next page token, such as data[-1].id; for header_cursor the name"
          + " of a header."),
  NEXT_URL_PATH(new ApiForm.Path(), "next", "Where the answer gives the URL of the next page."),
  HAS_MORE_PATH(new ApiForm.Path(), "", "Where the answer says whether there is another page."),
  STOP_AFTER_EMPTY_PAGE(
      ApiForm.Choice.of("y", "n", "yes", "no", "true", "false"),
      "Y",
      "Whether a page without records is the last, for offset and page_number."),
  DATA_SELECTOR(new ApiForm.Path(), "found by itself", "Where the records are in the answer."),
  NESTED(
      ApiForm.Choice.of("json", "skip"),
      "json",
      "What becomes of lists inside records: a column of JSON text, or nothing."),
  MIXED(
      ApiForm.Choice.of("text", "variant"),
      "text",
      "What becomes of a field whose values are of several kinds: all as text, or a column for each"
          + " kind."),
  MAX_NESTING(
      new ApiForm.Whole(0, 100), "20", "So deep objects become columns; deeper ones JSON text."),
  ROW_ORDER(
      ApiForm.Choice.of("asc", "desc"),
      "",
      "In which order the API gives records by watermark_column; desc ends reading at the first"
          + " page below the watermark."),
  RATE_LIMIT(new ApiForm.Requests(), "none", "The most requests in a time, such as 10/second."),
  HEADERS(new ApiForm.Pairs(), "none", "Headers of each request."),
  PARAMS(new ApiForm.Pairs(), "none", "Query parameters of each request."),
  TIMEOUT(new ApiForm.Whole(1, 3600), "60", "Seconds without an answer, or in the midst of one."),
  ALLOWED_HOSTS(
      new ApiForm.Text(),
      "none",
      "Further hosts that links to next pages may lead to, separated by commas; they see no"
          + " credentials."),
  ALLOW_HTTP(
      ApiForm.Choice.of("y", "n", "yes", "no", "true", "false"),
      "N",
      "Whether requests may go unencrypted to another machine.");

  private final ApiForm form;
  private final String defaultText;
  private final String doc;

  ApiSetting(ApiForm form, String defaultText, String doc) {
    this.form = form;
    this.defaultText = defaultText;
    this.doc = doc;
  }

  /** The name under which it is written, in lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What holds when it is not given, in words; may be empty. */
  public String defaultText() {
    return defaultText;
  }

  public String doc() {
    return doc;
  }

  /** Whether its value must not be shown. */
  public boolean isSecret() {
    return switch (this) {
      case API_KEY, TOKEN, PASSWORD, CLIENT_SECRET -> true;
      default -> false;
    };
  }

  /** The names of those that are no secrets. */
  public static List<String> openKeys() {
    return Arrays.stream(values()).filter(s -> !s.isSecret()).map(ApiSetting::key).toList();
  }

  /**
   * What is wrong with a value.
   *
   * @param where its place
   */
  public Optional<Problem> problem(String where, String text) {
    return form.objection(text)
        .map(
            objection -> {
              String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
              boolean hidden = isSecret() || text.contains("@");
              String what = hidden ? "the value " : "'" + shown + "' ";
              return Problem.error(where, what + objection + ".", form.mend());
            });
  }
}
