package dev.penstock.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The figures as a Markdown page. */
final class Report {
  private static final String READING =
      """

      ## How to read this

      - Each line is a process of its own, timed from start to exit: the start of the JVM and its
        warm-up are in every figure, the start of the server is not.
      - The client and the server share the machine. One connection keeps one core busy at the
        server, so two connections on two cores leave none for the client.
      - Rounds are interleaved; a ratio divides two times of the same round. Times move by a fifth
        or more from day to day on shared machines, ratios less.
      - Penstock also counts the rows at the source and commits its files with fsync; both are in
        its time.
      - After every load, count and sums over the columns of the files, read by DuckDB, equalled
        the database's; otherwise there would be no report.
      - The heap of result-set, the loops and naive is 512 MB, their fetch size 10,000 rows. Peak MB is
        resident memory (10^6 bytes) of the largest process, greatest of all rounds.
      - The lake of lake-1 is the stand-in of the tests: a Java process on the same machine, reached
        by HTTP over the loopback, that keeps its files on the same disk. What it computes is in the
        wall time and takes a core from the client and the server; the way to a real lake is not.
      - wide-1 reads 400 columns and a 25th of the rows: as many values as penstock-1, so the ratio
        of the two is that of the cost of a value.
      - maria-loop and maria-1 read the same rows from InnoDB, in the order of the primary key.
      - rest-loop, rest-1 and dlt-rest (dlt %s, two workers, no telemetry) read the same API, a Java
        process on the same machine that has all pages ready in memory and answers without compression.
      - rest-loop fetches with Java's HTTP client, parses with Jackson and drops all values: what these
        two libraries cost alone.
      - Not measured: a server on another machine, TLS, a real lake, other databases.
      """;

  private final Machine machine;
  private final Circumstances circumstances;
  private final LineItemTable table;
  private final OptionalLong rows;
  private final Results results;

  /**
   * @param rows in lineitem; empty when nothing read it
   */
  Report(
      Machine machine,
      Circumstances circumstances,
      LineItemTable table,
      OptionalLong rows,
      Results results) {
    this.machine = machine;
    this.circumstances = circumstances;
    this.table = table;
    this.rows = rows;
    this.results = results;
  }

  String markdown(List<Budget> budgets) {
    StringBuilder page = new StringBuilder();
    head(page);
    figures(page);
    ratios(page);
    json(page);
    requests(page);
    budgets(page, budgets);
    page.append(READING.formatted(Dlt.version()));
    return page.toString();
  }

  private void head(StringBuilder page) {
    page.append(
        """
        # Benchmarks

        Written by `%s` on %s, commit %s.

        - Machine: %s
        - JDK: %s
        - Server: %s **on the same machine**%s
        - Load of the machine in the minute before the first round: %.2f
        - Data: %s
        - COPY is run by %s

        """
            .formatted(
                circumstances.command(),
                circumstances.date(),
                circumstances.commit(),
                machine,
                machine.jdk(),
                circumstances.server(),
                serverSettings(),
                circumstances.load(),
                data(),
                circumstances.copyProgram()));
  }

  private String serverSettings() {
    return rows.isEmpty()
        ? ""
        : ", tables in memory; PostgreSQL with shared_buffers %s and jit off"
            .formatted(machine.sharedBuffers());
  }

  private String data() {
    String lineItem =
        rows.isEmpty()
            ? ""
            : "TPC-H lineitem at scale %s, %,d rows, 16 columns"
                .formatted(table.scaleText(), rows.getAsLong());
    String orders =
        results.jsonBytes().isEmpty()
            ? ""
            : "orders of 20 fields as %,.0f MB of JSON"
                .formatted(results.jsonBytes().getAsLong() / 1e6);
    return lineItem + (lineItem.isEmpty() || orders.isEmpty() ? "" : "; ") + orders;
  }

  private void figures(StringBuilder page) {
    page.append(
        """
        ## Figures

        Median (least-greatest) of the rounds. CPU is that of the timed process, without the server.

        | | what | wall s | CPU s | rows/s | wall / copy-1 of the same round | peak MB | files MB |
        |---|---|---|---|---|---|---|---|
        """);
    for (Subject subject : results.subjects()) {
      page.append(
          "| %s | %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  subject.word(),
                  subject.title(),
                  text(results.wallSeconds(subject)),
                  text(results.cpuSeconds(subject)),
                  rowsPerSecond(subject),
                  subject.movesRows() ? text(results.ratio(subject, Subject.COPY_1)) : "-",
                  megabytes(results.peakBytes(subject)),
                  megabytes(results.fileBytes(subject))));
    }
  }

  private String rowsPerSecond(Subject subject) {
    return results
        .wallSeconds(subject)
        .filter(any -> subject.movesRows() && rows.isPresent())
        .map(wall -> String.format(Locale.ROOT, "%,.0f", rows.getAsLong() / wall.median()))
        .orElse("-");
  }

  private void ratios(StringBuilder page) {
    page.append(
        """

        | wall time of the same round | median (least-greatest) |
        |---|---|
        """);
    ratio(page, Subject.PENSTOCK_1, Subject.RESULT_SET);
    ratio(page, Subject.PENSTOCK_1, Subject.NAIVE);
    ratio(page, Subject.PENSTOCK_2, Subject.COPY_2);
    ratio(page, Subject.PENSTOCK_2, Subject.PENSTOCK_1);
    ratio(page, Subject.LAKE_1, Subject.PENSTOCK_1);
    ratio(page, Subject.WIDE_1, Subject.PENSTOCK_1);
    ratio(page, Subject.MARIA_1, Subject.MARIA_LOOP);
    ratio(page, Subject.REST_1, Subject.REST_LOOP);
    ratio(page, Subject.REST_1, Subject.DLT_REST);
  }

  private void ratio(StringBuilder page, Subject subject, Subject to) {
    page.append(
        "| %s / %s | %s |%n"
            .formatted(subject.word(), to.word(), text(results.ratio(subject, to))));
  }

  private void json(StringBuilder page) {
    if (results.jsonBytes().isEmpty()) {
      return;
    }
    page.append(
        """

        | MB of JSON for each CPU second of the client | median (least-greatest) |
        |---|---|
        | rest-1 | %s |
        | rest-loop | %s |
        | dlt-rest | %s |
        """
            .formatted(
                text(results.jsonPerCpuSecond(Subject.REST_1)),
                text(results.jsonPerCpuSecond(Subject.REST_LOOP)),
                text(results.jsonPerCpuSecond(Subject.DLT_REST))));
  }

  private void requests(StringBuilder page) {
    if (results.loadRequests().isEmpty()) {
      return;
    }
    page.append(
        """

        | requests to the lake | |
        |---|---|
        | lake-1, one load | %d |
        | newest of 10,000 commit records, by state show | %d |
        """
            .formatted(
                results.loadRequests().getAsInt(), results.newestRecordRequests().getAsInt()));
  }

  private static void budgets(StringBuilder page, List<Budget> budgets) {
    page.append(
        """

        ## Budgets

        | budget | at most | measured | |
        |---|---|---|---|
        """);
    for (Budget budget : budgets) {
      page.append(
          "| %s | %s | %s | %s |%n"
              .formatted(
                  budget.what(), budget.limitText(), budget.measuredText(), budget.verdict()));
    }
  }

  private static String text(Optional<Spread> spread) {
    return spread.map(Spread::toString).orElse("-");
  }

  private static String megabytes(OptionalLong bytes) {
    return bytes.isPresent() ? String.format(Locale.ROOT, "%.0f", bytes.getAsLong() / 1e6) : "-";
  }
}
