package dev.penstock.app;

import dev.penstock.cli.Rooms;
import dev.penstock.cli.WorkbookOptions;
import dev.penstock.cli.Workshop;
import dev.penstock.destination.BreakerDestination;
import dev.penstock.destination.Destination;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.destination.lake.LakeOptions;
import dev.penstock.discover.openapi.ApiDescription;
import dev.penstock.doctor.Checkup;
import dev.penstock.doctor.FrontDoor;
import dev.penstock.doctor.Vault;
import dev.penstock.engine.Connectors;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.LocalSplitExecutor;
import dev.penstock.engine.Pacing;
import dev.penstock.engine.StopSignal;
import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.identity.AzureHttp;
import dev.penstock.job.Job;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceTerms;
import dev.penstock.job.SourceType;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.SecretCopy;
import dev.penstock.secret.SecretStore;
import dev.penstock.secret.keyvault.VaultAddress;
import dev.penstock.source.Connector;
import dev.penstock.source.FoundTable;
import dev.penstock.storage.Containers;
import dev.penstock.workbook.SecretCells;
import dev.penstock.workbook.WorkbookContents;
import dev.penstock.workbook.WorkbookReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which room stands behind which door. Not final, so that a campaign can put faults between the
 * rooms.
 */
class Wiring implements Rooms {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private final Path home;
  private final Map<String, String> environment;
  private final Redactor redactor;
  private final Clock clock;
  private final AzureWiring azure;
  private final SecretPlaces secrets;

  /**
   * @param notice tells the console what is no result
   */
  Wiring(
      Path home,
      Map<String, String> environment,
      Redactor redactor,
      Clock clock,
      Consumer<String> notice) {
    this.home = home;
    this.environment = environment;
    this.redactor = redactor;
    this.clock = clock;
    this.azure = new AzureWiring(environment, redactor);
    this.secrets = new SecretPlaces(home, environment, redactor, azure, notice);
  }

  @Override
  public void prepare() {
    Thread thread = new Thread(this::prepareNow, "prepare");
    thread.setDaemon(true);
    thread.start();
  }

  private void prepareNow() {
    try {
      if (secrets.nameAzure()) {
        azure.prepare();
      }
    } catch (RuntimeException e) {
      // Whoever needs it next meets the same failure, and says it where it belongs.
      LOG.debug("not made ready", e);
    }
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
              if (value.contains("://") || value.startsWith("jdbc:")) {
                redactor.registerUrl(value);
              }
            });
  }

  @Override
  public List<Problem> secretProblems() {
    return secrets.warnings();
  }

  @Override
  public List<Problem> offlineProblems(WorkbookContents contents) {
    List<Problem> problems = new ArrayList<>();
    try {
      SecretStore local = secrets.offline(contents, problems);
      problems.addAll(sources(contents, local).offlineProblems());
      problems.addAll(new TermsOfSources(contents, local).problems());
      problems.addAll(destinationProblems(contents, local));
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    return problems;
  }

  /** The target's, which come with its warnings; with none that is an error, the layout's. */
  private List<Problem> destinationProblems(WorkbookContents contents, SecretStore store) {
    List<Problem> problems = target(store).problems();
    if (problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
      destination(contents, store).close();
    }
    return problems;
  }

  @Override
  public Workshop open(WorkbookContents contents) {
    LogFiles logs =
        LogFiles.open(
            home.resolve("logs"), clock.instant(), contents.settings().timezone(), redactor);
    SecretStore store = secrets.all(contents, clock);
    target(store).problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.WARNING)
        .forEach(problem -> LOG.warn("{}", problem.message()));
    Map<String, SourceTerms> terms = new TermsOfSources(contents, store).all();
    RetryPolicy retry = contents.settings().retry();
    SourceRooms sources = sources(contents, store, terms);
    Connectors connectors = new Connectors(sources.connectors(databases(sources)), retry, clock);
    Destination lake = new BreakerDestination(destination(contents, store), retry, clock);
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
            clock,
            new Pacing(retry, terms, contents.settings().blackoutLongestWait(), StopSignal::time));
    return new OpenWorkshop(rooms, records, logs);
  }

  @Override
  public List<Checkup> checkups(WorkbookContents contents, List<Job> jobs) {
    SecretStore store = secrets.all(contents, clock);
    return new Examinations(
            contents.settings().timezone(),
            clock,
            List.of(home.resolve("metadata"), home.resolve("logs")),
            VaultAddress.of(environment).map(this::visit),
            sources(contents, store).reachable(),
            new TermsOfSources(contents, store).all(),
            target(store),
            new FrontDoor(() -> AzureHttp.plain(environment), clock))
        .of(jobs);
  }

  @Override
  public List<FoundTable> explore(
      WorkbookContents contents,
      SourceType type,
      String source,
      Optional<String> schema,
      BiPredicate<String, String> wanted) {
    return sources(contents, secrets.all(contents, clock)).explore(type, source, schema, wanted);
  }

  @Override
  public ApiDescription description(String place) {
    return new Descriptions(home, () -> AzureHttp.plain(environment), clock).read(place);
  }

  private Vault visit(VaultAddress address) {
    return new VaultVisit(address, address.url(), azure.vaultLogin(), clock);
  }

  /** What the runs of the engine read databases through; closed with the workshop. */
  Connector databases(SourceRooms sources) {
    return sources.jdbc();
  }

  /** What the destination writes to, and closes. */
  Containers containers(SecretStore store) {
    return target(store).open();
  }

  private SourceRooms sources(WorkbookContents contents, SecretStore store) {
    return sources(contents, store, Map.of());
  }

  private SourceRooms sources(
      WorkbookContents contents, SecretStore store, Map<String, SourceTerms> terms) {
    return new SourceRooms(contents, store, redactor, environment, azure, clock, terms);
  }

  private Destination destination(WorkbookContents contents, SecretStore store) {
    return new LakeDestination(
        containers(store), LakeOptions.of(contents.settings(), EngineVersion.TEXT), clock);
  }

  private Target target(SecretStore store) {
    return new Target(store, home, clock, azure);
  }

  @Override
  public List<KeyAnswer> keyAnswers(WorkbookContents contents, List<Job> jobs) {
    SecretStore store = secrets.all(contents, clock);
    List<KeyAnswer> answers = new ArrayList<>(sources(contents, store).keyAnswers(jobs));
    answers.addAll(new TermsOfSources(contents, store).answers(jobs));
    answers.addAll(SecretPlaces.answers(store, asked -> target(asked).problems()));
    return answers;
  }

  @Override
  public SecretCopy secretCopy() {
    return secrets.copy();
  }
}
