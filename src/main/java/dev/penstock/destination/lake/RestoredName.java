package dev.penstock.destination.lake;

import java.util.regex.Pattern;

/**
 * The names of files that come back. A path is published once and never again: a paused run that
 * wakes up and goes on taking files away would otherwise take away what came back since.
 */
final class RestoredName {
  private static final String SUFFIX = ".parquet";
  private static final Pattern EARLIER = Pattern.compile("\\.r\\d+$");

  private RestoredName() {}

  /**
   * @param path where the file was published
   * @param sequence of the record that brings it back
   */
  static String of(String path, long sequence) {
    String suffix = path.endsWith(SUFFIX) ? SUFFIX : "";
    String stem = path.substring(0, path.length() - suffix.length());
    return EARLIER.matcher(stem).replaceFirst("") + ".r" + sequence + suffix;
  }
}
