package dev.penstock.schema;

import static dev.penstock.schema.TypeChange.requireLoaded;

import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Job;
import dev.penstock.job.SchemaContract;
import dev.penstock.late.Runs;
import dev.penstock.source.rest.ApiRuns;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Endpoints;
import dev.penstock.testing.EmbeddedPg;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Two loads of a table that gets other columns, or other members of structs, in between. */
enum TableChange {
  NEW_COLUMN("new column", "k, v, n", List.of("1|7|null", "2|8|x")),
  COLUMN_GONE("column gone", "k, v", List.of("1|7", "2|null")),
  NEW_MEMBER("struct in a list with a new member", "k, l", List.of());

  final String words;
  final String selected;
  final List<String> rows;

  TableChange(String words, String selected, List<String> rows) {
    this.words = words;
    this.selected = selected;
    this.rows = rows;
  }

  /** Makes both loads. */
  void load(Path root, SchemaContract contract) throws SQLException {
    switch (this) {
      case NEW_COLUMN ->
          load(root, contract, "ALTER TABLE t ADD n text", "INSERT INTO t VALUES (2, 8, 'x')");
      case COLUMN_GONE -> load(root, contract, "ALTER TABLE t DROP v", "INSERT INTO t VALUES (2)");
      case NEW_MEMBER -> loadLists(root, contract);
    }
  }

  private static void load(Path root, SchemaContract contract, String... statements)
      throws SQLException {
    Job job = TypeChange.JOB.with(contract);
    EmbeddedPg.execute("CREATE TABLE t (k int, v int)", "INSERT INTO t VALUES (1, 7)");
    try (Runs runs = new Runs(root, EmbeddedPg.USER)) {
      requireLoaded(runs.run(job));
      EmbeddedPg.execute(statements);
      requireLoaded(runs.run(job));
    }
  }

  private static void loadLists(Path root, SchemaContract contract) {
    Job job =
        Endpoints.at("/v1/t").cursor("k").with(ApiSetting.NESTED, "native").job().with(contract);
    ApiRuns runs = new ApiRuns(root.resolve("job"));
    for (String answer :
        List.of(
            "[{\"k\": 1, \"l\": [{\"a\": 5}]}]",
            "[{\"k\": 2, \"l\": [{\"b\": [\"x\"], \"a\": 6}]}]")) {
      requireLoaded(runs.run(job, Refresh.FROM_WATERMARK, asked -> Reply.json(answer)));
    }
  }

  @Override
  public String toString() {
    return words;
  }
}
