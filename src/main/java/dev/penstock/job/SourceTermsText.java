package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Reads the terms of a source as people write them. */
public final class SourceTermsText {
  public static final String MAX_CONNECTIONS = "max_connections";
  public static final String MAX_ROWS_PER_SECOND = "max_rows_per_second";
  public static final String BLACKOUT = "blackout";
  public static final String BLACKOUT_ACTION = "blackout_action";

  /** What a source's terms are written under. */
  public static final List<String> KEYS =
      List.of(MAX_CONNECTIONS, MAX_ROWS_PER_SECOND, BLACKOUT, BLACKOUT_ACTION);

  private static final int MOST_CONNECTIONS = 1000;
  private static final int MOST_ROWS = 1_000_000_000;

  private final Map<String, Given> given;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A value.
   *
   * @param where its place, such as {@code sheet Sources, row 2, column blackout}
   */
  public record Given(String where, String text) {
    public Given {
      requireNonNull(where, "where");
      text = text.strip();
    }
  }

  private SourceTermsText(Map<String, Given> given) {
    this.given = given;
  }

  /**
   * Reads terms.
   *
   * @param given by key; one that is absent restricts nothing
   * @param zone of times that name no zone of their own
   * @throws ConfigException with everything that is wrong with them
   */
  public static SourceTerms read(Map<String, Given> given, ZoneId zone) {
    SourceTermsText text = new SourceTermsText(given);
    Optional<Integer> most =
        text.value(MAX_CONNECTIONS, value -> whole(value, MOST_CONNECTIONS, "connections"));
    Optional<Integer> rows =
        text.value(MAX_ROWS_PER_SECOND, value -> whole(value, MOST_ROWS, "rows"));
    Optional<Blackout> blackout =
        text.value(BLACKOUT, value -> BlackoutText.read(value.where(), value.text(), zone));
    Optional<BlackoutAction> action = text.value(BLACKOUT_ACTION, SourceTermsText::action);
    if (!text.problems.isEmpty()) {
      throw new ConfigException(text.problems);
    }
    return new SourceTerms(
        most.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        rows.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        blackout,
        action.orElse(BlackoutAction.SKIP));
  }

  private <T> Optional<T> value(String key, Function<Given, T> parser) {
    try {
      return Optional.ofNullable(given.get(key))
          .filter(value -> !value.text().isEmpty())
          .map(parser);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private static int whole(Given value, int largest, String what) {
    if (value.text().matches("\\d{1,10}")) {
      long number = Long.parseLong(value.text());
      if (number >= 1 && number <= largest) {
        return (int) number;
      }
    }
    throw wrong(
        value,
        "is no number of %s.".formatted(what),
        "Write a whole number from 1 to %d; empty means no limit.".formatted(largest));
  }

  private static BlackoutAction action(Given value) {
    for (BlackoutAction action : BlackoutAction.values()) {
      if (action.name().equalsIgnoreCase(value.text())) {
        return action;
      }
    }
    throw wrong(
        value,
        "is not known.",
        "Write skip, so that jobs are left out in the blackout, or wait, so that they begin after it.");
  }

  private static ConfigException wrong(Given value, String what, String mend) {
    return new ConfigException(
        List.of(Problem.error(value.where(), "'%s' %s".formatted(value.text(), what), mend)));
  }
}
