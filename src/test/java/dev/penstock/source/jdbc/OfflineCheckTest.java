package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OfflineCheckTest {
  private static final Job JOB = Jobs.of(SourceType.POSTGRESQL).job();

  @Test
  void nothingIsWrongWithASourceThatHasAllItNeeds() {
    assertThat(
            problems(
                Map.of("host", "h", "database", "d", "username", "u", "password", "p"),
                List.of(JOB)))
        .isEmpty();
    assertThat(problems(Map.of("credentials", "postgresql://u:p@h/d"), List.of(JOB))).isEmpty();
  }

  @Test
  void aSourceOfSeveralJobsIsToldOfOnce() {
    assertThat(problems(Map.of("host", "h", "password", "p"), List.of(JOB, JOB)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
              assertThat(problem.jobId()).isEmpty();
              assertThat(problem.message())
                  .startsWith("source shop: no database, username.\nLooked in sheet Sources (");
            });
  }

  @Test
  void aMissingPasswordIsAWarningAndNoneForAFile() {
    assertThat(
            problems(Map.of("host", "h", "database", "d", "username", "u"), List.of(JOB)).stream()
                .map(Problem::severity))
        .containsExactly(Problem.Severity.WARNING);
    assertThat(problems(Map.of("path", "x.db"), List.of(Jobs.of(SourceType.SQLITE).job())))
        .isEmpty();
  }

  @Test
  void aPortThatIsNoneIsToldWithItsSource() {
    assertThat(
            problems(Map.of("credentials", "postgresql://u:p@h:abc/d"), List.of(JOB)).stream()
                .map(Problem::message))
        .containsExactly(
            "source shop: port: 'abc' is not a port number.\nGive a whole number from 1 to 65535.");
  }

  @Test
  void everyWrongTypeIsToldAsItsJobs() {
    Job job =
        Jobs.of(SourceType.SQLITE)
            .types(Map.of("b", "decimal(39,1)", "a", "txt", "c", "text", "d", "list(list(text))"))
            .job();

    assertThat(problems(Map.of("path", "x.db"), List.of(job)))
        .extracting(problem -> problem.jobId().orElse("") + " " + problem.what())
        .containsExactly(
            "job1 a=txt names no type.",
            "job1 b=decimal(39,1) names no type.",
            "job1 d=list(list(text)) names no type.");
  }

  @ParameterizedTest
  @EnumSource(names = {"SQLITE", "MYSQL"})
  void noGroupIsOfOneInstantWhereNoConnectionSeesTheMomentOfAnother(SourceType type) {
    assertThat(
            problems(
                Map.of("path", "x", "host", "h", "database", "d", "username", "u", "password", "p"),
                List.of(Jobs.of(type).group("sales").job())))
        .extracting(Problem::message)
        .containsExactly(
            "sheet SourceConfig, row 7, column snapshot_group: %s is not read as of one instant with other jobs, as no connection to it can see the moment of another.\nEmpty the cell; PostgreSQL is what can do it."
                .formatted(type.word()));
  }

  @Test
  void jobsOfOtherConnectorsArePassedOver() {
    assertThat(problems(Map.of(), List.of(Jobs.of(SourceType.REST).job()))).isEmpty();
  }

  private static List<Problem> problems(Map<String, String> values, List<Job> jobs) {
    SecretStore secrets =
        key -> Optional.ofNullable(values.get(key.key())).map(value -> new Secret(value, "test"));
    try (JdbcConnector connector =
        new JdbcConnector(
            Map.of("shop", SourceSettings.empty("shop")),
            secrets,
            SourceCount.AUTO,
            1,
            new NoTokens())) {
      return connector.offlineProblems(jobs);
    }
  }
}
