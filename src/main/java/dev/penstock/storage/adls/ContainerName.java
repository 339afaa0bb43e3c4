package dev.penstock.storage.adls;

import java.util.regex.Pattern;

/** What Azure lets a container be called. */
final class ContainerName {
  static final String HOW_TO_NAME =
      "Use 3 to 63 lower case letters, digits and single hyphens, with a letter or digit at both ends.";

  private static final Pattern NAME = Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*");

  private ContainerName() {}

  static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }
}
