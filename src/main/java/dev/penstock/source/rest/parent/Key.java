package dev.penstock.source.rest.parent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;

/** Half of a SHA-256 over some texts: equal for equal texts, and for no others. */
public record Key(long first, long second) implements Comparable<Key> {
  private static final Comparator<Key> ORDER =
      Comparator.comparingLong(Key::first).thenComparingLong(Key::second);

  /** Of texts in this order. */
  public static Key of(List<String> texts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        byte[] bytes = text.getBytes(UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha.update(bytes);
      }
      ByteBuffer digest = ByteBuffer.wrap(sha.digest());
      return new Key(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of the values of some fields. */
  public static Key of(Values values, List<String> names) {
    return of(names.stream().map(name -> values.literal(name).orElse("null")).toList());
  }

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }
}
