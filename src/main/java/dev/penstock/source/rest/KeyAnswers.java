package dev.penstock.source.rest;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.AuthType;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Job;
import dev.penstock.job.SourceSettings;
import dev.penstock.secret.AskedKeys;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.KeyAnswer.Outcome;
import dev.penstock.secret.SecretStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where each key comes from that sources of APIs read. */
record KeyAnswers(Map<String, SourceSettings> sources, SecretStore secrets) {
  List<KeyAnswer> of(List<Job> jobs) {
    Map<String, List<Job>> bySource = new LinkedHashMap<>();
    jobs.forEach(
        job -> bySource.computeIfAbsent(job.sourceName(), n -> new ArrayList<>()).add(job));
    List<KeyAnswer> answers = new ArrayList<>();
    bySource.forEach((source, its) -> answers.addAll(of(source, its)));
    return answers;
  }

  private List<KeyAnswer> of(String source, List<Job> jobs) {
    AskedKeys asked = new AskedKeys(secrets);
    SourceSettings sheet = sources.getOrDefault(source, SourceSettings.empty(source));
    RestLookup lookup = new RestLookup(sheet, asked);
    lookup.problems(Optional.empty(), true);
    Map<ApiSetting, String> found = new EnumMap<>(ApiSetting.class);
    for (KeyAnswer answer : asked.answers()) {
      if (answer.outcome() == Outcome.FOUND || sheet.values().containsKey(answer.key().key())) {
        found.put(setting(answer), sheet.values().getOrDefault(answer.key().key(), "set"));
      }
    }
    Set<String> needed = new HashSet<>();
    for (Job job : jobs) {
      Endpoint endpoint = job.extract().endpoint().orElseThrow();
      Optional<AuthType> auth =
          Optional.ofNullable(endpoint.settings().get(ApiSetting.AUTH_TYPE))
              .flatMap(AuthType::parse);
      boolean base = !endpoint.path().matches("(?i)https?://.*");
      needed.addAll(RestLookup.missing(new ApiOptions(found), auth, base));
    }
    return answers(asked, sheet, needed, lookup);
  }

  private static ApiSetting setting(KeyAnswer answer) {
    return ApiSetting.valueOf(answer.key().key().toUpperCase(java.util.Locale.ROOT));
  }

  /** Of what may be left out only what is there is told: there are many of these. */
  private static List<KeyAnswer> answers(
      AskedKeys asked, SourceSettings sheet, Set<String> needed, RestLookup lookup) {
    List<KeyAnswer> answers = new ArrayList<>();
    for (KeyAnswer answer : asked.answers()) {
      String key = answer.key().key();
      boolean open = answer.outcome() == Outcome.OPTIONAL;
      if (open && sheet.values().containsKey(key)) {
        answers.add(new KeyAnswer(answer.key(), Outcome.FOUND, "sheet Sources"));
      } else if (open && needed.contains(key)) {
        answers.add(new KeyAnswer(answer.key(), Outcome.NEEDED, lookup.places(key)));
      } else if (!open) {
        answers.add(answer);
      }
    }
    return answers;
  }
}
