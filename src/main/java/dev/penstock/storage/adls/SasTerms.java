package dev.penstock.storage.adls;

import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a SAS says of itself: until when it holds, and what it allows. Reaches no network. */
public final class SasTerms {
  private static final String WHERE =
      "[destination.filesystem.credentials] azure_storage_sas_token";
  private static final Duration SOON = Duration.ofHours(24);
  private static final Map<Character, String> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put('r', "read");
    NEEDED.put('w', "write");
    NEEDED.put('d', "delete");
    NEEDED.put('l', "list");
  }

  private final Map<String, String> terms = new HashMap<>();

  /**
   * @param token with or without a question mark before it
   */
  public SasTerms(Secret token) {
    for (String term : withoutMark(token.reveal()).split("&", -1)) {
      int equals = term.indexOf('=');
      if (equals > 0) {
        terms.put(term.substring(0, equals), decoded(term.substring(equals + 1)));
      }
    }
  }

  /** The token as requests carry it. */
  public static Secret bare(Secret token) {
    return new Secret(withoutMark(token.reveal()), token.store());
  }

  /** Errors where no load can succeed with it, warnings where the next one may not. */
  public List<Problem> problems(Instant now) {
    if (!terms.containsKey("sig") || !terms.containsKey("sv")) {
      return List.of(
          Problem.error(
              WHERE,
              "it is no SAS, which has parts such as sv=... and sig=... joined by &.",
              "Copy the token whole, from sv= on: the part after the ? of a SAS URL."));
    }
    List<Problem> problems = new ArrayList<>();
    expiry(now).ifPresent(problems::add);
    beginning(now).ifPresent(problems::add);
    permissions().ifPresent(problems::add);
    reach().ifPresent(problems::add);
    return problems;
  }

  /** When it ends; empty when it does not say so. */
  Optional<Instant> until() {
    return time("se");
  }

  private Optional<Problem> expiry(Instant now) {
    return time("se")
        .filter(end -> end.isBefore(now.plus(SOON)))
        .map(
            end ->
                end.isAfter(now)
                    ? Problem.warning(
                        WHERE,
                        "it expires at " + end + ", in less than a day.",
                        "Make a new SAS in time, or sign in with an identity, which does not expire.")
                    : Problem.error(
                        WHERE,
                        "it expired at " + end + ".",
                        "Make a new SAS, or sign in with an identity, which does not expire."));
  }

  private Optional<Problem> beginning(Instant now) {
    return time("st")
        .filter(start -> start.isAfter(now))
        .map(
            start ->
                Problem.error(
                    WHERE,
                    "it does not hold before " + start + ", and it is " + now + " here.",
                    "Wait, make a SAS without a start time, or set the clock of this machine."));
  }

  /** Those of a stored access policy stand at the service and cannot be told from here. */
  private Optional<Problem> permissions() {
    return Optional.ofNullable(terms.get("sp"))
        .map(
            given ->
                NEEDED.entrySet().stream()
                    .filter(right -> given.indexOf(right.getKey()) < 0)
                    .map(right -> right.getValue() + " (" + right.getKey() + ")")
                    .collect(Collectors.joining(", ")))
        .filter(missing -> !missing.isEmpty())
        .map(
            missing ->
                Problem.error(
                    WHERE,
                    "it allows sp=" + terms.get("sp") + ", which lacks " + missing + ".",
                    "Make a SAS for the container with the permissions racwdlme."));
  }

  private Optional<Problem> reach() {
    if (terms.getOrDefault("sr", "c").equals("b")) {
      return Optional.of(
          Problem.error(
              WHERE,
              "it opens one single file (sr=b).",
              "Make a SAS for the container with the permissions racwdlme."));
    }
    boolean account = terms.containsKey("ss");
    boolean blob = terms.getOrDefault("ss", "b").contains("b");
    String types = terms.getOrDefault("srt", "co");
    if (account && !(blob && types.contains("c") && types.contains("o"))) {
      return Optional.of(
          Problem.error(
              WHERE,
              "it opens ss=%s and srt=%s, but blob (b), containers (c) and objects (o) are needed."
                  .formatted(terms.get("ss"), terms.getOrDefault("srt", "")),
              "Make an account SAS with ss=b and srt=co, or a SAS for the container."));
    }
    return Optional.empty();
  }

  /** A time that cannot be read is left to the service to judge. */
  private Optional<Instant> time(String term) {
    String text = terms.getOrDefault(term, "");
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(
              text.contains("T")
                  ? OffsetDateTime.parse(text).toInstant()
                  : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String withoutMark(String text) {
    String token = text.strip();
    return token.startsWith("?") ? token.substring(1) : token;
  }

  private static String decoded(String text) {
    try {
      // A plus sign stands for itself in a signature, and no term that is read here has one.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
