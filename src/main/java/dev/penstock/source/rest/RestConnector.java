package dev.penstock.source.rest;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.failure.Time;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.AuthType;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Job;
import dev.penstock.job.Rate;
import dev.penstock.job.ResponseRules;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.Connector;
import dev.penstock.source.Grouping;
import dev.penstock.source.Nested;
import dev.penstock.source.Reachable;
import dev.penstock.source.Source;
import dev.penstock.source.Visit;
import dev.penstock.source.rest.auth.EntraTokens;
import dev.penstock.source.rest.auth.TlsFiles;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Clients;
import dev.penstock.source.rest.http.Credentials;
import dev.penstock.source.rest.http.Origin;
import dev.penstock.source.rest.http.RateLimit;
import dev.penstock.source.rest.http.Site;
import dev.penstock.source.rest.http.Stop;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** Opens endpoints of APIs. One for each run: jobs of a source share its token and its limits. */
public final class RestConnector implements Connector, Reachable, Grouping, Nested {
  /** One answer that is larger is no page. */
  private static final long MOST_BYTES = 8L << 30;

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

  private final Map<String, SourceSettings> sources;
  private final SecretStore secrets;
  private final Redactor redactor;
  private final Weather weather;
  private final EntraTokens entra;
  private final Harvests harvests = new Harvests();
  private final Map<String, Clients> clients = new ConcurrentHashMap<>();
  private final Map<String, RateLimit> limits = new ConcurrentHashMap<>();
  private final Map<String, Credentials> signatures = new ConcurrentHashMap<>();

  /** Makes clients, which follow no redirect by themselves. */
  public interface HttpClients {
    /**
     * @param tls whom to trust and what to prove; empty does as the JVM does
     */
    HttpClient with(Optional<SSLContext> tls);
  }

  /**
   * With what and how patiently APIs are asked.
   *
   * @param clients make each client once, when it is first needed
   * @param retry of one request
   */
  public record Weather(HttpClients clients, RetryPolicy retry, Time time, Clock clock) {
    /** A page is tried for some minutes; after that the job begins anew, if it may. */
    private static final RetryPolicy PAGES =
        new RetryPolicy(
            5,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            0.3,
            Duration.ofMinutes(5),
            Duration.ofMinutes(15));

    public Weather {
      requireNonNull(clients, "clients");
      requireNonNull(retry, "retry");
      requireNonNull(time, "time");
      requireNonNull(clock, "clock");
    }

    public static Weather usual(HttpClients clients, Clock clock) {
      return new Weather(clients, PAGES, Time.REAL, clock);
    }
  }

  /**
   * @param sources by the name of the source; one that is absent has settings in the secret store
   *     alone
   * @param redactor is told of every secret that is used or given
   */
  public RestConnector(
      Map<String, SourceSettings> sources,
      SecretStore secrets,
      Redactor redactor,
      Weather weather,
      EntraTokens entra) {
    this.sources = Map.copyOf(sources);
    this.secrets = requireNonNull(secrets, "secrets");
    this.redactor = requireNonNull(redactor, "redactor");
    this.weather = requireNonNull(weather, "weather");
    this.entra = requireNonNull(entra, "entra");
  }

  @Override
  public Source open(Job job) {
    return source(job);
  }

