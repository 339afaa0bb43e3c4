package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Answer;
import dev.penstock.source.rest.http.AnsweredException;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Limit;
import dev.penstock.source.rest.json.Document;
import dev.penstock.source.rest.json.Nesting;
import dev.penstock.source.rest.json.Outline;
import dev.penstock.source.rest.json.PageContent;
import dev.penstock.source.rest.json.PageReader;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.page.Detective;
import dev.penstock.source.rest.page.GreatestSize;
import dev.penstock.source.rest.page.Page;
import dev.penstock.source.rest.page.Paginator;
import dev.penstock.source.rest.page.Paginators;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches all pages of one run into a spool. Used once, by one thread. */
final class Fetch {
  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
  private static final int MOST_RESIZED = 2;

  /** Where APIs say what went wrong, for messages. */
  private static final List<JsonPath> FAULTS =
      List.of("error.message", "message", "error", "errors[0].message", "error_description")
          .stream()
          .map(path -> JsonPath.parse(path).orElseThrow())
          .toList();

  private static final JsonPath GRAPHQL_FAULT = JsonPath.parse("errors[0].message").orElseThrow();

  private final String where;
  private final Api api;
  private ApiOptions options;
  private final Intake intake;
  private final Nesting nesting;
  private final Formats formats;
  private Loops loops = new Loops();
  private int resized;
  private final boolean newestFirst;
  private Optional<JsonPath> selector;
  private Optional<Paginator> paginator;
  private int pages;
  private long start;

  /**
   * @param where the beginning of messages
   * @param intake takes the records
   */
  Fetch(String where, Api api, ApiOptions options, Intake intake) {
    this.where = where;
    this.api = api;
    this.options = options;
    this.intake = intake;
    this.nesting = nesting(options);
    this.formats = new Formats(options, nesting, intake);
    this.newestFirst = options.word(ApiSetting.ROW_ORDER, "").equals("desc");
    this.selector = options.path(ApiSetting.DATA_SELECTOR);
    this.paginator = Paginators.of(options);
  }

  /** What becomes of what records hold inside. */
  static Nesting nesting(ApiOptions options) {
    return new Nesting(
        switch (options.word(ApiSetting.NESTED, "json")) {
          case "skip" -> Nesting.Lists.SKIP;
          case "tables" -> Nesting.Lists.TABLES;
          default -> Nesting.Lists.JSON;
        },
        (int) options.whole(ApiSetting.MAX_NESTING).orElse(20));
  }

  /** Reads page after page to the end. */
  void run(Call template) {
    run(template, api.nanos());
  }

  /**
   * The same as a part of something longer.
   *
   * @param began when that began, by the clock of the API
   */
  void run(Call template, long began) {
    Optional<Call> next = Optional.of(first(template));
    start = began;
    while (next.isPresent()) {
      pages++;
      Call call = next.get();
      Optional<Page> page = asked(call);
      if (page.isEmpty()) {
        loops = new Loops();
        pages = 0;
        next = Optional.of(first(template));
      } else {
        loops.leave(place(), page.get().content(), intake.sum());
        boolean below = newestFirst && intake.isBelow();
        next = below ? Optional.empty() : paginator.orElseThrow().next(page.get());
      }
    }
  }

  /** What the deadline leaves for the next page. */
  private Limit limit() {
    OptionalLong deadline = options.whole(ApiSetting.DEADLINE);
    if (deadline.isEmpty()) {
      return Limit.NONE;
    }
    Duration all = Duration.ofSeconds(deadline.getAsLong());
    Duration left = all.minusNanos(api.nanos() - start);
    if (left.isNegative()) {
      throw late("the pages before it took longer than", deadline.getAsLong());
    }
    return new Limit(left, () -> late("it was not read to its end before", deadline.getAsLong()));
  }

  private IngestException late(String what, long seconds) {
    return new IngestException(
        ErrorCode.SOURCE_BUSY,
        "%s: %s the deadline of %,d s.\nRaise deadline, or have the API give less: larger pages (page_size), or less of them (params)."
            .formatted(place(), what, seconds));
  }

  private Call first(Call template) {
    return paginator
        .map(p -> p.first(template))
        .orElseGet(() -> Paginators.unknown(options, template));
  }

  /** Empty when the first page is to be asked for again, in another size. */
  private Optional<Page> asked(Call call) {
    loops.enter(place(), call);
    try {
      return Optional.of(
          api.exchange(
              place(), call, limit(), answer -> intake.reading(answer, a -> read(call, a))));
    } catch (AnsweredException e) {
      OptionalLong size = options.whole(ApiSetting.PAGE_SIZE);
      OptionalLong most =
          pages == 1 && size.isPresent()
              ? GreatestSize.in(e.said(), size.getAsLong())
              : OptionalLong.empty();
      if (most.isEmpty() || resized++ == MOST_RESIZED) {
        throw e;
      }
      LOG.warn(
          "{}: the API refuses page_size {} and says that {} is the most, which is asked for now",
          where,
          size.getAsLong(),
          most.getAsLong());
      String text = Long.toString(most.getAsLong());
      options = options.with(Map.of(ApiSetting.PAGE_SIZE, text));
      paginator = Paginators.of(options);
      return Optional.empty();
    }
  }

