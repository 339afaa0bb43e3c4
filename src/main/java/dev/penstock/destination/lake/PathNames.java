package dev.penstock.destination.lake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of tables and jobs as folder names: two names never give the same one, none leaves its
 * folder, is hidden from readers, or means a device on Windows.
 */
final class PathNames {
  /** So that a file name made of two such names, a load id and a file id stays below 255 bytes. */
  private static final int MAX_LENGTH = 96;

  private static final int HASH_BYTES = 8;
  private static final Pattern WINDOWS_DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private PathNames() {}

  /**
   * {@code [A-Za-z0-9_-]} and inner dots stay; every other byte of the UTF-8 form becomes {@code
   * %XX}, and so does a first character that would hide the folder. Long names keep their beginning
   * and end in {@code ~} and a hash.
   */
  static String encode(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean device = WINDOWS_DEVICE.matcher(name).matches();
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      boolean first = i == 0;
      boolean last = i == bytes.length - 1;
      if (stays((char) (bytes[i] & 0xff), first, last) && !(first && device)) {
        encoded.append((char) bytes[i]);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
      }
    }
    return capped(encoded.toString(), bytes);
  }

  /** The name that a folder stands for; empty when a hash took the place of its end. */
  static Optional<String> decode(String folder) {
    if (folder.indexOf('~') >= 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < folder.length(); i++) {
      if (folder.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(folder, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(folder.charAt(i));
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }

  private static boolean stays(char c, boolean first, boolean last) {
    boolean letterOrDigit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letterOrDigit || c == '-' || (c == '_' && !first) || (c == '.' && !first && !last);
  }

  private static String capped(String encoded, byte[] bytes) {
    if (encoded.length() <= MAX_LENGTH) {
      return encoded;
    }
    byte[] hash = sha256(bytes);
    String suffix = "~" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    return encoded.substring(0, MAX_LENGTH - suffix.length()) + suffix;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
