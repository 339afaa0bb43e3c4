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
  WIDE_1("wide-1", "Penstock to Parquet, parallelism 1, the same number of values in 400 columns"),
  MARIA_LOOP("maria-loop", "plain ResultSet loop over MariaDB, discard"),
  MARIA_1("maria-1", "Penstock from MariaDB to Parquet, parallelism 1"),
  REST_LOOP("rest-loop", "plain HttpClient and Jackson loop over an API, discard"),
  REST_1("rest-1", "Penstock from an API, 1,000 records a page, to Parquet"),
  DLT_REST("dlt-rest", "dlt's rest_api from the same API to Parquet"),
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
    return this != VALIDATE && this != WIDE_1 && !readsRest();
  }

  boolean callsPenstock() {
    return switch (this) {
      case PENSTOCK_1, PENSTOCK_2, LAKE_1, WIDE_1, MARIA_1, REST_1, VALIDATE -> true;
      case COPY_1, COPY_2, RESULT_SET, MARIA_LOOP, REST_LOOP, DLT_REST, NAIVE -> false;
    };
  }

  boolean readsPostgres() {
    return !readsMaria() && !readsRest() && this != VALIDATE;
  }

  boolean readsRest() {
    return this == REST_LOOP || this == REST_1 || this == DLT_REST;
  }

  boolean readsMaria() {
    return this == MARIA_LOOP || this == MARIA_1;
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
