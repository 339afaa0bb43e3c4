package dev.penstock.destination.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.Note;
import dev.penstock.destination.RememberedRows;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.schema.TableSchema;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Watermark;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CommitJsonTest {
  private static final CommitRecord COMMIT =
      new CommitRecord(
          CommitRecord.Kind.LOAD.format(),
          7,
          "20261121T031500123Z-9f86d081884c7d65",
          "nonce",
          "run",
          "orders",
          CommitRecord.Kind.LOAD,
          LoadType.INCREMENTAL,
          WriteDisposition.APPEND,
          "shop",
          "orders",
          Optional.empty(),
          Optional.of(new Watermark("Id", CursorType.INTEGER, "42")),
          List.of(new DataFile("staged", "published", 3, 99, "0badcafe")),
          List.of("old"),
          3,
          OptionalLong.of(3),
          "data/orders",
          new TableSchema(2, List.of(new Column("id", "Id", "int8", "int64"))),
          Consistency.SNAPSHOT,
          1,
          List.of("a warning"),
          Instant.parse("2026-11-21T03:15:00Z"),
          Instant.parse("2026-11-21T03:15:09.5Z"),
          "0.1.0",
          Optional.empty());

  @Test
  void isReadableInAStableOrder() {
    assertThat(new String(CommitJson.write(COMMIT), UTF_8).replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            {
              "format" : 1,
              "sequence" : 7,
              "loadId" : "20261121T031500123Z-9f86d081884c7d65",
              "nonce" : "nonce",
              "runId" : "run",
              "jobId" : "orders",
              "kind" : "LOAD",
              "loadType" : "INCREMENTAL",
              "disposition" : "APPEND",
              "sourceName" : "shop",
              "tableName" : "orders",
              "from" : null,
              "watermark" : {
                "column" : "Id",
                "type" : "INTEGER",
                "value" : "42"
              },
              "added" : [ {
                "stagedPath" : "staged",
                "path" : "published",
                "rows" : 3,
                "bytes" : 99,
                "crc32c" : "0badcafe"
              } ],
              "removed" : [ "old" ],
              "rows" : 3,
              "sourceRows" : 3,
              "partitionPath" : "data/orders",
              "schema" : {
                "version" : 2,
                "columns" : [ {
                  "name" : "id",
                  "sourceName" : "Id",
                  "sourceType" : "int8",
                  "type" : "int64",
                  "presence" : "DELIVERED"
                } ]
              },
              "consistency" : "SNAPSHOT",
              "attempts" : 1,
              "warnings" : [ "a warning" ],
              "jobStartedAt" : "2026-11-21T03:15:00Z",
              "committedAt" : "2026-11-21T03:15:09.500Z",
              "engineVersion" : "0.1.0",
              "note" : null,
              "remembered" : null,
              "deletes" : 0,
              "discarded" : 0,
              "burden" : null
            }""");
  }

  @Test
  void readsBackWhatItWrote() {
    assertThat(CommitJson.read("here", CommitJson.write(COMMIT))).isEqualTo(COMMIT);
  }

  @Test
  void toleratesFieldsItDoesNotKnow() {
    String json =
        new String(CommitJson.write(COMMIT), UTF_8)
            .replaceFirst("\\{", "{ \"later\" : { \"a\" : [ 1 ] },");
    assertThat(CommitJson.read("here", json.getBytes(UTF_8))).isEqualTo(COMMIT);
  }

  @Test
  void refusesEveryTornRecord() {
    byte[] whole = CommitJson.write(COMMIT);
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> CommitJson.read("data/7.json", torn))
          .isInstanceOf(IngestException.class)
          .hasMessage(
              "data/7.json: not a whole commit record, so what was loaded is not known.\nRestore the"
                  + " file from a backup; do not delete it, or its rows may be loaded twice.")
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
    }
  }

  @Test
  void refusesARecordThatLacksAField() {
    String json = new String(CommitJson.write(COMMIT), UTF_8).replace("\"nonce\" : \"nonce\",", "");
    assertThatThrownBy(() -> CommitJson.read("data/7.json", json.getBytes(UTF_8)))
        .hasMessageStartingWith("data/7.json: not a whole commit record");
  }

  @Test
  void refusesAFormatOfTheFuture() {
    String json =
        new String(CommitJson.write(COMMIT), UTF_8).replace("\"format\" : 1", "\"format\" : 6");
    assertThatThrownBy(() -> CommitJson.read("data/7.json", json.getBytes(UTF_8)))
        .hasMessage(
            "data/7.json: written by a newer Penstock (format 6; this one reads up to 5).\nRun the"
                + " newer version, here and wherever else this job runs.");
  }

  @Test
  void readsTheReasonOfAnOlderRecord() {
    String json =
        new String(CommitJson.write(COMMIT), UTF_8)
            .replace("\"kind\" : \"LOAD\"", "\"kind\" : \"STATE\"")
            .replace("\"note\" : null", "\"note\" : \"source was restored\"");
    CommitRecord state = CommitJson.read("here", json.getBytes(UTF_8));
    assertThat(state.kind()).isEqualTo(CommitRecord.Kind.STATE);
    assertThat(state.note()).contains(new Note("", "source was restored", OptionalLong.empty()));
  }

  @Test
  void loadsStayReadableForAnOlderVersionAndWhatPeopleDoIsRefusedByIt() {
    // What an older version reads before anything else is the format; it knows 1.
    assertThat(CommitRecord.Kind.LOAD.format()).isEqualTo(1);
    assertThat(CommitRecord.Kind.STATE.format()).isEqualTo(2);
    assertThat(CommitRecord.Kind.UNDO.format()).isEqualTo(2);
    Optional<RememberedRows> remembered =
        Optional.of(new RememberedRows("a.rows", 100, "0badcafe", 2, 5, 4));
    for (CommitRecord.Kind kind : CommitRecord.Kind.values()) {
      assertThat(CommitRecord.format(kind, Optional.empty(), 0)).isEqualTo(kind.format());
      assertThat(CommitRecord.format(kind, remembered, 0)).isEqualTo(3);
      assertThat(CommitRecord.format(kind, remembered, 1)).isEqualTo(4);
      assertThat(CommitRecord.format(kind, remembered, 1, Consistency.PER_SPLIT)).isEqualTo(4);
      assertThat(CommitRecord.format(kind, Optional.empty(), 0, Consistency.ofGroup("sales")))
          .isEqualTo(CommitRecord.FORMAT);
    }
  }

  @Test
  void readsARecordOfBeforeAnythingWasRememberedOrDeleted() {
    String json =
        new String(CommitJson.write(COMMIT), UTF_8)
            .replaceFirst(",\\s+\"remembered\" : null,\\s+\"deletes\" : 0", "");
    assertThat(json).doesNotContain("remembered").doesNotContain("deletes");
    assertThat(CommitJson.read("here", json.getBytes(UTF_8))).isEqualTo(COMMIT);
  }
}
