package dev.penstock.bench;

import java.util.stream.IntStream;

/** Ten thousand commits of a job, made of its first one, in the lake of the first round. */
final class LongHistory {
  static final int RECORDS = 10_000;

  private final Lake lake;
  private final String home;

  LongHistory(Lake lake, String jobId) {
    this.lake = lake;
    this.home = "_penstock/" + jobId;
  }

  void write() {
    String first = lake.text(1, record(1));
    IntStream.rangeClosed(2, RECORDS)
        .forEach(
            sequence ->
                lake.write(
                    1,
                    record(sequence),
                    first.replace("\"sequence\" : 1,", "\"sequence\" : %d,".formatted(sequence))));
    lake.write(1, home + "/published", digits(RECORDS));
    // What this took is nobody's figure.
    lake.requests();
  }

  private String record(int sequence) {
    return home + "/commits/" + digits(sequence) + ".json";
  }

  private static String digits(int sequence) {
    return "%020d".formatted(sequence);
  }
}
