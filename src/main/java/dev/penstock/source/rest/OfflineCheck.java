package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.AuthType;
import dev.penstock.job.ColumnRules;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Job;
import dev.penstock.job.Parent;
import dev.penstock.secret.Secret;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.rest.page.Paginators;
import dev.penstock.source.rest.spool.Treatments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What is wrong with jobs of APIs and can be told without asking one. */
final class OfflineCheck {
  private static final Secret NO_SALT = new Secret("", "none");

  private final Function<String, RestLookup> lookups;
  private final Set<String> told = new HashSet<>();

  OfflineCheck(Function<String, RestLookup> lookups) {
    this.lookups = lookups;
  }

  List<Problem> of(List<Job> jobs) {
    Map<String, Job> all = new LinkedHashMap<>();
    jobs.forEach(job -> all.put(job.id(), job));
    // A parent that is not enabled is asked for its children's sake.
    jobs.forEach(job -> ancestors(job).forEach(parent -> all.putIfAbsent(parent.id(), parent)));
    List<Problem> problems = new ArrayList<>();
    all.values().forEach(job -> problems.addAll(of(job)));
    return problems;
  }

  private static List<Job> ancestors(Job job) {
    List<Job> found = new ArrayList<>();
    Optional<Parent> parent = job.extract().endpoint().flatMap(Endpoint::parent);
    while (parent.isPresent()) {
      Job above = parent.get().job();
      found.add(above);
      parent = above.extract().endpoint().flatMap(Endpoint::parent);
    }
    return found;
  }

  private List<Problem> of(Job job) {
    List<Problem> problems = new ArrayList<>();
    new TreeMap<>(job.extract().columnTypes())
        .forEach((column, type) -> wrongType(job, column, type).ifPresent(problems::add));
    Endpoint endpoint = job.extract().endpoint().orElseThrow();
    try {
      RestLookup lookup = lookups.apply(job.sourceName());
      boolean needsBase = !endpoint.path().matches("(?i)https?://.*");
      Optional<AuthType> auth =
          Optional.ofNullable(endpoint.settings().get(ApiSetting.AUTH_TYPE))
              .flatMap(AuthType::parse);
      List<Problem> ofSource = lookup.problems(auth, needsBase);
      ofSource.stream().filter(problem -> told.add(problem.message())).forEach(problems::add);
      if (ofSource.isEmpty()) {
        ApiOptions merged = lookup.options().with(endpoint.settings());
        Paginators.problem(job.place(), merged).map(p -> p.of(job.id())).ifPresent(problems::add);
        template(job, merged, lookup).ifPresent(problems::add);
        shaping(job, merged, lookup).ifPresent(problems::add);
      }
    } catch (IngestException e) {
      // A value in the secrets file that is no text.
      problems.add(problem("source " + job.sourceName(), e));
    }
    return problems;
  }

  private static Optional<Problem> shaping(Job job, ApiOptions options, RestLookup lookup) {
    try {
      Shaping.of(job, options);
      if (Shaping.masks(options) && lookup.tellsAll()) {
        lookup.requireSalt(options);
      }
      return Optional.empty();
    } catch (IngestException e) {
      String where = e.code() == ErrorCode.SECRET ? "source " + job.sourceName() : job.place();
      return Optional.of(problem(where, e).of(job.id()));
    }
  }

  private static Optional<Problem> template(Job job, ApiOptions options, RestLookup lookup) {
    try {
      if (options.text(ApiSetting.BASE_URL).isPresent()) {
        Template template = new Template(job, options);
        job.extract()
            .endpoint()
            .flatMap(Endpoint::parent)
            .map(parent -> parent.job().extract().endpoint().orElseThrow().settings())
            .map(
                settings ->
                    new Treatments(ColumnRules.of(lookup.options().with(settings)), NO_SALT))
            .ifPresent(treatments -> Kinship.of(job, template).require(treatments));
      }
      return Optional.empty();
    } catch (IngestException e) {
      return Optional.of(problem(job.place(), e).of(job.id()));
    }
  }

  /** A message in its parts. */
  private static Problem problem(String where, IngestException e) {
    String[] lines = e.getMessage().split("\n", 2);
    int colon = lines[0].indexOf(": ");
    boolean placed = lines[0].startsWith(where) && colon > 0;
    return Problem.error(
        placed ? lines[0].substring(0, colon) : where,
        placed ? lines[0].substring(colon + 2) : lines[0],
        lines.length > 1 ? lines[1] : "Mend the settings of the source.");
  }

  private static Optional<Problem> wrongType(Job job, String column, String type) {
    return ColumnType.parse(type).isPresent()
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                    job.place() + ", column column_types",
                    "%s=%s names no type.".formatted(column, type),
                    "The types are: "
                        + String.join(", ", ColumnType.words())
                        + ", struct(name type, ...); p is at most 38, s at most p.")
                .of(job.id()));
  }
}
