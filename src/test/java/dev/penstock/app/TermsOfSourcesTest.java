package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.job.BlackoutAction;
import dev.penstock.job.Job;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceTerms;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.SecretStore;
import dev.penstock.secret.env.EnvironmentSecrets;
import dev.penstock.secret.toml.TomlSecrets;
import dev.penstock.workbook.WorkbookContents;
import dev.penstock.workbook.WorkbookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terms may stand in the sheet Sources, in the secrets file and in the environment. */
final class TermsOfSourcesTest {
  private static final WorkbookContents SAMPLE =
      new WorkbookReader(Map.of(), Map.of("timezone", "Europe/Berlin"))
          .read(Path.of("config/ingestion_config.xlsx"));

  @TempDir Path folder;

  private static TermsOfSources terms(Map<String, String> sheet, SecretStore store) {
    Map<String, SourceSettings> sources = new HashMap<>(SAMPLE.sources());
    Map<String, String> values = new HashMap<>(SAMPLE.source("demo_shop").values());
    values.putAll(sheet);
    sources.put("demo_shop", new SourceSettings("demo_shop", Optional.empty(), values));
    return new TermsOfSources(
        new WorkbookContents(
            SAMPLE.jobs(), SAMPLE.disabledJobs(), SAMPLE.settings(), sources, List.of()),
        store);
  }

  private SecretStore toml(String text) throws IOException {
    return TomlSecrets.read(Files.writeString(folder.resolve("secrets.toml"), text));
  }

  @Test
  void theStoreWinsOverTheSheetKeyByKey() throws IOException {
    SourceTerms found =
        terms(
                Map.of("max_connections", "2", "blackout_action", "wait"),
                toml(
                    """
                    [sources.demo_shop]
                    max_connections = 3
                    blackout = "Mon-Fri 08:00-18:00"
                    """))
            .all()
            .get("demo_shop");

    assertThat(found.maxConnections()).hasValue(3);
    assertThat(found.action()).isEqualTo(BlackoutAction.WAIT);
    // Without a zone of its own, by the setting timezone: 07:00 UTC is 08:00 in Berlin.
    assertThat(found.blackout().orElseThrow().at(Instant.parse("2026-11-27T07:00:00Z")))
        .isPresent();
    assertThat(found.blackout().orElseThrow().at(Instant.parse("2026-11-27T06:59:00Z"))).isEmpty();
  }

  @Test
  void theEnvironmentDoesAsWell() {
    SecretStore environment = new EnvironmentSecrets(Map.of("DLT_DEMO_SHOP_MAX_CONNECTIONS", "4"));

    assertThat(terms(Map.of(), environment).all().get("demo_shop").maxConnections()).hasValue(4);
  }

  @Test
  void withoutAnyTheSourceIsFree() {
    assertThat(terms(Map.of(), key -> Optional.empty()).all())
        .containsExactly(Map.entry("demo_shop", SourceTerms.NONE));
  }

  @Test
  void whatIsWrongInTheStoreIsToldWithItsPlace() throws IOException {
    TermsOfSources wrong =
        terms(Map.of(), toml("[sources.demo_shop]\nblackout = \"office hours\"\n"));

    assertThat(wrong.problems())
        .extracting(Problem::what)
        .containsExactly("'office hours' is no window.");
    assertThat(wrong.problems().get(0).where())
        .startsWith("source demo_shop, blackout (")
        .contains("secrets.toml ([sources.demo_shop] blackout)");
    assertThatThrownBy(wrong::all).isInstanceOf(ConfigException.class);
  }

  @Test
  void secretsCheckListsTheKeysThatAreThere() {
    SecretStore environment =
        new EnvironmentSecrets(Map.of("DLT_DEMO_SHOP_BLACKOUT", "08:00-09:00"));
    List<Job> jobs = SAMPLE.jobs();

    assertThat(terms(Map.of(), environment).answers(jobs))
        .extracting(answer -> answer.key().key())
        .containsExactly("blackout");
    assertThat(terms(Map.of(), environment).answers(jobs))
        .extracting(KeyAnswer::outcome)
        .containsExactly(KeyAnswer.Outcome.FOUND);
  }
}
