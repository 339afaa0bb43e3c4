package dev.penstock.job;

import dev.penstock.failure.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
  OAUTH_URL(new ApiForm.Address(), "", "Where auth_type oauth2 gets its tokens."),
  CLIENT_ID(new ApiForm.Text(), "", "Of auth_type oauth2."),
  CLIENT_SECRET(new ApiForm.Text(), "", "Of auth_type oauth2."),
  SCOPE(
      new ApiForm.Text(),
      "none",
      "What auth_type oauth2 asks for, blanks between several; for entra the scope of the token,"
          + " such as https://graph.microsoft.com/.default."),
  REFRESH_TOKEN(
      new ApiForm.Text(),
      "tokens by client credentials",
      "Of auth_type oauth2: what tokens are fetched with."),
  OAUTH_CREDENTIALS(
      ApiForm.Choice.of("body", "header"),
      "body",
      "Where client_id and client_secret go when a token is fetched: into the form, or into a header"
          + " Authorization: Basic."),
  OAUTH_PARAMS(
      new ApiForm.Pairs(),
      "none",
      "What else is sent when a token is fetched, such as audience=https://api.example.com."),
  AZURE_TENANT_ID(new ApiForm.Text(), "", "Of auth_type entra with an app registration."),
  AZURE_CLIENT_ID(
      new ApiForm.Text(),
      "the identity of this machine",
      "Of auth_type entra: the app registration, or, without azure_client_secret, the managed"
          + " identity."),
  AZURE_CLIENT_SECRET(
      new ApiForm.Text(), "", "Of auth_type entra: the secret of the app registration."),
  SIGNATURE_SECRET(
      new ApiForm.Text(), "", "The key of auth_type hmac; behind base64: its bytes in Base64."),
  SIGNATURE_TEXT(
      new ApiForm.Template(),
      "{method}\\n{path}\\n{query}\\n{timestamp}\\n{body_hash}",
      "What auth_type hmac signs; \\n is a line break."),
  SIGNATURE_HEADERS(
      new ApiForm.Templates(),
      "X-Timestamp={timestamp}&X-Signature={signature}",
      "The headers that auth_type hmac sends."),
  SIGNATURE_ALGORITHM(
      ApiForm.Choice.of("sha256", "sha1", "sha384", "sha512"), "sha256", "Of auth_type hmac."),
  SIGNATURE_ENCODING(
      ApiForm.Choice.of("hex", "base64"), "hex", "How auth_type hmac writes signature and hash."),
  CLIENT_CERTIFICATE(
      new ApiForm.Text(),
      "none",
      "File with the certificate that proves who asks (mutual TLS): .p12 or .pfx with its key, or"
          + " PEM."),
  CLIENT_KEY(
      new ApiForm.Text(),
      "client_certificate",
      "File with the key of client_certificate in PEM (PKCS8)."),
  CLIENT_KEY_PASSWORD(new ApiForm.Text(), "none", "What the file with the key is encrypted with."),
  ROOT_CERTIFICATE(
      new ApiForm.Text(),
      "those of the Java runtime",
      "File with the certificates of the authorities that may have signed the server's, in PEM."),
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
  CURSOR_LOCATION(
      ApiForm.Choice.of("params", "query", "header"),
      "params: the query, or the body of a POST",
      "Where the page token goes."),
  NEXT_URL_PATH(new ApiForm.Path(), "next", "Where the answer gives the URL of the next page."),
  HAS_MORE_PATH(new ApiForm.Path(), "", "Where the answer says whether there is another page."),
  STOP_AFTER_EMPTY_PAGE(
      ApiForm.Choice.of("y", "n", "yes", "no", "true", "false"),
      "Y",
      "Whether a page without records is the last, for offset and page_number."),
  STOP_AFTER_SHORT_PAGE(
      ApiForm.Choice.of("y", "n", "yes", "no", "true", "false"),
      "N",
      "Whether a page with fewer records than page_size is the last, for offset and page_number;"
          + " saves the request for the empty page where the API never gives fewer in between."),
  DATA_SELECTOR(new ApiForm.Path(), "found by itself", "Where the records are in the answer."),
  RESPONSE_FORMAT(
      ApiForm.Choice.of("auto", "json", "csv", "jsonl", "xml"),
      "auto",
      "What answers are; auto takes the header Content-Type of CSV and JSON Lines for true, and all"
          + " else for JSON."),
  CSV_DELIMITER(
      ApiForm.Choice.of(",", ";", "|", "\\t", "tab", ":"),
      ",",
      "What stands between values of CSV."),
  CHARSET(new ApiForm.Text(), "what the answer says, else UTF-8", "The encoding of CSV."),
  NESTED(
      ApiForm.Choice.of("json", "native", "tables", "skip"),
      "json",
      "What becomes of lists inside records: a column of JSON text, one of lists and structs, a"
          + " table of its own for each, or nothing."),
  MIXED(
      ApiForm.Choice.of("text", "variant"),
      "text",
      "What becomes of a field whose values are of several kinds: all as text, or a column for each"
          + " kind."),
  MAX_NESTING(
      new ApiForm.Whole(0, 100),
      "20",
      "So deep objects become columns, and lists tables; deeper ones JSON text."),
  ROW_ORDER(
      ApiForm.Choice.of("asc", "desc"),
      "",
      "In which order the API gives records by watermark_column; desc ends reading at the first"
          + " page below the watermark."),
  RENAME_COLUMNS(
      new ApiForm.Renames(),
      "none",
      "New names for columns, such as user__login=author; everything else in the workbook uses the"
          + " new name."),
  EXCLUDE_COLUMNS(
      new ApiForm.Text(), "none", "Columns that are not written anywhere, separated by commas."),
  MASK_COLUMNS(
      new ApiForm.Masks(),
      "none",
      "Columns of which only a keyed hash is written, such as email:sha256."),
  MASK_SALT(new ApiForm.Text(), "", "The key of the hashes of mask_columns."),
  RESPONSE_ACTIONS(
      new ApiForm.Actions(),
      "none",
      "What to do with answers that are not to be taken as usual, such as 404=empty, 409=retry."),
  PARALLEL_REQUESTS(
      new ApiForm.Whole(1, 64),
      "1",
      "How many records of a parent are asked for at the same time; rate_limit counts them all."),
  RATE_LIMIT(new ApiForm.Requests(), "none", "The most requests in a time, such as 10/second."),
  HEADERS(new ApiForm.Pairs(), "none", "Headers of each request."),
  PARAMS(new ApiForm.Pairs(), "none", "Query parameters of each request."),
  TIMEOUT(new ApiForm.Whole(1, 3600), "60", "Seconds without an answer, or in the midst of one."),
  DEADLINE(
      new ApiForm.Whole(1, 2_592_000),
      "none",
      "Seconds that all pages of a run may take together, their tries and waits included."),
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
      case API_KEY,
          TOKEN,
          PASSWORD,
          CLIENT_SECRET,
          REFRESH_TOKEN,
          AZURE_CLIENT_SECRET,
          SIGNATURE_SECRET,
          CLIENT_KEY_PASSWORD,
          MASK_SALT ->
          true;
      default -> false;
    };
  }

  /** The names of those that are no secrets. */
  public static List<String> openKeys() {
    return Arrays.stream(values()).filter(s -> !s.isSecret()).map(ApiSetting::key).toList();
  }

  /** The names of those whose values are words, numbers or paths, and never hold a secret. */
  public static Set<String> plainKeys() {
    return Plain.KEYS;
  }

  private static final class Plain {
    private static final Set<String> KEYS =
        Arrays.stream(values())
            .filter(setting -> !setting.isSecret() && setting.form.isPlain())
            .map(ApiSetting::key)
            .collect(Collectors.toUnmodifiableSet());
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
