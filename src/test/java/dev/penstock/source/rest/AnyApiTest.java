package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunRequest.Refresh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.io.FileUtils;

/**
 * Whatever way an API gives its pages, and whatever fails on the way: load after load, each version
 * of a record that was given is in the lake, and once.
 */
final class AnyApiTest {
  private static final int LOADS = 4;

  @Property(tries = 20)
  void landsEachVersionOnce(@ForAll long seed) throws Exception {
    AnyApi api = new AnyApi(seed, seed);
    Path root = Files.createTempDirectory("any-api");
    try {
      for (int load = 1; load <= LOADS; load++) {
        api.live();
        load(api, root);
      }
      api.rest();
      load(api, root);
      assertThat(api.versions()).as(api.toString()).containsAll(api.current());
    } finally {
      FileUtils.deleteDirectory(root.toFile());
    }
  }

  private static void load(AnyApi api, Path root) throws Exception {
    ApiRuns runs = new ApiRuns(root);
    JobResult result =
        runs.run(api.job("/v1/a").job(), Refresh.FROM_WATERMARK, api::answer)
            .jobs()
            .get(0)
            .result();
    if (result instanceof JobResult.Failed) {
      assertThat(api.isDown()).as("%s: %s", api, result).isTrue();
    } else {
      api.loaded();
    }
    List<String> rows = api.versions().isEmpty() ? List.of() : runs.rows("t", api.columns());
    assertThat(rows).as(api.toString()).containsExactlyInAnyOrderElementsOf(api.versions());
  }
}
