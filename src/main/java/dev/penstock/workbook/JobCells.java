package dev.penstock.workbook;

import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Settings;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes jobs of rows. */
final class JobCells {
  private final Settings settings;
  private final Map<String, SourceSettings> sources = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private final EndpointsSheet endpoints;

  JobCells(Settings settings, Map<String, SourceSettings> sources, EndpointsSheet endpoints) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.sources.putAll(sources);
  }

  /** The row's own id, or one made of the names in it. */
  static String id(JobRow row) {
    Optional<String> given = row.text(Column.JOB_ID);
    if (given.isPresent()) {
      return FolderNames.toJobId(given.get());
    }
    StringBuilder made = new StringBuilder();
    for (Column column : List.of(Column.SOURCE_NAME, Column.SCHEMA_NAME, Column.TABLE_NAME)) {
      row.text(column).ifPresent(text -> made.append(made.isEmpty() ? "" : "_").append(text));
    }
    return FolderNames.toJobId(made.isEmpty() ? "row_" + row.number() : made.toString());
  }

  /** The job of an enabled row; empty when something is wrong, which the row has then noted. */
  Optional<Job> job(JobRow row, String id) {
    // First, as a cell found wrong is not looked at again.
    warnOfSecrets(row);
    requireSafeId(row, id);
    Optional<String> source = row.required(Column.SOURCE_NAME, "Write the name of the connection.");
    Optional<SourceType> type = sourceType(row);
    Optional<LoadType> loadType = loadType(row);
    Optional<Extract> extract = new ExtractCells(row, endpoints.of(id)).read(loadType, type);
    Optional<Target> target = new TargetCells(row, settings.naming()).read(loadType);
    Effort effort = effort(row);
    List<String> dependsOn = row.list(Column.DEPENDS_ON);
    String description = row.text(Column.DESCRIPTION).orElse("");
    source.ifPresent(name -> checkSource(row, name, type));
    if (row.hasErrors()) {
      return Optional.empty();
    }
    return Optional.of(
        new Job(
            id,
            row.place(),
            source.map(this::spelled).orElseThrow(),
            type.orElseThrow(),
            loadType.orElseThrow(),
            extract.orElseThrow(),
            target.orElseThrow(),
            effort,
            dependsOn,
            description));
  }

  private static void requireSafeId(JobRow row, String id) {
    Optional<String> given = row.text(Column.JOB_ID);
    if (given.isPresent() && !FolderNames.isJobId(given.get())) {
      row.error(
          Column.JOB_ID,
          "%s cannot be the name of a folder on every system."
              .formatted(CellText.shown(given.get())),
          "Use letters, digits and . _ - only, at most %d, such as %s."
              .formatted(FolderNames.MAX_ID, id));
    }
  }

  private static Optional<SourceType> sourceType(JobRow row) {
    List<String> words = Kind.SOURCE_TYPE.choices();
    Optional<String> text = row.required(Column.SOURCE_TYPE, "Write " + JobRow.oneOf(words) + ".");
    Optional<SourceType> type = text.flatMap(SourceType::parse);
    if (text.isPresent() && type.isEmpty()) {
      row.wrongWord(Column.SOURCE_TYPE, text.get(), words);
    }
    return type;
  }

  private static Optional<LoadType> loadType(JobRow row) {
    row.required(Column.LOAD_TYPE, "Write FULL or INCREMENTAL.");
    return row.choice(Column.LOAD_TYPE)
        .map(word -> LoadType.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private static Effort effort(JobRow row) {
    return new Effort(
        row.whole(Column.CHUNK_SIZE, 1, 1_000_000),
        row.whole(Column.PARALLELISM, 1, 64),
        row.whole(Column.RETRY_COUNT, 0, 20),
        Duration.ofSeconds(row.whole(Column.TIMEOUT_SECONDS, 1, 86_400)));
  }

  private void checkSource(JobRow row, String name, Optional<SourceType> type) {
    if (CellText.holdsControl(name) || name.length() > FolderNames.MAX_ID) {
      row.error(
          Column.SOURCE_NAME,
          "%s holds a control character or more than %d characters."
              .formatted(CellText.shown(name), FolderNames.MAX_ID),
          "Write a short name.");
    }
    Optional<SourceType> stated =
        Optional.ofNullable(sources.get(name)).flatMap(SourceSettings::type);
    if (stated.isPresent() && type.isPresent() && stated.get() != type.get()) {
      row.error(
          Column.SOURCE_TYPE,
          "%s, but the sheet Sources says that %s is %s."
              .formatted(
                  CellText.shown(type.get().word()),
                  CellText.shown(name),
                  CellText.shown(stated.get().word())),
          "Write the same type in both, or give one of the sources another name.");
    }
  }

  private String spelled(String name) {
    return Optional.ofNullable(sources.get(name)).map(SourceSettings::name).orElse(name);
  }

  private static void warnOfSecrets(JobRow row) {
    for (Column column : Column.values()) {
      boolean free = column.kind() == Kind.TEXT || column.kind() == Kind.SQL;
      if (free && row.text(column).filter(SecretCells::looksLikeOne).isPresent()) {
        row.warning(
            column,
            "a secret seems to stand here, where everybody who may open the workbook reads it.",
            "Take it out and put it into .dlt/secrets.toml or into the environment.");
      }
    }
  }
}
