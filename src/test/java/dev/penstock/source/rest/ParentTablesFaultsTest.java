package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Job;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.FaultyStorage.Halt;
import dev.penstock.storage.Storage;
import dev.penstock.testing.InMemory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fault at every call to the store of a run that loads records of parents and the tables of their
 * lists, each from its own marks, then a run that makes it good.
 */
@Tag("campaign")
final class ParentTablesFaultsTest {
  private static final Job JOB = CommentsApi.job().with(ApiSetting.NESTED, "tables").job();

  @TempDir(factory = InMemory.class)
  private Path folder;

  private final CommentsApi api = new CommentsApi();

  static Stream<Fault> faults() {
    return Tally.isFull() ? Stream.of(Fault.values()) : Stream.of(Fault.HALT_BEFORE);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void losesAndDoublesNothing(Fault fault) {
    Tally.of(7, "a fault at every call of a run of records and of their lists", "local disk")
        .run(
            tally -> {
              try (Connection duckdb = Lake.connect();
                  ApiServer server = new ApiServer(api::answer)) {
                atFirst();
                Lake begun = new Lake(folder.resolve("first"), duckdb);
                run(server, begun, begun.storage());
                Map<String, byte[]> first = begun.contents();
                // Each third call, for time; the campaign meets them all.
                int step = Tally.isFull() ? 1 : 3;
                int calls =
                    tally.exhaust(
                        fault.name(), call -> trial(server, duckdb, first, fault, call * step));
                // The records alone make half as many.
                assertThat(calls * step).isGreaterThan(50);
              }
            });
  }

  private void add(String issue, int id, int n) {
    // Every third has no list.
    String list = id % 3 == 0 ? "" : ", \"l\": [%d, %d]".formatted(id, id);
    api.add(issue, "{\"id\": %d, \"n\": %d%s}".formatted(id, n, list));
  }

  private void atFirst() {
    api.comments().clear();
    add("a", 1, 10);
    add("b", 2, 90);
  }

  private boolean trial(
      ApiServer server, Connection duckdb, Map<String, byte[]> first, Fault fault, int call)
      throws SQLException {
    Path place = folder.resolve(fault + "-" + call);
    Lake lake = new Lake(place, duckdb);
    lake.layDown(first);
    atFirst();
    add("a", 3, 10);
    add("a", 4, 30);
    add("c", 5, 5);
    FaultyStorage faulty = new FaultyStorage(lake.storage(), fault, call);
    try {
      run(server, lake, faulty);
    } catch (Halt | CompletionException e) {
      // The process is dead; what it left is looked at below.
      assertThat(e instanceof Halt || e.getCause() instanceof Halt).as(e.toString()).isTrue();
    } finally {
      faulty.endProcess();
    }
    add("a", 7, 30);
    add("b", 8, 91);
    add("c", 6, 6);
    run(server, lake, lake.storage());
    assertThat(rows(duckdb, "SELECT id FROM %s ORDER BY 1", place))
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    assertThat(
            rows(
                duckdb,
                "SELECT value FROM %s l JOIN %s c ON l._parent_id = c._row_id AND l.value = c.id ORDER BY 1",
                place))
        .containsExactly("1", "1", "2", "2", "4", "4", "5", "5", "7", "7", "8", "8");
    return faulty.fired() == 1;
  }

  private static void run(ApiServer server, Lake lake, Storage storage) {
    // What was fetched dies with its process.
    try (RestConnector connector = Loaded.from(server).connector();
        LakeDestination destination = lake.destination(storage)) {
      ApiRuns.run(JOB, Refresh.FROM_WATERMARK, connector, destination);
    }
  }

  private static List<String> rows(Connection duckdb, String sql, Path place) throws SQLException {
    String files = "read_parquet('" + place + "/%s/*/*/*/*.parquet', union_by_name = true)";
    String records = files.formatted("t");
    String lists = files.formatted("t__l");
    String query = sql.contains("JOIN") ? sql.formatted(lists, records) : sql.formatted(records);
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
