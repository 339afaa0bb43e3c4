package dev.penstock.testing.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A remote call: its name or number, and its parameters. */
record Parameters(String procedure, List<Parameter> list) {
  private static final String[] NUMBERED = {
    "",
    "sp_cursor",
    "sp_cursoropen",
    "sp_cursorprepare",
    "sp_cursorexecute",
    "sp_cursorprepexec",
    "sp_cursorunprepare",
    "sp_cursorfetch",
    "sp_cursoroption",
    "sp_cursorclose",
    "sp_executesql",
    "sp_prepare",
    "sp_execute",
    "sp_prepexec",
    "sp_prepexecrpc",
    "sp_unprepare"
  };

  /**
   * @param value null for NULL
   */
  record Parameter(String name, Object value) {
    @Override
    public String toString() {
      return value instanceof String text ? "N'" + text.replace("'", "''") + "'" : "" + value;
    }
  }

  Object value(int index) {
    return list.get(index).value();
  }

  static Parameters read(byte[] body) {
    ByteBuffer in = Bytes.reading(body);
    in.position(in.getInt(0));
    int length = in.getShort() & 0xFFFF;
    String name = length == 0xFFFF ? NUMBERED[in.getShort()] : text(in, 2 * length);
    in.getShort();
    List<Parameter> parameters = new ArrayList<>();
    while (in.hasRemaining()) {
      String parameter = text(in, 2 * (in.get() & 0xFF));
      in.get();
      parameters.add(new Parameter(parameter, value(in)));
    }
    return new Parameters(name, parameters);
  }

  private static String text(ByteBuffer in, int bytes) {
    return new String(bytes(in, bytes), UTF_16LE);
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private static Object text(byte[] bytes, Charset charset) {
    return bytes == null ? null : new String(bytes, charset);
  }

  private static Object value(ByteBuffer in) {
    int type = in.get() & 0xFF;
    return switch (type) {
      case 0x38 -> in.getInt();
      case 0x7F -> in.getLong();
      case 0x26, 0x68 -> number(in);
      case 0xE7, 0xEF -> text(sized(in, 5), UTF_16LE);
      case 0xA7, 0xAF -> text(sized(in, 5), StandardCharsets.ISO_8859_1);
      case 0xA5, 0xAD -> sized(in, 0);
      default ->
          throw new IllegalArgumentException(
              "a parameter of type 0x%x is not known to the stand-in".formatted(type));
    };
  }

  private static Object number(ByteBuffer in) {
    in.get();
    int length = in.get();
    return switch (length) {
      case 0 -> null;
      case 1 -> (int) in.get();
      case 2 -> (int) in.getShort();
      case 4 -> in.getInt();
      default -> in.getLong();
    };
  }

  private static byte[] sized(ByteBuffer in, int collation) {
    boolean inChunks = (in.getShort() & 0xFFFF) == 0xFFFF;
    bytes(in, collation);
    if (!inChunks) {
      int length = in.getShort() & 0xFFFF;
      return length == 0xFFFF ? null : bytes(in, length);
    }
    if (in.getLong() == -1) {
      return null;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int part = in.getInt(); part > 0; part = in.getInt()) {
      all.writeBytes(bytes(in, part));
    }
    return all.toByteArray();
  }
}
