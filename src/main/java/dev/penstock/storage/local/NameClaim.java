package dev.penstock.storage.local;

import java.io.IOException;
import java.nio.file.Path;

/** How a file gets a name that nobody else has, in one step. */
interface NameClaim {
  /**
   * Gives {@code file} the name {@code target}, unless that is taken; afterwards the old name is
   * gone or still there, as {@link #keepsOldName()} says.
   *
   * @return whether the name was free
   */
  boolean claim(Path file, Path target) throws IOException;

  boolean keepsOldName();
}
