package dev.penstock.source.jdbc.dialect.sqlserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that kinit writes, read for what to say when there is no valid ticket in it.
 *
 * @param owner whose tickets it holds; empty when it is no such file
 * @param end when the last of the user's own tickets ends or ended
 */
record TicketCache(Path file, Optional<String> owner, Optional<Instant> end) {
  /** The version that Java's own kinit writes. */
  private static final int THREE = 0x0503;

  /** The one that all others write. */
  private static final int FOUR = 0x0504;

  private static final int LONGEST = 1_000_000;

  /** Reads on when the file is cut off; what was read before counts. */
  static TicketCache read(Path file) {
    String owner = null;
    Instant end = null;
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      int version = in.readUnsignedShort();
      if (version == FOUR) {
        in.skipNBytes(in.readUnsignedShort());
      }
      if (version == FOUR || version == THREE) {
        owner = principal(in);
        while (true) {
          end = later(end, ticket(in, version));
        }
      }
    } catch (IOException e) {
      // The end of the file, mostly.
    }
    return new TicketCache(file, Optional.ofNullable(owner), Optional.ofNullable(end));
  }

  private static Instant later(Instant one, Optional<Instant> other) {
    return other.filter(time -> one == null || time.isAfter(one)).orElse(one);
  }

  /** When a ticket ends that is for getting others; empty for any other entry. */
  private static Optional<Instant> ticket(DataInputStream in, int version) throws IOException {
    principal(in);
    String server = principal(in);
    // What kind of key it is; the older version says it twice.
    in.skipNBytes(version == THREE ? 4 : 2);
    data(in);
    in.skipNBytes(8);
    Instant end = Instant.ofEpochSecond(Integer.toUnsignedLong(in.readInt()));
    in.skipNBytes(9);
    lists(in);
    lists(in);
    data(in);
    data(in);
    return server.startsWith("krbtgt/") ? Optional.of(end) : Optional.empty();
  }

  /** Addresses, and what else is to be authorized. */
  private static void lists(DataInputStream in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      in.readUnsignedShort();
      data(in);
    }
  }

  private static String principal(DataInputStream in) throws IOException {
    in.readInt();
    int parts = in.readInt();
    String realm = new String(data(in), UTF_8);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      names.add(new String(data(in), UTF_8));
    }
    return String.join("/", names) + "@" + realm;
  }

  private static byte[] data(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("no file of tickets");
    }
    byte[] data = new byte[length];
    in.readFully(data);
    return data;
  }

  /**
   * Why it holds nothing for this user.
   *
   * @param user empty for whomever it is of
   */
  String missing(Optional<String> user) {
    if (owner.isEmpty()) {
      return "%s holds no tickets that Java can read".formatted(file);
    }
    if (user.isPresent() && !owner.get().equals(user.get())) {
      return "the tickets in %s are those of %s, not of %s"
          .formatted(file, owner.get(), user.get());
    }
    return end.map(
            time -> "the ticket of %s in %s has expired at %s".formatted(owner.get(), file, time))
        .orElseGet(() -> "there is no ticket of %s in %s".formatted(owner.get(), file));
  }
}
