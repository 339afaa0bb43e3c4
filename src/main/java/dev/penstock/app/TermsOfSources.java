package dev.penstock.app;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.job.SourceTerms;
import dev.penstock.job.SourceTermsText;
import dev.penstock.job.SourceTermsText.Given;
import dev.penstock.secret.AskedKeys;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * On which terms the sources of a workbook may be used. For each key the secret store wins over the
 * sheet Sources, as for all settings of a connection.
 */
record TermsOfSources(WorkbookContents contents, SecretStore store) {
  /**
   * By the names of the sources that jobs read.
   *
   * @throws ConfigException with everything that is wrong with them
   */
  Map<String, SourceTerms> all() {
    Map<String, SourceTerms> terms = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String source : names(contents.jobs())) {
      Map<String, Given> given = new HashMap<>(inSheet(source));
      given.putAll(inStore(source));
      try {
        terms.put(source, SourceTermsText.read(given, contents.settings().timezone()));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return terms;
  }

  /** What is wrong in the store; of the sheet, its reader tells. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (String source : names(contents.jobs())) {
      try {
        SourceTermsText.read(inStore(source), contents.settings().timezone());
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    return problems;
  }

  /** Where the keys come from that a store has; they are nobody's duty. */
  List<KeyAnswer> answers(List<Job> jobs) {
    AskedKeys asked = new AskedKeys(store);
    names(jobs).forEach(new TermsOfSources(contents, asked)::inStore);
    return asked.answers().stream()
        .filter(answer -> answer.outcome() != KeyAnswer.Outcome.OPTIONAL)
        .toList();
  }

  private static Set<String> names(List<Job> jobs) {
    Set<String> names = new LinkedHashSet<>();
    jobs.forEach(job -> names.add(job.sourceName()));
    return names;
  }

  private Map<String, Given> inSheet(String source) {
    Map<String, Given> given = new HashMap<>();
    for (String key : SourceTermsText.KEYS) {
      String text = contents.source(source).values().getOrDefault(key, "");
      given.put(key, new Given("sheet Sources, source %s, column %s".formatted(source, key), text));
    }
    return given;
  }

  private Map<String, Given> inStore(String source) {
    Map<String, Given> given = new HashMap<>();
    for (String key : SourceTermsText.KEYS) {
      store
          .find(SecretKey.ofSource(source, key))
          .ifPresent(
              found ->
                  given.put(
                      key,
                      new Given(
                          "source %s, %s (%s)".formatted(source, key, found.place()),
                          found.reveal())));
    }
    return given;
  }
}
