package dev.penstock.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is run for each subject. */
final class Commands {
  private final Places places;
  private final Path penstock;
  private final PrivatePostgres postgres;
  private final LineItemTable table;
  private final CopyBaseline copy;

  /**
   * @param penstock the launcher that users call
   */
  Commands(Places places, Path penstock, PrivatePostgres postgres, LineItemTable table) {
    this.places = places;
    this.penstock = penstock;
    this.postgres = postgres;
    this.table = table;
    this.copy = new CopyBaseline(postgres, table);
  }

  Command of(Subject subject) {
    return switch (subject) {
      case COPY_1 -> copy.oneConnection();
      case COPY_2 -> copy.twoConnections();
      case RESULT_SET -> Command.java(ReadLoop.class, postgres.url(), table.qualifiedName());
      case PENSTOCK_1 -> load(1);
      case PENSTOCK_2 -> load(2);
      case NAIVE -> naive();
      case VALIDATE ->
          Command.of(
              penstock.toString(), "validate", "--workbook", places.sampleWorkbook().toString());
    };
  }

  String copyProgram() {
    return copy.program();
  }

  /** Anything that is done only once, such as building the jar, is done here and not timed. */
  Command firstCall() {
    return Command.of(penstock.toString(), "version");
  }

  private Command naive() {
    Path file = places.output(Subject.NAIVE).resolve("lineitem.parquet");
    return Command.java(NaiveExport.class, postgres.url(), table.qualifiedName(), file.toString());
  }

  private Command load(int parallelism) {
    return new Command(
        List.of(
            penstock.toString(),
            "run",
            "--workbook",
            places.workbook().toString(),
            "--job",
            BenchWorkbook.jobId(parallelism)),
        Map.of("DLT_BENCH_USERNAME", PrivatePostgres.USER, "DLT_BENCH_PASSWORD", "bench"));
  }
}