  RestSource source(Job job) {
    Stop stop = new Stop();
    Job root = Harvests.root(job);
    Level level = level(root, stop);
    if (level.makesTables()) {
      harvests.begin(root);
    } else if (endpoint(job).inner().isPresent()) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s: job %s would be a table inside the records of job %s, but lists in them are none.\nSet nested to tables for it in the sheet Endpoints, or name the job %s."
              .formatted(job.place(), job.id(), root.id(), root.id()));
    }
    return new RestSource(job, level, stop, harvests);
  }

  private Level level(Job job, Stop stop) {
    RestLookup lookup = lookup(job.sourceName());
    ApiOptions options = lookup.options();
    lookup.requireAll(options, asked(job), needsBase(job));
    hide(lookup, options);
    ApiOptions merged = options.with(endpoint(job).settings());
    dev.penstock.source.rest.page.Paginators.problem(job.place(), merged)
        .ifPresent(
            problem -> {
              throw new IngestException(ErrorCode.CONFIG, problem.message());
            });
    if (Shaping.masks(merged)) {
      lookup.requireSalt(merged);
    }
    Template template = new Template(job, merged);
    return Level.of(
        job,
        merged,
        template,
        api(job, merged, template, stop),
        endpoint(job).parent().map(parent -> level(parent.job(), stop)));
  }

  private Api api(Job job, ApiOptions options, Template template, Stop stop) {
    Api.Terms terms = terms(job.sourceName(), options);
    AuthType type = RestLookup.auth(options, asked(job));
    Credentials credentials =
        signatures.computeIfAbsent(
            job.sourceName() + " " + type,
            key ->
                new Signatures(job.sourceName(), options, terms, redactor, weather.clock(), entra)
                    .of(type));
    ResponseRules rules =
        options
            .text(ApiSetting.RESPONSE_ACTIONS)
            .flatMap(ResponseRules::parse)
            .orElse(ResponseRules.NONE);
    return new Api(terms, site(job, options, template), credentials, stop, rules);
  }

  private Api.Terms terms(String source, ApiOptions options) {
    RateLimit limit =
        limits.computeIfAbsent(
            source,
            name ->
                new RateLimit(
                    options.text(ApiSetting.RATE_LIMIT).flatMap(Rate::parse), weather.clock()));
    long seconds = options.whole(ApiSetting.TIMEOUT).orElse(USUAL_TIMEOUT.toSeconds());
    return new Api.Terms(
        clients(source, options),
        weather.retry(),
        limit,
        Duration.ofSeconds(seconds),
        MOST_BYTES,
        weather.time());
  }

  private Clients clients(String source, ApiOptions options) {
    Clients usual =
        clients.computeIfAbsent(
            "",
            any -> {
              HttpClient client = weather.clients().with(Optional.empty());
              return new Clients(client, client);
            });
    return clients.computeIfAbsent(
        "source " + source,
        any ->
            tls(source, options)
                .context()
                .map(own -> weather.clients().with(Optional.of(own)))
                .map(home -> new Clients(home, usual.guests()))
                .orElse(usual));
  }

  private static TlsFiles tls(String source, ApiOptions options) {
    return new TlsFiles(
        "source " + source,
        options.text(ApiSetting.CLIENT_CERTIFICATE),
        options.text(ApiSetting.CLIENT_KEY),
        options
            .text(ApiSetting.CLIENT_KEY_PASSWORD)
            .map(password -> new Secret(password, "settings of " + source)),
        options.text(ApiSetting.ROOT_CERTIFICATE));
  }

  private static Site site(Job job, ApiOptions options, Template template) {
    URI address = template.sample().uri();
    Origin home = Origin.of(options.text(ApiSetting.BASE_URL).map(URI::create).orElse(address));
    Set<String> guests = new HashSet<>();
    Arrays.stream(options.text(ApiSetting.ALLOWED_HOSTS, "").split("[,;\\s]+"))
        .filter(host -> !host.isEmpty())
        .forEach(host -> guests.add(host.toLowerCase(java.util.Locale.ROOT)));
    Site site = new Site(home, guests, Signatures.plain(options));
    site.requireWelcome(address, job.place() + ", column api_endpoint", "it");
    return site;
  }

  private void hide(RestLookup lookup, ApiOptions options) {
    for (ApiSetting setting : ApiSetting.values()) {
      if (setting.isSecret()) {
        options.text(setting).ifPresent(redactor::register);
      }
    }
    for (ApiSetting setting : List.of(ApiSetting.HEADERS, ApiSetting.PARAMS)) {
      if (lookup.keepsInStore(setting)) {
        options.pairs(setting).values().values().forEach(all -> all.forEach(redactor::register));
      }
    }
  }

  private static Endpoint endpoint(Job job) {
    return job.extract()
        .endpoint()
        .orElseThrow(
            () ->
                new IngestException(
                    ErrorCode.CONFIG,
                    "%s, column api_endpoint: empty.\nWrite the endpoint's path, such as /v1/orders."
                        .formatted(job.place())));
  }

  private static Optional<AuthType> asked(Job job) {
    return Optional.ofNullable(endpoint(job).settings().get(ApiSetting.AUTH_TYPE))
        .flatMap(AuthType::parse);
  }

  private static boolean needsBase(Job job) {
    return !endpoint(job).path().matches("(?i)https?://.*");
  }

  private RestLookup lookup(String source) {
    return new RestLookup(sources.getOrDefault(source, SourceSettings.empty(source)), secrets);
  }

  /**
   * What is wrong with these jobs and can be told without asking an API; jobs that other connectors
   * read are passed over.
   */
  public List<Problem> offlineProblems(List<Job> jobs) {
    return new OfflineCheck(this::lookup).of(rest(jobs));
  }

  /** Where each key comes from that the sources of these jobs read. */
  public List<KeyAnswer> keyAnswers(List<Job> jobs) {
    return new KeyAnswers(sources, secrets).of(rest(jobs));
  }

  private static List<Job> rest(List<Job> jobs) {
    return jobs.stream().filter(job -> job.sourceType() == SourceType.REST).toList();
  }

  @Override
  public Visit visit(Job job) {
    return new RestVisit(job, this);
  }

  @Override
  public List<String> tables(Job job) {
    throw new IngestException(
        ErrorCode.CONFIG,
        "%s, column table_name: an API has no tables to choose from.\nName one table."
            .formatted(job.place()));
  }

  @Override
  public Optional<List<String>> inner(Job job) {
    return harvests.tables(job);
  }

  @Override
  public void expect(List<Job> jobs) {
    // What belongs together is seen from the jobs themselves.
  }

  @Override
  public void ended(Job job) {
    harvests.end(job);
  }

  @Override
  public void close() {
    harvests.close();
    // The JDK's client ends by itself when nobody holds it.
    signatures.clear();
  }
}
