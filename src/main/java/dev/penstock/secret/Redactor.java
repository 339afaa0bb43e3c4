package dev.penstock.secret;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text before anybody reads it: values that were registered, in each form in
 * which drivers and libraries write them, and whatever looks like a secret. Console, logs, audit
 * and metrics share one. Safe for use by several threads; the time taken grows with the length of
 * the text and the number of values, and in no other way.
 */
public final class Redactor {
  static final String MASK = "***";

  /** A shorter value is part of too many words to be hidden wherever it stands. */
  private static final int SHORTEST_ANYWHERE = 4;

  private static final int MOST_CAUSES = 20;

  private static final Pattern URL_PARAMETER =
      Pattern.compile("(?:password|pwd)=([^;&]++)", Pattern.CASE_INSENSITIVE);

  /** As Oracle's driver takes them: {@code jdbc:oracle:thin:user/password@host}. */
  private static final Pattern THIN =
      Pattern.compile(":thin:[^/@]*+/\"?([^@\"]++)\"?@", Pattern.CASE_INSENSITIVE);

  private final Set<String> known = new TreeSet<>();
  private volatile List<String> values = List.of();

  /**
   * From now on, hides this value; a value of fewer than four characters only after = or a colon.
   */
  public void register(String value) {
    if (!value.isBlank()) {
      learn(SecretForms.of(value));
    }
  }

  /**
   * Hides the password inside a URL such as {@code postgresql://user:password@host/db} or {@code
   * jdbc:sqlserver://host;user=u;password=p}.
   */
  public void registerUrl(String url) {
    URL_PARAMETER.matcher(url).results().forEach(found -> registerDecoded(found.group(1)));
    THIN.matcher(url).results().forEach(found -> registerDecoded(found.group(1)));
    int authority = url.indexOf("://");
    int at = url.lastIndexOf('@');
    int colon = url.indexOf(':', authority < 0 ? 0 : authority + 3);
    if (colon >= 0 && at > colon) {
      registerDecoded(url.substring(colon + 1, at));
      register(url);
    }
  }

  private void registerDecoded(String password) {
    register(password);
    register(percentDecoded(password));
  }

  /** The text with {@code ***} in place of every secret. */
  public String redact(String text) {
    return SecretPatterns.redact(hideKnown(text));
  }

  /**
   * The failure and its causes, outermost first, one a line: class name, message, and what was
   * suppressed; redacted.
   */
  public String redact(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    describe(failure, "", seen, text);
    return redact(text.toString());
  }

  private static void describe(
      Throwable failure, String lead, Set<Throwable> seen, StringBuilder text) {
    String prefix = lead;
    Throwable next = failure;
    while (next != null && seen.size() < MOST_CAUSES && seen.add(next)) {
      text.append(prefix).append(next.getClass().getName());
      if (next.getMessage() != null) {
        text.append(": ").append(next.getMessage());
      }
      for (Throwable suppressed : next.getSuppressed()) {
        describe(suppressed, "\nsuppressed: ", seen, text);
      }
      prefix = "\ncaused by: ";
      next = next.getCause();
    }
  }

  private synchronized void learn(Collection<String> forms) {
    if (known.addAll(forms)) {
      values = List.copyOf(known);
    }
  }

  /** Marks all hits before it cuts, so that secrets which overlap are both gone. */
  private String hideKnown(String text) {
    BitSet hidden = new BitSet();
    for (String value : values) {
      int at = text.indexOf(value);
      while (at >= 0) {
        if (value.length() >= SHORTEST_ANYWHERE || standsAsValue(text, at, value.length())) {
          hidden.set(at, at + value.length());
        }
        at = text.indexOf(value, at + 1);
      }
    }
    return hidden.isEmpty() ? text : cut(text, hidden);
  }

  private static boolean standsAsValue(String text, int start, int length) {
    int before = start - 1;
    while (before >= 0 && " \"'".indexOf(text.charAt(before)) >= 0 && start - before <= 4) {
      before--;
    }
    int after = start + length;
    return before >= 0
        && "=:".indexOf(text.charAt(before)) >= 0
        && (after == text.length() || !Character.isLetterOrDigit(text.charAt(after)));
  }

  private static String cut(String text, BitSet hidden) {
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    for (int at = hidden.nextSetBit(0); at >= 0; at = hidden.nextSetBit(from)) {
      result.append(text, from, at).append(MASK);
      from = hidden.nextClearBit(at);
    }
    return result.append(text, from, text.length()).toString();
  }

  private static String percentDecoded(String text) {
    try {
      // A plus sign in a URL's user part is a plus sign.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
