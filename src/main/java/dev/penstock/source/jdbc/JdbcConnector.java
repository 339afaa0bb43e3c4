package dev.penstock.source.jdbc;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.job.Settings;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceTerms;
import dev.penstock.job.SourceType;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.Connector;
import dev.penstock.source.Explorable;
import dev.penstock.source.FoundTable;
import dev.penstock.source.Grouping;
import dev.penstock.source.Reachable;
import dev.penstock.source.Source;
import dev.penstock.source.Visit;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.Transactions.Session;
import dev.penstock.source.jdbc.dialect.generic.GenericDialect;
import dev.penstock.source.jdbc.dialect.mysql.MysqlDialect;
import dev.penstock.source.jdbc.dialect.oracle.OracleDialect;
import dev.penstock.source.jdbc.dialect.postgres.PostgresDialect;
import dev.penstock.source.jdbc.dialect.sqlite.SqliteDialect;
import dev.penstock.source.jdbc.dialect.sqlserver.SqlServerDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Opens tables and queries of databases. One for each run: it keeps a pool for each source. */
public final class JdbcConnector implements Connector, Reachable, Explorable, Grouping {
  private static final Map<SourceType, Dialect> DIALECTS =
      Map.of(
          SourceType.POSTGRESQL, new PostgresDialect(),
          SourceType.SQLITE, new SqliteDialect(),
          SourceType.MYSQL, new MysqlDialect(),
          SourceType.ORACLE, new OracleDialect(),
          SourceType.JDBC, new GenericDialect(),
          SourceType.SQLSERVER, new SqlServerDialect(),
          SourceType.AZURE_SQL, new SqlServerDialect());

  /** The longest that one statement of a visit may take. */
  private static final Duration VISIT_TIMEOUT = Duration.ofSeconds(30);

  private final Map<SourceType, Dialect> dialects;
  private final Map<String, SourceSettings> sources;
  private final SecretStore secrets;
  private final Reading reading;
  private final int jobs;
  private final EntraTokens tokens;
  private final Map<String, SourceTerms> terms;
  private final Map<String, Access> accesses = new ConcurrentHashMap<>();
  private final Groups groups = new Groups();

  /** The settings and the pool of a source. */
  private record Access(ConnectionSettings settings, Pool pool) {}

  /**
   * @param sources by the name of the source; one that is absent has settings in the secret store
   *     alone
   * @param jobs how many jobs run at the same time
   * @param tokens asked once for each connection of a source that has no password
   */
  public JdbcConnector(
      Map<String, SourceSettings> sources,
      SecretStore secrets,
      Reading reading,
      int jobs,
      EntraTokens tokens) {
    this(sources, secrets, reading, jobs, tokens, Map.of());
  }

  /**
   * The same for sources that may not be used without limits.
   *
   * @param terms by the name of the source
   */
  public JdbcConnector(
      Map<String, SourceSettings> sources,
      SecretStore secrets,
      Reading reading,
      int jobs,
      EntraTokens tokens,
      Map<String, SourceTerms> terms) {
    this(sources, secrets, reading, jobs, tokens, terms, DIALECTS);
  }

  /** With other dialects, for tests. */
  JdbcConnector(
      Map<String, SourceSettings> sources,
      SecretStore secrets,
      Reading reading,
      int jobs,
      EntraTokens tokens,
      Map<String, SourceTerms> terms,
      Map<SourceType, Dialect> dialects) {
    this.dialects = Map.copyOf(dialects);
    this.sources = Map.copyOf(sources);
    this.secrets = requireNonNull(secrets, "secrets");
    this.reading = requireNonNull(reading, "reading");
    this.jobs = jobs;
    this.tokens = requireNonNull(tokens, "tokens");
    this.terms = Map.copyOf(terms);
  }

  /** With slices of the usual size. */
  public JdbcConnector(
      Map<String, SourceSettings> sources,
      SecretStore secrets,
      SourceCount count,
      int jobs,
      EntraTokens tokens) {
    this(sources, secrets, new Reading(count, Settings.DEFAULT_SLICE_BYTES), jobs, tokens);
  }

  /** The kinds of database that this connector can read. */
  public static Set<SourceType> types() {
    return DIALECTS.keySet();
  }

  @Override
  public Source open(Job job) {
    Database database = database(job);
    Pool pool = database.pool();
    Optional<GroupMoment> group = groups.of(job);
    if (group.isPresent()) {
      requireGroups(job, database);
    }
    pool.seats().takeFirst();
    try {
      pool.makeRoom(job.effort().parallelism(), groups.at(job));
      return JdbcSource.open(database, job, reading, group);
    } catch (SQLException e) {
      pool.seats().giveBack();
      throw database.failed("opening " + job.extract().qualifiedName(), e);
    } catch (RuntimeException | Error e) {
      pool.seats().giveBack();
      throw e;
    }
  }

  /** The job's source, over the pool that all jobs of the source share. */
  private Database database(Job job) {
    Dialect dialect = dialect(job);
    Access access =
        accesses.computeIfAbsent(
            job.sourceType() + " " + job.sourceName(), key -> access(job, dialect));
    Session session = new Session("penstock/" + job.id(), job.effort().timeout(), Optional.empty());
    String address =
        "source %s (%s)".formatted(job.sourceName(), dialect.access().place(access.settings()));
    return new Database(dialect, access.pool(), access.settings(), session, job.place(), address);
  }

