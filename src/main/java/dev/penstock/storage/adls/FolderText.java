package dev.penstock.storage.adls;

import dev.penstock.failure.ConfigException;
import dev.penstock.storage.StoragePath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The folder of an address, in which letters may be written as % and two digits. */
final class FolderText {
  private static final String HOW_TO_NAME =
      "Use folder names joined by single slashes, without . and .. and backslashes.";

  private final BucketUrl url;

  FolderText(BucketUrl url) {
    this.url = url;
  }

  StoragePath path(String encoded) {
    String folder = encoded.endsWith("/") ? encoded.substring(0, encoded.length() - 1) : encoded;
    if (folder.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw url.refusal("has a space in a folder's name.", "Write each space as %20.");
    }
    StoragePath path = StoragePath.ROOT;
    try {
      for (String name : folder.isEmpty() ? new String[0] : folder.split("/", -1)) {
        path = path.resolve(decoded(name));
      }
    } catch (IllegalArgumentException e) {
      throw url.refusal("has a folder that cannot exist.", HOW_TO_NAME);
    }
    return path;
  }

  private String decoded(String name) {
    String plain = name.indexOf('%') < 0 ? name : utf8(name);
    if (plain.contains("/") || plain.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a slash or control character inside a name");
    }
    return plain;
  }

  private String utf8(String name) {
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        bytes.put(hexByte(name, encoded, i + 1));
        i += 2;
      } else {
        bytes.put(encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw badEncoding(name);
    }
  }

  private byte hexByte(String name, byte[] encoded, int at) {
    if (at + 2 > encoded.length
        || !HexFormat.isHexDigit(encoded[at])
        || !HexFormat.isHexDigit(encoded[at + 1])) {
      throw badEncoding(name);
    }
    return (byte)
        (HexFormat.fromHexDigit(encoded[at]) << 4 | HexFormat.fromHexDigit(encoded[at + 1]));
  }

  private ConfigException badEncoding(String name) {
    return url.refusal(
        "has the folder '"
            + name
            + "', in which a % is not followed by the two digits of a letter.",
        "Write a space as %20 and the sign % itself as %25.");
  }
}
