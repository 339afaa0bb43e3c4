package dev.penstock.source.rest.http;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.failure.Time;
import dev.penstock.job.ResponseRules;
import dev.penstock.source.Burden;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests, each again until it goes well, and hands their answers to whoever reads them. */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final int MOST_REDIRECTS = 5;

  /** So much of an answer is searched for what a rule names. */
  private static final int LOOKED_AT = 64 << 10;

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Terms terms;
  private final Site site;
  private final Credentials credentials;
  private final Stop stop;
  private final Time time;
  private final ResponseRules rules;
  private final Traffic traffic = new Traffic();
  private final Tellings ignored = new Tellings();

  /**
   * How requests are sent.
   *
   * @param timeout of the answer's beginning, and between two parts of it
   * @param mostBytes of one answer, unpacked
   */
  public record Terms(
      Clients clients,
      RetryPolicy retry,
      RateLimit rateLimit,
      Duration timeout,
      long mostBytes,
      Time time) {
    public Terms {
      requireNonNull(clients, "clients");
      requireNonNull(retry, "retry");
      requireNonNull(rateLimit, "rateLimit");
      requireNonNull(timeout, "timeout");
      requireNonNull(time, "time");
    }
  }

  /** Reads the body of an answer; begins anew with each try. */
  public interface Reader<T> {
    T read(Answer answer) throws IOException;
  }

  public Api(Terms terms, Site site, Credentials credentials, Stop stop) {
    this(terms, site, credentials, stop, ResponseRules.NONE);
  }

  /**
   * @param rules for answers that are not to be taken as usual
   */
  public Api(Terms terms, Site site, Credentials credentials, Stop stop, ResponseRules rules) {
    this.rules = rules;
    this.terms = terms;
    this.site = site;
    this.credentials = credentials;
    this.stop = stop;
    this.time = stop.over(terms.time());
  }

  /**
   * What was asked of the API so far.
   *
   * @param rows that were read of its answers
   */
  public Burden burden(long rows) {
    return traffic.burden(rows);
  }

  /** Nanoseconds of a clock that only grows. */
  public long nanos() {
    return time.nanos();
  }

  public Site site() {
    return site;
  }

  /**
   * Sends a request and has its answer read.
   *
   * @param where the beginning of each message, such as {@code row 7, source crm: GET /v1/a, page
   *     2}
   */
  public <T> T exchange(String where, Call call, Reader<T> reader) {
    return exchange(where, call, Limit.NONE, reader);
  }

  /**
   * The same within a time.
   *
   * @param limit of all tries together
   */
  public <T> T exchange(String where, Call call, Limit limit, Reader<T> reader) {
    site.requireWelcome(call.uri(), where, "the address");
    RetryPolicy retry = terms.retry();
    boolean sooner = limit.left().compareTo(retry.deadline()) < 0;
    return (sooner ? retry.withDeadline(limit.left()) : retry)
        .call(new Sending<>(where, call, limit, reader), time);
  }

  private final class Sending<T> implements RetryPolicy.Work<T> {
    private final String where;
    private final Call call;
    private final Limit limit;
    private final long end;
    private final Reader<T> reader;

    Sending(String where, Call call, Limit limit, Reader<T> reader) {
      this.where = where;
      this.call = call;
      this.limit = limit;
      this.end = time.nanos() + limit.left().toNanos();
      this.reader = reader;
    }

    @Override
    public T attempt() {
      stop.check();
      long begun = traffic.begin(time.nanos());
      long left = end - begun;
      long latest = System.nanoTime() + left;
      try {
        if (left <= 0) {
          throw limit.over().get();
        }
        return sent(call, latest, reader, where);
      } catch (IOException e) {
        stop.check();
        if (System.nanoTime() - latest >= 0) {
          throw limit.over().get();
        }
        throw new Trouble(where).of(e);
      } finally {
        traffic.end(begun, time.nanos());
      }
    }

    @Override
    public boolean mayPass(RuntimeException failure) {
      return failure instanceof PassingException;
    }

    @Override
    public Optional<Duration> wish(RuntimeException failure) {
      return ((PassingException) failure).wish();
    }

    @Override
    public void waiting(RuntimeException failure, int tries, Duration wait) {
      LOG.warn("{} (try {}, again in {} ms)", failure.getMessage(), tries, wait.toMillis());
    }

    @Override
    public RuntimeException ended(RuntimeException last, RetryPolicy.End end) {
      return ((PassingException) last).last();
    }
  }

  /**
   * @param latest the moment of {@link System#nanoTime} by which all must have come
   */
  private <T> T sent(Call call, long latest, Reader<T> reader, String where) throws IOException {
    Call next = call;
    boolean renewed = false;
    for (int redirects = 0; ; ) {
      Call signed = site.isHome(next.uri()) ? credentials.sign(next) : bare(next);
      HttpResponse<InputStream> response = send(signed, latest, where);
      try (InputStream body = traffic.counted(response.body())) {
        int status = response.statusCode();
        terms.rateLimit().note(response.headers());
        boolean good = status >= 200 && status < 300;
        if (rules.lookInto(status) && (status != 401 || renewed || !credentials.renew(signed))) {
          return ruled(reader, answer(response, body), where);
        }
        if (good) {
          return reader.read(answer(response, body));
        }
        if (REDIRECTS.contains(status) && redirects < MOST_REDIRECTS) {
          redirects++;
          next = redirected(next, response, where);
        } else if (status == 401 && !renewed && credentials.renew(signed)) {
          renewed = true;
        } else {
          throw new Trouble(where)
              .of(response.statusCode(), answer(response, body), terms.rateLimit());
        }
      }
    }
  }

  /** Reads an answer of which a rule may say what it means. */
  private <T> T ruled(Reader<T> reader, Answer answer, String where) throws IOException {
    BufferedInputStream body = new BufferedInputStream(answer.body(), LOOKED_AT);
    body.mark(LOOKED_AT);
    String beginning = new String(body.readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
    body.reset();
    Answer whole = new Answer(answer.uri(), answer.status(), answer.headers(), body);
    Optional<ResponseRules.Action> action = rules.action(answer.status(), beginning);
    if (action.isEmpty()) {
      if (answer.status() >= 200 && answer.status() < 300) {
        return reader.read(whole);
      }
      throw new Trouble(where).of(answer.status(), whole, terms.rateLimit());
    }
    return switch (action.get()) {
      case FAIL -> throw new Trouble(where).failed(answer.status(), whole);
      case RETRY -> throw new Trouble(where).passing(answer.status(), whole, terms.rateLimit());
      case EMPTY -> reader.read(nothing(whole));
      case IGNORE -> {
        ignored.add(
            "%s: answered %d, which response_actions ignore".formatted(where, answer.status()));
        yield reader.read(nothing(whole));
      }
    };
  }

  private static Answer nothing(Answer answer) {
    return new Answer(answer.uri(), 204, answer.headers(), InputStream.nullInputStream());
  }

  /** The answers that a rule had ignored, in words. */
  public List<String> ignored() {
    return ignored.all();
  }

  /** What goes to a guest carries nothing that was meant for the API. */
  private static Call bare(Call call) {
    return new Call(
        call.method(),
        call.address(),
        call.params(),
        java.util.Map.of("Accept", "application/json"),
        call.json());
  }

  private Answer answer(HttpResponse<InputStream> response, InputStream body) throws IOException {
    String encoding = response.headers().firstValue("content-encoding").orElse("");
    boolean empty = response.statusCode() == 204;
    InputStream decoded =
        empty ? InputStream.nullInputStream() : Decoded.of(body, encoding, terms.mostBytes());
    return new Answer(response.uri(), response.statusCode(), response.headers(), decoded);
  }

  private Call redirected(Call call, HttpResponse<?> response, String where) {
    String location = response.headers().firstValue("location").orElse("");
    URI target = Links.resolve(response.uri(), location, where, "a redirect");
    site.requireWelcome(target, where, "a redirect (status " + response.statusCode() + ")");
    boolean keeps = response.statusCode() == 307 || response.statusCode() == 308;
    Call next = call.to(target);
    return keeps
        ? new Call(
            call.method(),
            target,
            call.hasBody() ? call.params() : java.util.Map.of(),
            call.headers(),
            call.json())
        : new Call("GET", next.address(), next.params(), next.headers());
  }

  private HttpResponse<InputStream> send(Call call, long latest, String where) throws IOException {
    site.requireSafe(call.uri(), where);
    await();
    Duration left = Duration.ofNanos(Math.max(1, latest - System.nanoTime()));
    Duration patience = left.compareTo(terms.timeout()) < 0 ? left : terms.timeout();
    HttpRequest request = Requests.of(call, patience);
    Body body = new Body(terms.timeout(), latest);
    HttpClient client = site.isHome(call.uri()) ? terms.clients().home() : terms.clients().guests();
    CompletableFuture<HttpResponse<InputStream>> sending = client.sendAsync(request, info -> body);
    stop.ends(
        () -> {
          sending.cancel(true);
          body.close();
        });
    try {
      return sending.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (java.util.concurrent.CancellationException e) {
      stop.check();
      throw new IOException("the request was cancelled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(ErrorCode.INTERRUPTED, where + ": interrupted.", e);
    }
  }

  private void await() {
    try {
      terms.rateLimit().await(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(ErrorCode.INTERRUPTED, "interrupted while waiting to ask", e);
    }
    stop.check();
  }
}