  /** Each group holds a connection; the jobs need one more, or they would wait forever. */
  private void requireGroups(Job job, Database database) {
    Optional<String> obstacle = database.dialect().access().groupObstacle();
    if (obstacle.isPresent()) {
      throw new IngestException(
          ErrorCode.CONFIG, OfflineCheck.noGroup(job, obstacle.get()).message());
    }
    int held = groups.at(job);
    if (!database.pool().seats().leaveOneBeside(held)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column snapshot_group: %d group%s of source %s hold%s a connection each, and max_connections leaves none to read with.\nRaise max_connections of the source to %d or more, or empty the cell."
              .formatted(
                  job.place(),
                  held,
                  held == 1 ? "" : "s",
                  job.sourceName(),
                  held == 1 ? "s" : "",
                  held + 1));
    }
  }

  @Override
  public void expect(List<Job> jobs) {
    groups.expect(jobs.stream().filter(job -> DIALECTS.containsKey(job.sourceType())).toList());
  }

  @Override
  public void ended(Job job) {
    groups.ended(job);
  }

  /**
   * What is wrong with these jobs and can be told without connecting; jobs that other connectors
   * read are passed over.
   */
  public List<Problem> offlineProblems(List<Job> jobs) {
    OfflineCheck check = new OfflineCheck(sources, secrets);
    List<Problem> problems = new ArrayList<>();
    for (Job job : jobs) {
      if (dialects.containsKey(job.sourceType())) {
        problems.addAll(check.of(job, dialect(job).access()));
      }
    }
    return problems;
  }

  /**
   * Where each key comes from that the sources of these jobs read; jobs that other connectors read
   * are passed over.
   */
  public List<KeyAnswer> keyAnswers(List<Job> jobs) {
    Map<String, List<KeyAnswer>> bySource = new LinkedHashMap<>();
    for (Job job : jobs) {
      if (dialects.containsKey(job.sourceType())) {
        bySource.computeIfAbsent(
            job.sourceName(), name -> lookup(name).answers(dialect(job).access()));
      }
    }
    return bySource.values().stream().flatMap(List::stream).toList();
  }

  private SourceSettings sheet(String source) {
    return sources.getOrDefault(source, SourceSettings.empty(source));
  }

  private Dialect dialect(Job job) {
    Dialect dialect = dialects.get(job.sourceType());
    if (dialect == null) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column source_type: %s cannot be read yet.\nDisable the row, or use one of: %s."
              .formatted(job.place(), job.sourceType().word(), words()));
    }
    return dialect;
  }

  private static String words() {
    return DIALECTS.keySet().stream()
        .sorted()
        .map(SourceType::word)
        .collect(Collectors.joining(", "));
  }

  @Override
  public Visit visit(Job job) {
    Dialect dialect = dialect(job);
    ConnectionSettings settings = settings(job, dialect);
    Database database = visited(dialect, settings, "source " + job.sourceName(), "penstock/doctor");
    return JdbcVisit.begin(database);
  }

  @Override
  public List<FoundTable> explore(
      SourceType type, String source, Optional<String> schema, BiPredicate<String, String> wanted) {
    Dialect dialect = dialects.get(type);
    ConnectionSettings settings = lookup(source).settings(dialect.access());
    Database database = visited(dialect, settings, "source " + source, "penstock/discover");
    try (Connection connection = database.pool().connect()) {
      dialect.access().begin(connection, database.session());
      return new Explorer(database.spokenOn(connection), connection).tables(schema, wanted);
    } catch (SQLException e) {
      throw database.failed("reading the catalogue", e);
    }
  }

  @Override
  public List<String> tables(Job job) {
    Database database = database(job);
    Seats seats = database.pool().seats();
    seats.takeFirst();
    try (Connection connection = database.pool().connect()) {
      database.dialect().access().begin(connection, database.session());
      return new Explorer(database, connection).names(job.extract().schemaName());
    } catch (SQLException e) {
      throw database.failed("listing its tables", e);
    } finally {
      seats.giveBack();
    }
  }

  /** A database that is looked at with a connection of its own. */
  private Database visited(
      Dialect dialect, ConnectionSettings settings, String where, String name) {
    return new Database(
        dialect,
        new Pool(logins(dialect, settings), jobs, SourceTerms.NONE),
        settings,
        new Session(name, VISIT_TIMEOUT, Optional.empty()),
        where,
        dialect.access().place(settings));
  }

  private Access access(Job job, Dialect dialect) {
    ConnectionSettings settings = settings(job, dialect);
    SourceTerms agreed = terms.getOrDefault(job.sourceName(), SourceTerms.NONE);
    return new Access(settings, new Pool(logins(dialect, settings), jobs, agreed));
  }

  private LoginOnce logins(Dialect dialect, ConnectionSettings settings) {
    SessionSql sessionSql = lookup(settings.source()).sessionSql();
    return new LoginOnce(dialect, settings, tokens, sessionSql);
  }

  private ConnectionSettings settings(Job job, Dialect dialect) {
    return lookup(job.sourceName()).settings(dialect.access());
  }

  private ConnectionLookup lookup(String source) {
    return new ConnectionLookup(sheet(source), secrets);
  }

  @Override
  public void close() {
    groups.close();
    accesses.values().forEach(access -> access.pool().close());
  }
}
