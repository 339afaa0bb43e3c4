package dev.penstock.engine.late;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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

  /** Reads up to the first entry. */
  static Header readHeader(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] sign = data.readNBytes(SIGN.length);
    if (!Arrays.equals(sign, SIGN)) {
      throw new IOException("it does not begin as a file of remembered rows");
    }
    int length = data.readInt();
    if (length < 2 || length > MOST_HEADER) {
      throw new IOException("its header has " + length + " bytes");
    }
    return JSON.readValue(data.readNBytes(length), Header.class);
  }
}
