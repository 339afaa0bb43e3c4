package dev.penstock.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What is timed, in the order in which a round times it. */
enum Subject {
  COPY_1("copy-1", "binary COPY to nowhere, 1 connection"),
  COPY_2("copy-2", "binary COPY to nowhere, 2 connections by ctid range"),
  RESULT_SET("result-set", "plain ResultSet loop, discard"),
  PENSTOCK_1("penstock-1", "Penstock to Parquet, parallelism 1"),
  PENSTOCK_2("penstock-2", "Penstock to Parquet, parallelism 2"),
  LAKE_1("lake-1", "Penstock to Parquet in a stand-in for ADLS, parallelism 1"),
  NAIVE("naive", "naive program: getObject to Parquet Group rows, snappy"),
  VALIDATE("validate", "validate of the sample workbook");

  private final String word;
  private final String title;

  Subject(String word, String title) {
    this.word = word;
    this.title = title;
  }

  /** The word that {@code --only}, log files and the report use. */
  String word() {
    return word;
  }

  String title() {
    return title;
  }

  /** Whether every row of lineitem passes through it. */
  boolean movesRows() {
    return this != VALIDATE;
  }

  boolean callsPenstock() {
    return this == PENSTOCK_1 || this == PENSTOCK_2 || this == LAKE_1 || this == VALIDATE;
  }

  static Subject parse(String text) {
    for (Subject subject : values()) {
      if (subject.word.equals(text)) {
        return subject;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is none of %s"
            .formatted(
                text, Arrays.stream(values()).map(Subject::word).collect(Collectors.joining(" "))));
  }
}
