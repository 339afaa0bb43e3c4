package dev.penstock.source.rest.http;

import dev.penstock.source.Burden;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Adds up what an API is asked. Safe for use by several threads. */
final class Traffic {
  private long bytes;
  private long longest;
  private long first;
  private long last;
  private int under;
  private int most;

  synchronized long begin(long now) {
    if (first == 0) {
      first = now;
    }
    under++;
    most = Math.max(most, under);
    return now;
  }

  synchronized void end(long begun, long now) {
    under--;
    last = now;
    longest = Math.max(longest, now - begun);
  }

  /** The same bytes, counted. */
  InputStream counted(InputStream body) {
    return new Counting(body);
  }

  /**
   * @param rows that were read of the answers
   */
  synchronized Burden burden(long rows) {
    return new Burden(
        most,
        Duration.ofNanos(longest).toMillis(),
        Duration.ofNanos(Math.max(0, last - first)).toMillis(),
        rows,
        bytes);
  }

  private synchronized void add(long more) {
    bytes += Math.max(0, more);
  }

  private final class Counting extends FilterInputStream {
    Counting(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      add(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      add(read);
      return read;
    }
  }
}
