package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is made of answers that are not to be taken as usual, as people write it into one cell:
 * {@code 404=empty, 409=retry, 400 body:"no more pages"=ignore}. The first rule that fits counts.
 */
public record ResponseRules(List<Rule> rules) {
  public static final ResponseRules NONE = new ResponseRules(List.of());

  private static final Pattern RULE =
      Pattern.compile(
          "\\s*(?:(\\d{3}|[1-5]xx)\\s*)?(?:body:\"([^\"]+)\"\\s*)?=\\s*(\\w+)\\s*(?:,|$)",
          Pattern.CASE_INSENSITIVE);

  public ResponseRules {
    rules = List.copyOf(rules);
  }

  /** What is to be done. */
  public enum Action {
    /** Reading ends here, and a warning says so. */
    IGNORE,
    /** The job fails. */
    FAIL,
    /** The request is sent again. */
    RETRY,
    /** The answer counts as one without records. */
    EMPTY;

    static Optional<Action> parse(String text) {
      for (Action action : values()) {
        if (action.name().equalsIgnoreCase(text)) {
          return Optional.of(action);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * One rule.
   *
   * @param status such as {@code 404} or {@code 5xx}; empty for any
   * @param body a text that the answer holds, in any letter case; empty for any
   */
  public record Rule(String status, String body, Action action) {
    public Rule {
      requireNonNull(status, "status");
      requireNonNull(body, "body");
      requireNonNull(action, "action");
    }

    boolean fits(int answered, String text) {
      String number = Integer.toString(answered);
      boolean same =
          status.isEmpty()
              || status.equals(number)
              || (status.endsWith("xx") && status.charAt(0) == number.charAt(0));
      return same && text.toLowerCase(Locale.ROOT).contains(body);
    }
  }

  /** Reads them; empty when the text is not of this form. */
  public static Optional<ResponseRules> parse(String text) {
    List<Rule> rules = new ArrayList<>();
    Matcher rule = RULE.matcher(text);
    int at = 0;
    while (at < text.length() && rule.region(at, text.length()).lookingAt()) {
      String status = rule.group(1) == null ? "" : rule.group(1).toLowerCase(Locale.ROOT);
      String body = rule.group(2) == null ? "" : rule.group(2).toLowerCase(Locale.ROOT);
      Optional<Action> action = Action.parse(rule.group(3));
      if (action.isEmpty() || (status.isEmpty() && body.isEmpty())) {
        return Optional.empty();
      }
      rules.add(new Rule(status, body, action.get()));
      at = rule.end();
    }
    return at == text.length() && !rules.isEmpty()
        ? Optional.of(new ResponseRules(rules))
        : Optional.empty();
  }

  /** Whether an answer with this status has to be looked into. */
  public boolean lookInto(int answered) {
    return rules.stream().anyMatch(rule -> rule.fits(answered, rule.body()));
  }

  /** What is to be done with an answer; empty for what is usual. */
  public Optional<Action> action(int answered, String text) {
    return rules.stream().filter(rule -> rule.fits(answered, text)).findFirst().map(Rule::action);
  }
}