  /** Reads the first page alone. */
  Glance glance(Call template) {
    return Glance.of(firstPage(template));
  }

  /** Reads the first page alone; gives the request for the second, if there is one. */
  Optional<Call> second(Call template) {
    Page page = firstPage(template);
    return paginator.orElseThrow().next(page);
  }

  private Page firstPage(Call template) {
    pages = 1;
    start = api.nanos();
    Optional<Page> asked = asked(first(template));
    while (asked.isEmpty()) {
      loops = new Loops();
      asked = asked(first(template));
    }
    return asked.get();
  }

  private String place() {
    return where + ", page " + pages;
  }

  /** How it was asked and what was found, for people. */
  String words() {
    return "%s, records at %s, pages read %d%s"
        .formatted(
            paginator.map(Paginator::words).orElse("auto")
                + (options.pagination() == dev.penstock.job.PaginationType.AUTO ? " (found)" : ""),
            selector.map(JsonPath::text).orElse("$")
                + (options.path(ApiSetting.DATA_SELECTOR).isEmpty() ? " (found)" : ""),
            pages,
            intake.words());
  }

  int pages() {
    return pages;
  }

  private Page read(Call call, Answer answer) throws IOException {
    intake.begin();
    try {
      String format = formats.of(answer);
      if (!format.equals("json")) {
        return other(call, answer, format);
      }
      boolean known = selector.isPresent() && paginator.isPresent();
      return known ? page(call, answer) : first(call, answer);
    } catch (Field.TooManyFieldsException e) {
      intake.drop();
      throw refused(
          "the records have " + e.getMessage(),
          "If names are data, select their values (data_selector ending in .*), or set max_nesting to 0.");
    } catch (InnerTables.TooManyTablesException e) {
      intake.drop();
      throw refused(
          "the records have " + e.getMessage(),
          "Name those that are to be tables in columns, leave others out with exclude_columns, or set nested to json.");
    } catch (Row.TooLargeException e) {
      intake.drop();
      throw refused(
          e.getMessage(), "Leave out what makes it so large, by what the API offers for that.");
    } catch (IOException | RuntimeException e) {
      intake.drop();
      throw e;
    }
  }

  private Page page(Call call, Answer answer) throws IOException {
    Document document = new Document(place(), answer.contentType());
    PageContent content =
        document
            .read(answer.body(), empty(answer), parser -> reader().read(parser))
            .orElse(PageContent.NOTHING);
    requireFound(call, content);
    return new Page(place(), call, answer.uri(), answer.headers(), content, api.site());
  }

  private Page other(Call call, Answer answer, String format) throws IOException {
    PageContent content = formats.read(place(), format, answer);
    Page page = new Page(place(), call, answer.uri(), answer.headers(), content, api.site());
    if (paginator.isEmpty()) {
      paginator = Optional.of(new Detective(page, Outline.NOTHING, options).find());
    }
    return page;
  }

  private static Document.Empty empty(Answer answer) {
    return answer.status() == 204 ? Document.Empty.NO_RECORDS : Document.Empty.REFUSED;
  }

  private PageReader reader() {
    List<JsonPath> watched = new ArrayList<>(FAULTS);
    paginator.ifPresent(p -> watched.addAll(p.watched()));
    return new PageReader(
        selector.orElseThrow(),
        watched,
        nesting,
        intake.spool().row(),
        intake.spool().root(),
        () -> intake.keep(place()));
  }

  /** Looks at the page before it is read. */
  private Page first(Call call, Answer answer) throws IOException {
    try (FirstBody body = FirstBody.of(answer.body())) {
      Document document = new Document(place(), answer.contentType());
      Optional<Outline> outline =
          document.read(body.again(), empty(answer), parser -> Outline.of(parser));
      if (selector.isEmpty()) {
        selector =
            Optional.of(
                outline.map(found -> new Choice(place(), found).records()).orElse(JsonPath.ROOT));
      }
      PageContent content =
          document
              .read(body.again(), empty(answer), parser -> reader().read(parser))
              .orElse(PageContent.NOTHING);
      requireFound(call, content);
      Page page = new Page(place(), call, answer.uri(), answer.headers(), content, api.site());
      return paginator.isPresent() ? page : detected(page, outline);
    }
  }

  private Page detected(Page page, Optional<Outline> outline) {
    Outline seen = outline.orElse(Outline.NOTHING);
    Paginator found = new Detective(page, seen, options).find();
    paginator = Optional.of(found);
    Map<JsonPath, String> values = new HashMap<>(page.content().values());
    for (JsonPath path : found.watched()) {
      List<String> names = path.steps().stream().map(JsonPath.Step::name).toList();
      seen.value(String.join(".", names)).ifPresent(text -> values.put(path, text));
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

  private void requireFound(Call call, PageContent content) {
    Optional<String> fault = content.value(GRAPHQL_FAULT);
    if (call.isGraphQl() && fault.isPresent()) {
      // GraphQL answers 200 with what it could find, and says beside it what it could not.
      throw refused(
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
        "there are no records at %s in the answer: %s%s"
            .formatted(selector.orElseThrow(), members, said),
        "Correct data_selector; empty, it is found by itself.");
  }

  private IngestException refused(String what, String mend) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED, "%s: %s.\n%s".formatted(place(), what, mend));
  }
}
