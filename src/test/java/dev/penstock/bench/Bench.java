package dev.penstock.bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Entry point of {@code bench/run.sh}. */
@Command(
    name = "bench/run.sh",
    description = "Times Penstock against COPY and against a naive program.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every budget that was judged is kept",
      "1:a budget is missed",
      "2:something failed or a file was wrong; there is no report"
    })
public final class Bench implements Callable<Integer> {
  @Option(
      names = "--scale",
      defaultValue = "1",
      description = "TPC-H scale; 0.01 tries everything out in a minute. Default: 1")
  private double scale;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: 5")
  private int rounds;

  @Option(
      names = "--only",
      split = ",",
      description =
          "Time these alone: copy-1 copy-2 result-set penstock-1 penstock-2 lake-1"
              + " wide-1 maria-loop maria-1 rest-loop rest-1 dlt-rest naive validate, parted by"
              + " commas")
  private List<Subject> only = List.of();

  @Option(names = "--write-docs", description = "Write the report to docs/benchmarks.md as well")
  private boolean writeDocs;

  @SuppressWarnings("UnusedVariable") // picocli sets it, and stops there
  @Option(names = "--help", usageHelp = true, description = "Show this and end")
  private boolean help;

  @Option(names = "--penstock", description = "Call this program in place of ./run.sh")
  private Optional<Path> penstock = Optional.empty();

  private Optional<Dlt> dlt = Optional.empty();

  private final Places places;
  private final Machine machine = Machine.here();
  private final String typed;

  private Bench(Places places, String typed) {
    this.places = places;
    this.typed = typed;
  }

  public static void main(String[] arguments) {
    Places places = new Places(Path.of("").toAbsolutePath());
    String typed = String.join(" ", "bench/run.sh", String.join(" ", arguments)).strip();
    System.exit(
        new CommandLine(new Bench(places, typed))
            .registerConverter(Subject.class, Subject::parse)
            .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure))
            .execute(arguments));
  }

  private static int failed(Exception failure) throws Exception {
    if (!(failure instanceof BenchException)) {
      throw failure;
    }
    System.err.println(failure.getMessage());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      System.err.println("because: " + cause.getMessage());
    }
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() {
    if (rounds < 1 || scale <= 0) {
      throw new BenchException(
          "--rounds %d, --scale %s: both must be above 0".formatted(rounds, scale));
    }
    LineItemTable table = new LineItemTable(scale);
    Places.emptied(places.logs());
    dlt = subjects().contains(Subject.DLT_REST) ? Dlt.installed(places) : Optional.empty();
    if (subjects().stream().noneMatch(Subject::readsPostgres)) {
      return withMaria(Optional.empty(), table);
    }
    try (PrivatePostgres postgres =
        PrivatePostgres.start(places.work().resolve("postgres"), machine)) {
      postgres.prepare(table, subjects().contains(Subject.WIDE_1));
      return withMaria(Optional.of(postgres), table);
    }
  }

  private Set<Subject> subjects() {
    return only.isEmpty() ? EnumSet.allOf(Subject.class) : EnumSet.copyOf(only);
  }

  /** Those that can be timed here. */
  private Set<Subject> timed() {
    Set<Subject> timed = EnumSet.copyOf(subjects());
    timed.removeIf(subject -> subject == Subject.DLT_REST && dlt.isEmpty());
    return timed;
  }

  private int withMaria(Optional<PrivatePostgres> postgres, LineItemTable table) {
    if (subjects().stream().noneMatch(Subject::readsMaria)) {
      return withRest(postgres, Optional.empty(), table);
    }
    try (PrivateMaria maria = PrivateMaria.start(places.work().resolve("mariadb"), table)) {
      return withRest(postgres, Optional.of(maria), table);
    }
  }

  private int withRest(
      Optional<PrivatePostgres> postgres, Optional<PrivateMaria> maria, LineItemTable table) {
    if (timed().stream().noneMatch(Subject::readsRest)) {
      return run(new Servers(postgres, maria, Optional.empty()), table);
    }
    try (RestApi rest = RestApi.start(scale, places.log("api"))) {
      return run(new Servers(postgres, maria, Optional.of(rest)), table);
    }
  }

  private int run(Servers servers, LineItemTable table) {
    BenchWorkbook.write(places.workbook(), servers, table);
    Path launcher = penstock.orElse(places.repository().resolve("run.sh")).toAbsolutePath();
    try (Lake lake = new Lake(places.lake(), places.log("lake"))) {
      Commands commands = new Commands(places, launcher, servers, table, lake, dlt);
      return run(commands, lake, servers, table);
    }
  }

  private Map<Subject, TableCheck> checks(Servers servers, LineItemTable table) {
    Map<Subject, TableCheck> checks = new EnumMap<>(Subject.class);
    servers
        .postgres()
        .map(postgres -> TableCheck.of(postgres, table))
        .ifPresent(
            narrow -> {
              for (Subject subject : Subject.values()) {
                checks.put(subject, narrow);
              }
            });
    servers.maria().ifPresent(server -> checks.put(Subject.MARIA_1, TableCheck.of(server)));
    servers.rest().ifPresent(api -> checks.put(Subject.REST_1, api.check()));
    servers.rest().ifPresent(api -> checks.put(Subject.DLT_REST, api.check()));
    if (subjects().contains(Subject.WIDE_1)) {
      checks.put(
          Subject.WIDE_1, TableCheck.of(servers.postgres().orElseThrow(), new WideTable(table)));
    }
    return checks;
  }

  private int run(Commands commands, Lake lake, Servers servers, LineItemTable table) {
    Map<Subject, TableCheck> checks = checks(servers, table);
    Circumstances circumstances = circumstances(servers, commands);
    if (timed().stream().anyMatch(Subject::callsPenstock)) {
      commands.firstCall().measure(places.work(), places.log("first-call"));
    }
    Results results = new Rounds(places, commands, checks, lake).run(timed(), rounds);
    servers.rest().ifPresent(api -> results.setJsonBytes(api.jsonBytes()));
    List<Budget> budgets = Budget.of(results, scale);
    OptionalLong rows =
        Stream.of(Subject.PENSTOCK_1, Subject.MARIA_1)
            .filter(checks::containsKey)
            .mapToLong(subject -> checks.get(subject).rows())
            .findFirst();
    publish(new Report(machine, circumstances, table, rows, results).markdown(budgets));
    return budgets.stream().anyMatch(Budget::isMissed) ? 1 : 0;
  }

  private Circumstances circumstances(Servers servers, Commands commands) {
    return new Circumstances(
        LocalDate.now(ZoneOffset.UTC),
        Circumstances.commit(places.repository()),
        servers.words(),
        commands.copyProgram(),
        Machine.load(),
        typed);
  }

  private void publish(String report) {
    System.out.print(report);
    if (writeDocs) {
      Places.write(places.docs(), report);
    }
  }
}
