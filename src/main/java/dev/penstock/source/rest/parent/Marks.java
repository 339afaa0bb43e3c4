package dev.penstock.source.rest.parent;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * How far each record of a parent was read.
 *
 * @param family whose records they are: marks of another family mean nothing here
 * @param floor where records of the parent begin that have no mark; empty begins where the job does
 * @param all by the key of the record; those that are gone at the source stay, as they may come
 *     back
 */
public record Marks(String family, Optional<String> floor, Map<Key, Mark> all) {
  /** Equal marks have equal texts. */
  private static final Comparator<Delivered> ORDER =
      Comparator.comparingLong(Delivered::key).thenComparingLong(Delivered::content);

  /** What every text begins with. */
  private static final String SIGN = "parents 1 ";

  /**
   * How far one was read.
   *
   * @param value the greatest value of the cursor column
   * @param delivered what was delivered of the records that will be read again; in whatever order
   *     it is given
   */
  public record Mark(String value, List<Delivered> delivered) {
    public Mark {
      requireNonNull(value, "value");
      delivered = delivered.stream().sorted(ORDER).toList();
    }
  }

  /**
   * A record that was delivered.
   *
   * @param key digest of its primary key; of all its values where it has none
   * @param content digest of all its values
   * @param value its cursor
   * @param count how many such records there were
   */
  public record Delivered(long key, long content, String value, int count) {}

  public Marks {
    requireNonNull(family, "family");
    requireNonNull(floor, "floor");
    all = java.util.Collections.unmodifiableMap(all);
  }

  /** Whether a text holds marks. */
  public static boolean are(String text) {
    return text.startsWith(SIGN);
  }

  /** One line of ASCII, the same for the same marks. */
  public String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes)))) {
      out.writeUTF(family);
      out.writeBoolean(floor.isPresent());
      out.writeUTF(floor.orElse(""));
      out.writeInt(all.size());
      for (Map.Entry<Key, Mark> entry : new TreeMap<>(all).entrySet()) {
        out.writeLong(entry.getKey().first());
        out.writeLong(entry.getKey().second());
        write(entry.getValue(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SIGN + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static void write(Mark mark, DataOutputStream out) throws IOException {
    out.writeUTF(mark.value());
    out.writeInt(mark.delivered().size());
    for (Delivered one : mark.delivered()) {
      out.writeLong(one.key());
      out.writeLong(one.content());
      // Most lie at the mark itself.
      out.writeUTF(one.value().equals(mark.value()) ? "" : one.value());
      out.writeInt(one.count());
    }
  }

  /** Reads what {@link #text} wrote. */
  public static Marks of(String text) {
    byte[] bytes = Base64.getDecoder().decode(text.substring(SIGN.length()));
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes))))) {
      String family = in.readUTF();
      boolean bounded = in.readBoolean();
      String floor = in.readUTF();
      Map<Key, Mark> all = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        Key key = new Key(in.readLong(), in.readLong());
        all.put(key, mark(in));
      }
      return new Marks(family, bounded ? Optional.of(floor) : Optional.empty(), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Mark mark(DataInputStream in) throws IOException {
    String value = in.readUTF();
    List<Delivered> delivered = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      long key = in.readLong();
      long content = in.readLong();
      String own = in.readUTF();
      delivered.add(new Delivered(key, content, own.isEmpty() ? value : own, in.readInt()));
    }
    return new Mark(value, delivered);
  }
}
