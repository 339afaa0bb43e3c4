package dev.penstock.testing.azure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back: status, headers and a body of known length. */
record LakeAnswer(int status, Map<String, String> headers, long length, Body body) {
  /** Writes the body; never called for HEAD. */
  interface Body {
    void writeTo(OutputStream out, long bytes) throws IOException;
  }

  static LakeAnswer of(int status) {
    return new LakeAnswer(status, new LinkedHashMap<>(), 0, (out, bytes) -> {});
  }

  static LakeAnswer of(int status, String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new LakeAnswer(
            status,
            new LinkedHashMap<>(),
            bytes.length,
            (out, count) -> out.write(bytes, 0, (int) count))
        .with("Content-Type", type);
  }

  LakeAnswer with(String name, String value) {
    headers.put(name, value);
    return this;
  }
}
