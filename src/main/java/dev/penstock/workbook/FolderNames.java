package dev.penstock.workbook;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Names that become folders on every system: job ids, containers, folder paths. */
final class FolderNames {
  static final int MAX_ID = 100;

  private static final int MAX_NAME = 200;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_-])?");
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?", Pattern.CASE_INSENSITIVE);

  private FolderNames() {}

  static boolean isJobId(String text) {
    return text.length() <= MAX_ID && ID.matcher(text).matches() && !isDevice(text);
  }

  /** The text with everything replaced that a job id may not hold. */
  static String toJobId(String text) {
    String id = text.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[^A-Za-z0-9]+|\\.+$", "");
    if (id.isEmpty() || isDevice(id)) {
      id = "job_" + id;
    }
    if (id.length() <= MAX_ID) {
      return id;
    }
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    // Cut names stay apart by what was cut off.
    return id.substring(0, MAX_ID - 9) + "_%08x".formatted(crc.getValue());
  }

  /** Why slash-separated folders cannot be used below a root; empty when they can. */
  static Optional<String> objectionToFolders(String path) {
    if (path.startsWith("/") || path.startsWith("~")) {
      return Optional.of("begins outside the destination's root");
    }
    if (path.contains("\\")) {
      return Optional.of("holds a backslash");
    }
    if (path.contains(":")) {
      return Optional.of("holds a colon, as drives and URLs do");
    }
    for (String name : path.split("/", -1)) {
      Optional<String> objection = objectionToName(name);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> objectionToName(String name) {
    if (name.isEmpty()) {
      return Optional.of("holds an empty folder name");
    }
    if (name.equals("..") || name.equals(".")) {
      return Optional.of("holds the step '" + name + "'");
    }
    if (name.startsWith("_penstock")) {
      return Optional.of("uses the name _penstock, where the commit log lives");
    }
    if (isDevice(name)) {
      return Optional.of("uses the name " + name + ", which Windows keeps for a device");
    }
    if (CellText.holdsControl(name) || name.matches(".*[*?\"<>|].*")) {
      return Optional.of("holds a character that folder names cannot have everywhere");
    }
    if (name.endsWith(".") || !name.strip().equals(name)) {
      return Optional.of("holds a folder name that begins or ends with a blank or a dot");
    }
    return name.length() > MAX_NAME
        ? Optional.of("holds a folder name of more than " + MAX_NAME + " characters")
        : Optional.empty();
  }

  private static boolean isDevice(String name) {
    return DEVICE.matcher(name).matches();
  }
}
