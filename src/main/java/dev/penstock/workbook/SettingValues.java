package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.Compression;
import dev.penstock.job.Naming;
import dev.penstock.job.Settings;
import dev.penstock.job.Settings.SourceCount;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The values that were given for settings, made into {@link Settings}. */
final class SettingValues {
  /** A value and who gave it, such as {@code sheet Settings, row 3, name jobs}. */
  record Given(String where, String text) {}

  private static final long MEGABYTE = 1L << 20;
  private static final int MAX_JOBS = 64;

  private final Map<Setting, Given> given;
  private final Collection<Problem> problems;

  SettingValues(Map<Setting, Given> given, Collection<Problem> problems) {
    this.given = given;
    this.problems = problems;
  }

  /** The settings; a wrong value is reported and gives way to the default. */
  Settings settings() {
    return new Settings(
        value(Setting.LAYOUT, Optional::of),
        value(Setting.NAMING, text -> word(Naming.class, text)),
        value(Setting.TIMEZONE, SettingValues::zone),
        jobs(),
        value(Setting.COMPRESSION, text -> word(Compression.class, text)),
        bytes(Setting.TARGET_FILE_SIZE, 16 * 1024 * MEGABYTE),
        bytes(Setting.ROW_GROUP_SIZE, 1024 * MEGABYTE),
        flag(Setting.LOADED_AT),
        value(Setting.SOURCE_COUNT, text -> word(SourceCount.class, text)),
        bytes(Setting.SLICE_SIZE, 64 * 1024 * MEGABYTE),
        duration(Setting.STAGING_LIFETIME, Duration.ofHours(1), Duration.ofDays(365)),
        flag(Setting.VAULT_REQUIRED),
        retry(),
        duration(Setting.BLACKOUT_LONGEST_WAIT, Duration.ofMinutes(1), Duration.ofDays(7)));
  }

  private RetryPolicy retry() {
    Duration base = duration(Setting.RETRY_BASE, Duration.ZERO, Duration.ofMinutes(10));
    Duration cap = duration(Setting.RETRY_CAP, Duration.ZERO, Duration.ofHours(1));
    if (base.compareTo(cap) > 0) {
      Given wrong = given.getOrDefault(Setting.RETRY_BASE, given.get(Setting.RETRY_CAP));
      problems.add(
          Problem.error(
              wrong.where(),
              "retry_base (%d s) is longer than retry_cap (%d s)."
                  .formatted(base.toSeconds(), cap.toSeconds()),
              "Lower retry_base, or raise retry_cap."));
    }
    return new RetryPolicy(
        RetryPolicy.USUAL.retries(),
        base,
        cap,
        RetryPolicy.USUAL.jitter(),
        duration(Setting.RETRY_AFTER_CAP, Duration.ZERO, Duration.ofHours(1)),
        duration(Setting.RETRY_DEADLINE, Duration.ofSeconds(1), Duration.ofDays(7)));
  }

  private <T> T value(Setting setting, Function<String, Optional<T>> parser) {
    return parsed(setting, parser)
        .or(() -> parser.apply(setting.defaultText()))
        .orElseThrow(() -> new IllegalStateException("wrong default of " + setting.word()));
  }

  private <T> Optional<T> parsed(Setting setting, Function<String, Optional<T>> parser) {
    Given value = given.get(setting);
    if (value == null) {
      return Optional.empty();
    }
    Optional<T> parsed = parser.apply(value.text());
    if (parsed.isEmpty()) {
      problems.add(
          Problem.error(
              value.where(),
              "%s is no value for %s.".formatted(CellText.shown(value.text()), setting.word()),
              "Write %s; empty means %s.".formatted(form(setting), setting.defaultText())));
    }
    return parsed;
  }

  private static String form(Setting setting) {
    return switch (setting) {
      case TARGET_FILE_SIZE -> "a size from 1MB to 16GB, such as 256MB";
      case ROW_GROUP_SIZE -> "a size from 1MB to 1GB, such as 64MB";
      case SLICE_SIZE -> "a size from 1MB to 64GB, such as 64MB";
      case STAGING_LIFETIME -> "a duration from 1h to 365d, such as 7d or 12h";
      case RETRY_BASE -> "a duration from 0s to 10m, such as 5s";
      case RETRY_CAP, RETRY_AFTER_CAP -> "a duration from 0s to 1h, such as 2m";
      case RETRY_DEADLINE -> "a duration from 1s to 7d, such as 90m or 4h";
      case BLACKOUT_LONGEST_WAIT -> "a duration from 1m to 7d, such as 12h";
      case JOBS -> "a whole number from 1 to " + MAX_JOBS;
      case TIMEZONE -> "a time zone such as UTC or Europe/Berlin";
      case LAYOUT -> "a path with placeholders";
      case NAMING, COMPRESSION, LOADED_AT, SOURCE_COUNT, VAULT_REQUIRED -> setting.unit();
    };
  }

  private int jobs() {
    return parsed(Setting.JOBS, text -> number(text).filter(n -> n >= 1 && n <= MAX_JOBS))
        .orElseGet(() -> Math.min(MAX_JOBS, Runtime.getRuntime().availableProcessors()));
  }

  private long bytes(Setting setting, long most) {
    return value(setting, text -> Quantity.bytes(text).filter(b -> b >= MEGABYTE && b <= most));
  }

  private boolean flag(Setting setting) {
    return value(setting, Flag::parse) == Flag.YES;
  }

  private Duration duration(Setting setting, Duration least, Duration most) {
    return value(
        setting,
        text ->
            Quantity.duration(text).filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0));
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static <E extends Enum<E>> Optional<E> word(Class<E> type, String text) {
    String wanted = text.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(wanted)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
