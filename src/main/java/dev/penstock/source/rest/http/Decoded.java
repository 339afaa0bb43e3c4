package dev.penstock.source.rest.http;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Bodies as they were before they were packed, within bounds. */
final class Decoded {
  private static final int BUFFER = 64 << 10;

  /** Packed so tightly is only what wants to fill a disk. */
  private static final long MOST_RATIO = 500;

  private static final long RATIO_FROM = 64L << 20;

  private Decoded() {}

  /** An answer that is larger than any API's page should be. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }

  /**
   * @param encoding of the header {@code Content-Encoding}; may be empty
   * @param most bytes that may come out
   */
  static InputStream of(InputStream body, String encoding, long most) throws IOException {
    String word = encoding.strip().toLowerCase(Locale.ROOT);
    Counted packed = new Counted(body, Long.MAX_VALUE, null);
    return switch (word) {
      case "", "identity" -> new Counted(body, most, null);
      case "gzip", "x-gzip" -> new Counted(new GZIPInputStream(packed, BUFFER), most, packed);
      case "deflate" -> new Counted(inflated(packed), most, packed);
      default ->
          throw new IOException("it is packed as '" + encoding + "', which was not asked for");
    };
  }

  /** Some servers leave out the two bytes that should stand before. */
  private static InputStream inflated(InputStream packed) throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed, BUFFER);
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    boolean wrapped = (first & 0x0F) == 8 && ((first << 8) + second) % 31 == 0;
    return new InflaterInputStream(in, new Inflater(!wrapped), BUFFER);
  }

  private static final class Counted extends FilterInputStream {
    private final long most;
    private final Counted packed;
    private long count;

    /**
     * @param packed what it comes out of; null when it was not packed
     */
    Counted(InputStream in, long most, Counted packed) {
      super(in);
      this.most = most;
      this.packed = packed;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int bytes) throws IOException {
      count += bytes;
      if (count > most) {
        throw new TooLargeException("the answer has more than %,d bytes".formatted(most));
      }
      if (packed != null && count > RATIO_FROM && count / Math.max(packed.count, 1) > MOST_RATIO) {
        throw new TooLargeException(
            "the answer unpacks to more than %d times its size".formatted(MOST_RATIO));
      }
    }
  }
}
