package dev.penstock.source.rest.parent;

import java.io.IOException;
import java.util.Optional;

/**
 * The records for which an endpoint is asked: those of a file, each once, and only those that have
 * what requests need. Safe for use by several threads.
 */
public final class Parents {
  private final ParentFile file;
  private final Needs needs;
  private final SeenKeys seen = new SeenKeys();
  private long given;
  private long twice;
  private long without;
  private String firstWithout = "";

  public Parents(ParentFile file, Needs needs) {
    this.file = file;
    this.needs = needs;
  }

  /** The next record; empty when there is none left. */
  public synchronized Optional<ParentRecord> next() throws IOException {
    for (Optional<ParentRecord> next = file.next(); next.isPresent(); next = file.next()) {
      ParentRecord parent = next.get();
      Optional<String> missing =
          needs.placeholders().stream()
              .filter(name -> parent.text(name).filter(text -> !text.isEmpty()).isEmpty())
              .findFirst();
      if (missing.isPresent()) {
        leaveOut(parent, missing.get());
      } else if (seen.add(needs.key(parent))) {
        given++;
        return next;
      } else {
        twice++;
      }
    }
    return Optional.empty();
  }

  private void leaveOut(ParentRecord parent, String missing) {
    if (without++ == 0) {
      firstWithout = "record %,d has no %s".formatted(parent.number(), missing);
    }
  }

  /** How many were given. */
  public synchronized long given() {
    return given;
  }

  /** How many came again, and were given once. */
  public synchronized long twice() {
    return twice;
  }

  /**
   * Those that were left out, in words; empty when there are none.
   *
   * @param job whose records they are
   */
  public synchronized Optional<String> without(String job) {
    return without == 0
        ? Optional.empty()
        : Optional.of(
            "%,d %s of %s could not be asked for, as nothing stands in a field that the request names (%s)"
                .formatted(without, without == 1 ? "record" : "records", job, firstWithout));
  }
}
