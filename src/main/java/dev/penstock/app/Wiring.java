package dev.penstock.app;

import dev.penstock.cli.Rooms;
import dev.penstock.cli.WorkbookOptions;
import dev.penstock.cli.Workshop;
import dev.penstock.destination.Destination;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.destination.lake.LakeOptions;
import dev.penstock.doctor.Checkup;
import dev.penstock.doctor.FrontDoor;
import dev.penstock.engine.Connectors;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.LocalSplitExecutor;
import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretStore;
import dev.penstock.secret.SecretStores;
import dev.penstock.secret.env.EnvironmentSecrets;
import dev.penstock.secret.toml.TomlSecrets;
import dev.penstock.source.Connector;
import dev.penstock.source.Reachable;
import dev.penstock.source.jdbc.EntraTokens;
import dev.penstock.source.jdbc.JdbcConnector;
import dev.penstock.source.jdbc.dialect.EntraLogin;
import dev.penstock.workbook.SecretCells;
import dev.penstock.workbook.WorkbookContents;
import dev.penstock.workbook.WorkbookReader;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which room stands behind which door. */
final class Wiring implements Rooms {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private final Path home;
  private final Map<String, String> environment;
  private final Redactor redactor;
  private final Clock clock;
  private Optional<EntraTokens> tokens = Optional.empty();

  Wiring(Path home, Map<String, String> environment, Redactor redactor, Clock clock) {
    this.home = home;
    this.environment = environment;
    this.redactor = redactor;
    this.clock = clock;
  }

  @Override
  public WorkbookContents read(WorkbookOptions options) {
    WorkbookContents contents =
        new WorkbookReader(environment, options.settings()).read(home.resolve(options.workbook()));
    contents.sources().values().forEach(this::hideSecretCells);
    return contents;
  }

  /** The workbook warns of them; that does not keep them out of a driver's messages. */
  private void hideSecretCells(SourceSettings source) {
    source
        .values()
        .forEach(
            (column, value) -> {
              if (SecretCells.isSecretColumn(column)) {
                redactor.register(value);
              }
              if (value.contains("://")) {
                redactor.registerUrl(value);
              }
            });
  }

  @Override
  public List<Problem> secretProblems() {
    return secretsFile().warnings();
  }

  @Override
  public List<Problem> offlineProblems(WorkbookContents contents) {
    List<Problem> problems = new ArrayList<>();
    try {
      problems.addAll(secretsFile().warnings());
      SecretStore secrets = secrets();
      try (JdbcConnector jdbc = jdbc(contents, secrets)) {
        problems.addAll(jdbc.offlineProblems(contents.jobs()));
      }
      problems.addAll(destinationProblems(contents, secrets));
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    return problems;
  }

  /** The target's, which come with its warnings; with none that is an error, the layout's. */
  private List<Problem> destinationProblems(WorkbookContents contents, SecretStore secrets) {
    List<Problem> problems = target(secrets).problems();
    if (problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
      destination(contents, secrets).close();
    }
    return problems;
  }

  @Override
  public Workshop open(WorkbookContents contents) {
    LogFiles logs =
        LogFiles.open(
            home.resolve("logs"), clock.instant(), contents.settings().timezone(), redactor);
    SecretStore secrets = secrets();
    target(secrets).problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.WARNING)
        .forEach(problem -> LOG.warn("{}", problem.message()));
    Connector jdbc = jdbc(contents, secrets);
    Connectors connectors =
        new Connectors(Map.of(SourceType.POSTGRESQL, jdbc, SourceType.SQLITE, jdbc));
    Destination lake = destination(contents, secrets);
    RecordFiles records =
        new RecordFiles(home.resolve("metadata"), contents.settings().timezone(), redactor);
    EngineRooms rooms =
        new EngineRooms(
            connectors,
            lake,
            records.audit(),
            LocalSplitExecutor::new,
            new RootAllocator(),
            new LoadIds(clock),
            clock);
    return new OpenWorkshop(rooms, records, logs);
  }

  @Override
  public List<Checkup> checkups(WorkbookContents contents, List<Job> jobs) {
    SecretStore secrets = secrets();
    Reachable jdbc = jdbc(contents, secrets);
    return new Examinations(
            contents.settings().timezone(),
            clock,
            List.of(home.resolve("metadata"), home.resolve("logs")),
            Map.of(SourceType.POSTGRESQL, jdbc, SourceType.SQLITE, jdbc),
            target(secrets),
            new FrontDoor(Wiring::httpClient, clock))
        .of(jobs);
  }

  private static HttpClient httpClient() {
    return HttpClient.newBuilder().proxy(ProxySelector.getDefault()).build();
  }

  private JdbcConnector jdbc(WorkbookContents contents, SecretStore secrets) {
    return new JdbcConnector(
        contents.sources(),
        secrets,
        contents.settings().sourceCount(),
        contents.settings().jobs(),
        this::token);
  }

  /** Most runs sign in nowhere, and what it takes is slow to load. */
  private synchronized Secret token(String source, EntraLogin login, String scope) {
    if (tokens.isEmpty()) {
      Identities identities = new Identities(environment, AzureHttp.client(environment));
      tokens = Optional.of(new SourceTokens(identities, redactor));
    }
    return tokens.get().token(source, login, scope);
  }

  private Destination destination(WorkbookContents contents, SecretStore secrets) {
    return new LakeDestination(
        target(secrets).open(), LakeOptions.of(contents.settings(), EngineVersion.TEXT), clock);
  }

  private Target target(SecretStore secrets) {
    return new Target(secrets, home, clock, new AzureWiring(environment));
  }

  private SecretStore secrets() {
    return new SecretStores(List.of(new EnvironmentSecrets(environment), secretsFile()), redactor);
  }

  private TomlSecrets secretsFile() {
    return TomlSecrets.read(home.resolve(".dlt").resolve("secrets.toml"));
  }
}
