package dev.penstock.source.jdbc.dialect;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Addresses that no network leads to. */
public final class OwnMachine {
  /** Nothing that only begins like an address of the own machine may pass for one. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?i)localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[?(?:::1|0:0:0:0:0:0:0:1)]?");

  private OwnMachine() {}

  /** Whether nothing goes over a network; several hosts may be given, separated by commas. */
  public static boolean isServerOf(ConnectionSettings settings) {
    return Stream.of(settings.host().orElse("").split(",", -1))
        .allMatch(host -> ADDRESS.matcher(host.strip()).matches());
  }
}
