package dev.penstock.testing.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a client says when it signs in.
 *
 * @param token of Entra ID, when it came at once
 * @param asksForToken whether it waits to be told where to get one
 * @param windows whether it signs in as a user of Windows
 */
public record Login(
    String user,
    String password,
    String application,
    String database,
    boolean readOnly,
    Optional<String> token,
    boolean asksForToken,
    boolean windows) {
  private static final int USER = 40;
  private static final int PASSWORD = 44;
  private static final int APPLICATION = 48;
  private static final int EXTENSION = 56;
  private static final int DATABASE = 68;
  private static final int WINDOWS = 78;
  private static final int FED_AUTH = 2;

  /** The same as one who has proven to be somebody. */
  Login as(String name) {
    return new Login(name, password, application, database, readOnly, token, asksForToken, windows);
  }

  /** The first words of one who signs in as a user of Windows. */
  static byte[] firstWords(byte[] body) {
    ByteBuffer in = Bytes.reading(body);
    int from = in.getShort(WINDOWS) & 0xFFFF;
    return Arrays.copyOfRange(body, from, from + (in.getShort(WINDOWS + 2) & 0xFFFF));
  }

  @Override
  public String toString() {
    return user + " with " + application;
  }

  static Login read(byte[] body) {
    ByteBuffer in = Bytes.reading(body);
    boolean readOnly = (body[26] & 0x20) != 0;
    boolean windows = (body[25] & 0x80) != 0;
    Optional<String> token = Optional.empty();
    boolean asks = false;
    if ((body[27] & 0x10) != 0) {
      in.position(in.getInt(in.getShort(EXTENSION) & 0xFFFF));
      for (int feature = in.get() & 0xFF; feature != 0xFF; feature = in.get() & 0xFF) {
        byte[] data = new byte[in.getInt()];
        in.get(data);
        if (feature == FED_AUTH) {
          boolean atOnce = data[0] >> 1 == 1;
          token = atOnce ? Optional.of(tokenIn(data)) : Optional.empty();
          asks = !atOnce;
        }
      }
    }
    return new Login(
        text(in, USER, bytes -> bytes),
        text(in, PASSWORD, Login::plain),
        text(in, APPLICATION, bytes -> bytes),
        text(in, DATABASE, bytes -> bytes),
        readOnly,
        token,
        asks,
        windows);
  }

  private static String tokenIn(byte[] data) {
    int length = Bytes.reading(data).getInt(1);
    return new String(data, 5, length, UTF_16LE);
  }

  private static String text(
      ByteBuffer in, int at, java.util.function.UnaryOperator<byte[]> decoding) {
    byte[] bytes = new byte[2 * in.getShort(at + 2)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = in.get(in.getShort(at) + i);
    }
    return new String(decoding.apply(bytes), UTF_16LE);
  }

  /** Halves of each byte swapped, and every other bit turned. */
  private static byte[] plain(byte[] bytes) {
    byte[] plain = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int turned = (bytes[i] & 0xFF) ^ 0xA5;
      plain[i] = (byte) (turned >> 4 | turned << 4);
    }
    return plain;
  }
}
