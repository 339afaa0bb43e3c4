package dev.penstock.testing.tds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of many megabytes, which the server makes while it sends it; a table holds only a word
 * for it.
 *
 * @param bytes how many letters x it has
 */
record LargeValue(long bytes) {
  private static final Pattern WORD = Pattern.compile("\u0001large (\\d+)");
  private static final int CHUNK = 1 << 16;

  /** What a table holds. */
  String word() {
    return "\u0001large " + bytes;
  }

  /** Empty for any other value. */
  static Optional<LargeValue> of(Object value, SqlType type) {
    boolean possible = type.name().equals("varchar") || type.name().equals("varbinary");
    if (!possible || value == null) {
      return Optional.empty();
    }
    String text =
        value instanceof byte[] held
            ? new String(held, 0, Math.min(held.length, 40), StandardCharsets.ISO_8859_1)
            : value.toString();
    Matcher word = WORD.matcher(text);
    return word.matches()
        ? Optional.of(new LargeValue(Long.parseLong(word.group(1))))
        : Optional.empty();
  }

  void send(Wire.Response response) throws IOException {
    response.write(new Bytes().number(bytes, 8).bytes());
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) 'x');
    for (long sent = 0; sent < bytes; sent += CHUNK) {
      int part = (int) Math.min(CHUNK, bytes - sent);
      response.write(new Bytes().four(part).bytes());
      response.write(part == CHUNK ? chunk : Arrays.copyOf(chunk, part));
    }
    response.write(new Bytes().four(0).bytes());
  }
}
