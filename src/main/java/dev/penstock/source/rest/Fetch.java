package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.JsonPath;
import dev.penstock.source.Split.Part;
import dev.penstock.source.rest.http.Answer;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Origin;
import dev.penstock.source.rest.json.Document;
import dev.penstock.source.rest.json.Nesting;
import dev.penstock.source.rest.json.Outline;
import dev.penstock.source.rest.json.PageContent;
import dev.penstock.source.rest.json.PageReader;
import dev.penstock.source.rest.page.Detective;
import dev.penstock.source.rest.page.Page;
import dev.penstock.source.rest.page.Paginator;
import dev.penstock.source.rest.page.Paginators;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Fetches all pages of one run into a spool. Used once, by one thread. */
final class Fetch {
  /** Where APIs say what went wrong, for messages. */
  private static final List<JsonPath> FAULTS =
      List.of("error.message", "message", "error", "errors[0].message", "error_description")
          .stream()
          .map(path -> JsonPath.parse(path).orElseThrow())
          .toList();

  private final String where;
  private final Api api;
  private final ApiOptions options;
  private final Spool spool;
  private final Optional<CursorGate> gate;
  private final Nesting nesting;
  private final Loops loops = new Loops();
  private final boolean newestFirst;
  private Optional<JsonPath> selector;
  private Optional<Paginator> paginator;
  private CRC32C sum = new CRC32C();
  private int pages;

  /**
   * @param where the beginning of messages
   * @param gate of an incremental job
   */
  Fetch(String where, Api api, ApiOptions options, Spool spool, Optional<CursorGate> gate) {
    this.where = where;
    this.api = api;
    this.options = options;
    this.spool = spool;
    this.gate = gate;
    boolean skips = options.word(ApiSetting.NESTED, "json").equals("skip");
    this.nesting =
        new Nesting(
            skips ? Nesting.Lists.SKIP : Nesting.Lists.JSON,
            (int) options.whole(ApiSetting.MAX_NESTING).orElse(20));
    this.newestFirst = options.word(ApiSetting.ROW_ORDER, "").equals("desc");
    this.selector = options.path(ApiSetting.DATA_SELECTOR);
    this.paginator = Paginators.of(options);
  }

  /** Reads page after page to the end. */
  void run(Call template) {
    Call first =
        paginator
            .map(p -> p.first(template))
            .orElseGet(() -> Paginators.unknown(options, template));
    Optional<Call> next = Optional.of(first);
    while (next.isPresent()) {
      pages++;
      Call call = next.get();
      loops.enter(place(), call);
      Page page = api.exchange(place(), call, answer -> read(call, answer));
      loops.leave(place(), page.content(), sum.getValue());
      next =
          newestFirst && gate.filter(CursorGate::isBelow).isPresent()
              ? Optional.empty()
              : paginator.orElseThrow().next(page);
    }
  }

  /** Reads the first page alone. */
  Glance glance(Call template) {
    Call first =
        paginator
            .map(p -> p.first(template))
            .orElseGet(() -> Paginators.unknown(options, template));
    pages = 1;
    Page page = api.exchange(place(), first, answer -> read(first, answer));
    return new Glance(
        Origin.of(page.uri()).toString(),
        page.headers().firstValue("server").orElse("it does not say what it is"),
        page.headers().firstValue("date").flatMap(Fetch::moment));
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      // A clock that cannot be read is none.
      return Optional.empty();
    }
  }

  private String place() {
    return where + ", page " + pages;
  }

  /** How it was asked and what was found, for people. */
  String words() {
    return "%s, records at %s, pages read %d"
        .formatted(
            paginator.map(Paginator::words).orElse("auto")
                + (options.pagination() == dev.penstock.job.PaginationType.AUTO ? " (found)" : ""),
            selector.map(JsonPath::text).orElse("$")
                + (options.path(ApiSetting.DATA_SELECTOR).isEmpty() ? " (found)" : ""),
            pages);
  }

  int pages() {
    return pages;
  }

  private Page read(Call call, Answer answer) throws IOException {
    Optional<Object> mark = gate.map(CursorGate::mark);
    spool.beginPage();
    sum = new CRC32C();
    try {
      boolean known = selector.isPresent() && paginator.isPresent();
      return known ? page(call, answer) : first(call, answer);
    } catch (Field.TooManyFieldsException e) {
      spool.dropPage();
      throw refused(
          "the records have " + e.getMessage(),
          "If names are data, select their values (data_selector ending in .*), or set max_nesting to 0.");
    } catch (Row.TooLargeException e) {
      spool.dropPage();
      throw refused(
          e.getMessage(), "Leave out what makes it so large, by what the API offers for that.");
    } catch (IOException | RuntimeException e) {
      gate.ifPresent(g -> g.backTo(mark.orElseThrow()));
      spool.dropPage();
      throw e;
    }
  }

  private Page page(Call call, Answer answer) throws IOException {
    Document document = new Document(place(), answer.contentType());
    PageContent content =
        document
            .read(answer.body(), empty(answer), parser -> reader().read(parser))
            .orElse(PageContent.NOTHING);
    requireFound(content);
    return new Page(place(), call, answer.uri(), answer.headers(), content, api.site());
  }

  private static Document.Empty empty(Answer answer) {
    return answer.status() == 204 ? Document.Empty.NO_RECORDS : Document.Empty.REFUSED;
  }

  private PageReader reader() {
    List<JsonPath> watched = new ArrayList<>(FAULTS);
    paginator.ifPresent(p -> watched.addAll(p.watched()));
    return new PageReader(
        selector.orElseThrow(), watched, nesting, spool.row(), spool.root(), this::keep);
  }

  private void keep() throws IOException {
    spool.row().addTo(sum);
    Optional<Part> part = gate.isPresent() ? gate.get().judge(place()) : Optional.of(Part.NEW);
    if (part.isPresent()) {
      spool.keep(part.get());
    }
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
      requireFound(content);
      Page page = new Page(place(), call, answer.uri(), answer.headers(), content, api.site());
      return paginator.isPresent() ? page : detected(page, outline);
    }
  }

  private Page detected(Page page, Optional<Outline> outline) {
    Outline seen =
        outline.orElseGet(() -> new Outline(Outline.Kind.NULL, Map.of(), Map.of(), 0, 0));
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

  private void requireFound(PageContent content) {
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
