package dev.penstock.secret.toml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** From the bytes of a secrets file to its tables, or what is wrong with it. */
final class SecretsFile {
  static final JsonNode NOTHING = MissingNode.getInstance();

  private static final int MOST_BYTES = 1 << 20;

  private SecretsFile() {}

  static JsonNode parse(Path file) {
    if (!Files.exists(file)) {
      return NOTHING;
    }
    String text = text(file);
    try {
      return mapper().readTree(text);
    } catch (JsonProcessingException e) {
      // Not kept as the cause: its message may show the line.
      throw refusal(place(file, e), fault(e), mend(e));
    } catch (StackOverflowError e) {
      throw refusal(file.toString(), "tables or lists are nested too deep", "Take levels out.");
    }
  }

  /** A warning when every user of the machine can read the file. */
  static List<Problem> exposure(Path file) {
    if (!Files.exists(file)
        || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return List.of();
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return permissions.contains(PosixFilePermission.OTHERS_READ)
          ? List.of(worldReadable(file, permissions))
          : List.of();
    } catch (IOException | UnsupportedOperationException e) {
      return List.of(
          Problem.warning(
              file.toString(),
              "its permissions cannot be read (" + e.getMessage() + ")",
              "See to it that only you can read it."));
    }
  }

  private static Problem worldReadable(Path file, Set<PosixFilePermission> permissions) {
    return Problem.warning(
        file.toString(),
        "every user of this machine can read it ("
            + PosixFilePermissions.toString(permissions)
            + ")",
        "Run: chmod 600 '" + file.toString().replace("'", "'\\''") + "'");
  }

  private static TomlMapper mapper() {
    return TomlMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        // 1.10 as a password must not become 1.1.
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  private static String text(Path file) {
    byte[] bytes = bytes(file);
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
      throw notUtf8(file, "it is saved as UTF-16");
    }
    int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
          .toString();
    } catch (CharacterCodingException e) {
      throw notUtf8(file, "it holds bytes that are not UTF-8");
    }
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw refusal(
            file.toString(), "larger than 1 MiB", "Keep nothing but connection settings in it.");
      }
      return bytes;
    } catch (IOException e) {
      throw refusal(
          file.toString(),
          "cannot be read (" + e.getClass().getSimpleName() + ")",
          "Check that it is a file and that this user may read it.");
    }
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static String place(Path file, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    if (location == null || location.getLineNr() < 1) {
      return file.toString();
    }
    int line = location.getLineNr();
    int column = location.getColumnNr();
    if (isDouble(e)) {
      // Found out when the value has ended, which may be at the start of the line after it.
      return "%s, line %d".formatted(file, column == 1 ? line - 1 : line);
    }
    return "%s, line %d, column %d".formatted(file, line, column);
  }

  private static boolean isDouble(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return message.startsWith("Duplicate key")
        || message.startsWith("Table redefined")
        || message.startsWith("Path into existing")
        || message.contains("already closed")
        || message.contains("already finished");
  }

  private static String fault(JsonProcessingException e) {
    return isDouble(e) ? "this key or table was given before" : "not valid TOML";
  }

  private static String mend(JsonProcessingException e) {
    return isDouble(e)
        ? "Keep one of them."
        : "Write key = \"value\"; a value with backslashes or double quotes goes between single"
            + " quotes: key = 'value'.";
  }

  private static ConfigException notUtf8(Path file, String what) {
    return refusal(file.toString(), what, "Save it as UTF-8.");
  }

  private static ConfigException refusal(String where, String what, String mend) {
    return new ConfigException(List.of(Problem.error(where, what, mend)));
  }
}
