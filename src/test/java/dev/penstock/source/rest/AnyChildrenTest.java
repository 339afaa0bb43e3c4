package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.io.FileUtils;

/**
 * As {@link AnyApiTest}, for each record of a parent: parents come and go, each with records that
 * change at a pace of their own.
 */
final class AnyChildrenTest {
  private static final int LOADS = 4;

  @Property(tries = 12)
  void landEachVersionOnce(@ForAll long seed) throws Exception {
    Path root = Files.createTempDirectory("any-children");
    try {
      Family family = new Family(seed);
      for (int load = 1; load <= LOADS; load++) {
        family.live();
        load(family, root);
      }
      family.rest();
      load(family, root);
      assertThat(family.of(AnyApi::versions))
          .as(family.toString())
          .containsAll(family.of(AnyApi::current));
    } finally {
      FileUtils.deleteDirectory(root.toFile());
    }
  }

  private static void load(Family family, Path root) throws Exception {
    ApiRuns runs = new ApiRuns(root);
    JobResult result =
        runs.run(family.job().job(), Refresh.FROM_WATERMARK, family::answer).jobs().get(0).result();
    if (result instanceof JobResult.Failed) {
      assertThat(family.children.values()).as("%s: %s", family, result).anyMatch(AnyApi::isDown);
    } else {
      family.children.values().forEach(AnyApi::loaded);
    }
    List<String> expected = family.of(AnyApi::versions);
    List<String> rows =
        expected.isEmpty() ? List.of() : runs.rows("t", "_parent_id, " + family.columns());
    assertThat(rows).as("%s: %s", family, result).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Parents by their ids, and the API of each one's children. */
  private static final class Family {
    private final long seed;
    private final Random random;
    private final Map<String, AnyApi> children = new TreeMap<>();
    private final int parallel;

    Family(long seed) {
      this.seed = seed;
      random = new Random(seed);
      parallel = 1 + random.nextInt(3);
      parent();
    }

    private void parent() {
      String id = "p" + children.size();
      children.put(id, new AnyApi(seed, random.nextLong()));
    }

    void live() {
      for (int i = random.nextInt(3); i > 0; i--) {
        parent();
      }
      children.values().forEach(AnyApi::live);
    }

    void rest() {
      children.values().forEach(AnyApi::rest);
    }

    private AnyApi any() {
      return children.values().iterator().next();
    }

    Endpoints job() {
      return any()
          .job("/v1/p/{parent.id}/a")
          .with(ApiSetting.PARALLEL_REQUESTS, Integer.toString(parallel))
          .under(
              Endpoints.at("/v1/p")
                  .id("parents")
                  .with(ApiSetting.PAGINATION_TYPE, "single_page")
                  .key("id"));
    }

    String columns() {
      return any().columns();
    }

    Reply answer(Asked asked) {
      if (asked.path().equals("/v1/p")) {
        return Reply.json(
            children.keySet().stream()
                .map("{\"id\": \"%s\"}"::formatted)
                .collect(Collectors.joining(", ", "[", "]")));
      }
      return children.get(asked.path().split("/", -1)[3]).answer(asked);
    }

    /** Of each child, after its parent's id. */
    List<String> of(Function<AnyApi, ? extends Iterable<String>> what) {
      return children.entrySet().stream()
          .flatMap(
              child -> {
                List<String> all = new ArrayList<>();
                what.apply(child.getValue()).forEach(one -> all.add(child.getKey() + "|" + one));
                return all.stream();
              })
          .toList();
    }

    @Override
    public String toString() {
      return "%d parents, %d at a time, each: %s".formatted(children.size(), parallel, any());
    }
  }
}
