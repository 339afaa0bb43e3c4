package dev.penstock.engine.late;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** The form of a file of remembered rows: a sign, the length of the header, the header, entries. */
final class RowsFile {
  private static final byte[] SIGN = {'P', 'S', 'R', 'O', 'W', 'S', '0', '1'};
  private static final int MOST_HEADER = 16 << 20;
  private static final ObjectMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();

  private RowsFile() {}

  static void writeHeader(OutputStream out, Header header) throws IOException {
    byte[] json = JSON.writeValueAsBytes(header);
    DataOutputStream data = new DataOutputStream(out);
    data.write(SIGN);
    data.writeInt(json.length);
    data.write(json);
    data.flush();
  }

  /**
   * Reads up to the first entry.
   *
   * @throws UnknownFormException when there is no header to be read, be it damaged or of a newer
   *     version
   */
  static Header readHeader(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] sign = data.readNBytes(SIGN.length);
    if (!Arrays.equals(sign, SIGN)) {
      throw new UnknownFormException("it does not begin as a file of remembered rows");
    }
    byte[] json = data.readNBytes(length(data));
    try {
      return JSON.readValue(json, Header.class);
    } catch (IOException e) {
      throw new UnknownFormException("its header is none", e);
    }
  }

  private static int length(DataInputStream data) throws IOException {
    try {
      int length = data.readInt();
      if (length >= 2 && length <= MOST_HEADER) {
        return length;
      }
      throw new UnknownFormException("its header has " + length + " bytes");
    } catch (EOFException e) {
      throw new UnknownFormException("it ends before its header", e);
    }
  }
}
