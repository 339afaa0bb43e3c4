package dev.penstock.failure;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Why the operating system refused, in its own words. */
public final class SystemReason {
  private SystemReason() {}

  /** The reason without the path; the kind of failure where the system said no more. */
  public static String of(IOException e) {
    // Of these the message begins with the path, which the caller names in its own way.
    String said = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return said == null || said.isBlank() ? e.getClass().getSimpleName() : said;
  }
}
