package dev.penstock.bench;

import dev.penstock.testing.MariaServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is run for each subject. */
final class Commands {
  private final Places places;
  private final Path penstock;
  private final Servers servers;
  private final LineItemTable table;
  private final Optional<CopyBaseline> copy;
  private final Lake lake;
  private final Optional<Dlt> dlt;

  /**
   * @param penstock the launcher that users call
   */
  Commands(
      Places places,
      Path penstock,
      Servers servers,
      LineItemTable table,
      Lake lake,
      Optional<Dlt> dlt) {
    this.dlt = dlt;
    this.places = places;
    this.penstock = penstock;
    this.servers = servers;
    this.table = table;
    this.lake = lake;
    this.copy = servers.postgres().map(postgres -> new CopyBaseline(postgres, table));
  }

  Command of(Subject subject, int round) {
    return switch (subject) {
      case COPY_1 -> copy.orElseThrow().oneConnection();
      case COPY_2 -> copy.orElseThrow().twoConnections();
      case RESULT_SET -> Command.java(ReadLoop.class, postgres().url(), table.qualifiedName());
      case PENSTOCK_1 -> load(BenchWorkbook.jobId(1), Map.of());
      case PENSTOCK_2 -> load(BenchWorkbook.jobId(2), Map.of());
      case LAKE_1 -> load(BenchWorkbook.jobId(1), lake.environment(round));
      case WIDE_1 -> load(BenchWorkbook.WIDE_JOB, Map.of());
      case MARIA_LOOP -> Command.java(ReadLoop.class, maria().url(), maria().table());
      case MARIA_1 -> load(BenchWorkbook.MARIA_JOB, Map.of());
      case REST_LOOP ->
          Command.java(RestLoop.class, rest().url(), Integer.toString(rest().pages()));
      case REST_1 -> load(BenchWorkbook.REST_JOB, Map.of());
      case DLT_REST ->
          dlt.orElseThrow().load(places, rest().url(), places.output(Subject.DLT_REST));
      case NAIVE -> naive();
      case VALIDATE ->
          Command.of(
              penstock.toString(), "validate", "--workbook", places.sampleWorkbook().toString());
    };
  }

  String copyProgram() {
    return copy.map(CopyBaseline::program).orElse("nobody here");
  }

  private PrivatePostgres postgres() {
    return servers.postgres().orElseThrow();
  }

  private PrivateMaria maria() {
    return servers.maria().orElseThrow();
  }

  private RestApi rest() {
    return servers.rest().orElseThrow();
  }

  /** Anything that is done only once, such as building the jar, is done here and not timed. */
  Command firstCall() {
    return Command.of(penstock.toString(), "version");
  }

  private Command naive() {
    Path file = places.output(Subject.NAIVE).resolve("lineitem.parquet");
    return Command.java(
        NaiveExport.class, postgres().url(), table.qualifiedName(), file.toString());
  }

  /** Shows the newest commit of the job that the first round loaded into the lake. */
  Command newestRecord() {
    return new Command(
        List.of(
            penstock.toString(),
            "state",
            "show",
            "--workbook",
            places.workbook().toString(),
            "--job",
            BenchWorkbook.jobId(1)),
        lake.environment(1));
  }

  private Command load(String job, Map<String, String> destination) {
    Map<String, String> environment = new HashMap<>(destination);
    environment.put("DLT_BENCH_USERNAME", PrivatePostgres.USER);
    environment.put("DLT_BENCH_PASSWORD", "bench");
    environment.put("DLT_MARIA_USERNAME", MariaServer.USER);
    environment.put("DLT_MARIA_PASSWORD", MariaServer.PASSWORD);
    return new Command(
        List.of(
            penstock.toString(), "run", "--workbook", places.workbook().toString(), "--job", job),
        environment);
  }
}
