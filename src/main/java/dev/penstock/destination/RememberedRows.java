package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

/**
 * Where a record's job keeps what it remembers of delivered rows.
 *
 * @param path the file, from the store's root
 * @param crc32c of all its bytes, eight hexadecimal digits
 * @param rows how many rows are remembered
 * @param again rows that the load had read again at or below its watermark
 * @param dropped those of them that were delivered before
 */
public record RememberedRows(
    String path, long bytes, String crc32c, long rows, long again, long dropped) {
  public RememberedRows {
    requireNonNull(path, "path");
    requireNonNull(crc32c, "crc32c");
  }

  /** Rows that came late, and that the load delivered. */
  public long late() {
    return again - dropped;
  }
}
