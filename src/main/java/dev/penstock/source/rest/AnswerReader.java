package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Answer;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Site;
import dev.penstock.source.rest.json.Document;
import dev.penstock.source.rest.json.Nesting;
import dev.penstock.source.rest.json.Outline;
import dev.penstock.source.rest.json.PageContent;
import dev.penstock.source.rest.json.PageReader;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.page.Page;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the records of answers into the intake, and finds out from the first one where they are and
 * how pages follow one another, where the settings do not say it. Used by one thread.
 */
final class AnswerReader {
  /** Where APIs say what went wrong, for messages. */
  private static final List<JsonPath> FAULTS =
      List.of("error.message", "message", "error", "errors[0].message", "error_description")
          .stream()
          .map(path -> JsonPath.parse(path).orElseThrow())
          .toList();

  private static final JsonPath GRAPHQL_FAULT = JsonPath.parse("errors[0].message").orElseThrow();

  private final Site site;
  private final Intake intake;
  private final Paging paging;
  private final Nesting nesting;
  private final Formats formats;
  private final boolean isFound;
  private Optional<JsonPath> selector;

  /**
   * @param intake takes the records
   */
  AnswerReader(Site site, ApiOptions options, Intake intake, Paging paging) {
    this.site = site;
    this.intake = intake;
    this.paging = paging;
    this.nesting = Nesting.of(options);
    this.formats = new Formats(options, nesting, intake);
    this.selector = options.path(ApiSetting.DATA_SELECTOR);
    this.isFound = selector.isEmpty();
  }

  /**
   * Reads one page; nothing of it is kept when that fails.
   *
   * @param where the beginning of messages
   */
  Page read(String where, Call call, Answer answer) throws IOException {
    intake.begin();
    try {
      String format = formats.of(answer);
      if (!format.equals("json")) {
        return other(where, call, answer, format);
      }
      boolean known = selector.isPresent() && paging.isKnown();
      return known ? json(where, call, answer) : first(where, call, answer);
    } catch (Field.TooManyFieldsException e) {
      intake.drop();
      throw refused(
          where,
          "the records have " + e.getMessage(),
          "If names are data, select their values (data_selector ending in .*), or set max_nesting to 0.");
    } catch (InnerTables.TooManyTablesException e) {
      intake.drop();
      throw refused(
          where,
          "the records have " + e.getMessage(),
          "Name those that are to be tables in columns, leave others out with exclude_columns, or set nested to json.");
    } catch (Row.TooLargeException e) {
      intake.drop();
      throw refused(
          where,
          e.getMessage(),
          "Leave out what makes it so large, by what the API offers for that.");
    } catch (IOException | RuntimeException e) {
      intake.drop();
      throw e;
    }
  }

  /** Where the records are, for people. */
  String words() {
    return selector.map(JsonPath::text).orElse("$") + (isFound ? " (found)" : "");
  }

  private Page other(String where, Call call, Answer answer, String format) throws IOException {
    Page page = page(where, call, answer, formats.read(where, format, answer));
    if (!paging.isKnown()) {
      paging.find(page, Outline.NOTHING);
    }
    return page;
  }

  private Page json(String where, Call call, Answer answer) throws IOException {
    Document document = new Document(where, answer.contentType());
    PageContent content =
        document
            .read(answer.body(), empty(answer), parser -> reader(where).read(parser))
            .orElse(PageContent.NOTHING);
    requireFound(where, call, content);
    return page(where, call, answer, content);
  }

  /** Looks at the page before it is read. */
  private Page first(String where, Call call, Answer answer) throws IOException {
    try (FirstBody body = FirstBody.of(answer.body())) {
      Document document = new Document(where, answer.contentType());
      Optional<Outline> outline =
          document.read(body.again(), empty(answer), parser -> Outline.of(parser));
      if (selector.isEmpty()) {
        selector =
            Optional.of(
                outline.map(found -> new Choice(where, found).records()).orElse(JsonPath.ROOT));
      }
      PageContent content =
          document
              .read(body.again(), empty(answer), parser -> reader(where).read(parser))
              .orElse(PageContent.NOTHING);
      requireFound(where, call, content);
      Page page = page(where, call, answer, content);
      return paging.isKnown() ? page : detected(page, outline.orElse(Outline.NOTHING));
    }
  }

  private static Document.Empty empty(Answer answer) {
    return answer.status() == 204 ? Document.Empty.NO_RECORDS : Document.Empty.REFUSED;
  }

  private PageReader reader(String where) {
    List<JsonPath> watched = new ArrayList<>(FAULTS);
    watched.addAll(paging.watched());
    return new PageReader(
        selector.orElseThrow(),
        watched,
        nesting,
        intake.spool().row(),
        intake.spool().root(),
        () -> intake.keep(where));
  }

  private Page page(String where, Call call, Answer answer, PageContent content) {
    return new Page(where, call, answer.uri(), answer.headers(), content, site);
  }

  /** The page with what its outline holds of what is watched from now on. */
  private Page detected(Page page, Outline outline) {
    paging.find(page, outline);
    Map<JsonPath, String> values = new HashMap<>(page.content().values());
    for (JsonPath path : paging.watched()) {
      List<String> names = path.steps().stream().map(JsonPath.Step::name).toList();
      outline.value(String.join(".", names)).ifPresent(text -> values.put(path, text));
    }
    PageContent content =
        new PageContent(
            page.content().records(),
            page.content().found(),
            page.content().list(),
            values,
            page.content().members());
    return new Page(page.where(), page.sent(), page.uri(), page.headers(), content, page.site());
  }

  private void requireFound(String where, Call call, PageContent content) {
    Optional<String> fault = content.value(GRAPHQL_FAULT);
    if (call.isGraphQl() && fault.isPresent()) {
      // GraphQL answers 200 with what it could find, and says beside it what it could not.
      throw refused(
          where,
          "the answer is not whole; the API says: " + fault.get(),
          "Correct the query in params, or give whoever the secrets belong to the right to read all of it.");
    }
    if (content.found()) {
      return;
    }
    String said =
        FAULTS.stream()
            .flatMap(path -> content.value(path).stream())
            .findFirst()
            .map(text -> "; the API says: " + text)
            .orElse("");
    String members =
        content.members().isEmpty()
            ? "it is no object"
            : "it holds " + String.join(", ", content.members());
    throw refused(
        where,
        "there are no records at %s in the answer: %s%s"
            .formatted(selector.orElseThrow(), members, said),
        "Correct data_selector; empty, it is found by itself.");
  }

  private static IngestException refused(String where, String what, String mend) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED, "%s: %s.\n%s".formatted(where, what, mend));
  }
}
