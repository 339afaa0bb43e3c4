package dev.penstock.source.rest;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.ColumnRules;
import dev.penstock.job.Job;
import dev.penstock.job.Naming;
import dev.penstock.job.RowFilter;
import dev.penstock.schema.ColumnNames;
import dev.penstock.secret.Secret;
import dev.penstock.source.rest.spool.Treatments;
import dev.penstock.source.rest.spool.Wishes;
import java.util.Optional;
import java.util.OptionalInt;

/** Which records of a job are kept, and what of them. */
record Shaping(Treatments treatments, Optional<RowFilter> filter, Wishes.Members members) {
  private static final String UNNAMED = "_empty";

  Shaping {
    requireNonNull(treatments, "treatments");
    requireNonNull(filter, "filter");
    requireNonNull(members, "members");
  }

  /** Throws IngestException(CONFIG) when it leaves out what the job needs. */
  static Shaping of(Job job, ApiOptions options) {
    ColumnRules rules = ColumnRules.of(options);
    Secret salt = new Secret(options.text(ApiSetting.MASK_SALT, ""), "settings");
    Treatments treatments = new Treatments(rules, salt);
    job.extract()
        .cursor()
        .ifPresent(cursor -> requireSeen(job, treatments, "watermark_column", cursor.column()));
    for (String key : job.target().primaryKey()) {
      if (treatments.excludes(key)) {
        throw wrong(job, "primary_key", key, "exclude_columns leaves it out");
      }
    }
    return new Shaping(
        treatments, job.extract().filter().flatMap(RowFilter::parse), members(job, options));
  }

  private static Wishes.Members members(Job job, ApiOptions options) {
    Naming naming = job.target().naming();
    boolean isNative = options.word(ApiSetting.NESTED, "json").equals("native");
    int deepest = (int) options.whole(ApiSetting.MAX_NESTING).orElse(20);
    return new Wishes.Members(
        given -> {
          String name = ColumnNames.name(given, naming);
          return name.isBlank() ? UNNAMED : name;
        },
        isNative ? OptionalInt.of(deepest) : OptionalInt.empty());
  }

  private static void requireSeen(Job job, Treatments treatments, String setting, String column) {
    if (treatments.excludes(column)) {
      throw wrong(job, setting, column, "exclude_columns leaves it out");
    }
    if (treatments.masks(column)) {
      throw wrong(job, setting, column, "mask_columns hides its values, which have no order then");
    }
  }

  private static IngestException wrong(Job job, String setting, String column, String why) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s, column %s: it names '%s', but %s.\nTake it out of one of the two."
            .formatted(job.place(), setting, column, why));
  }

  /** Whether something is masked. */
  static boolean masks(ApiOptions options) {
    return options.text(ApiSetting.MASK_COLUMNS).isPresent();
  }
}
