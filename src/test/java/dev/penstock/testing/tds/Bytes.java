package dev.penstock.testing.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of a response, least significant first. */
public final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static ByteBuffer reading(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  Bytes number(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> (8 * i)));
    }
    return this;
  }

  Bytes one(int value) {
    return number(value, 1);
  }

  Bytes two(int value) {
    return number(value, 2);
  }

  Bytes four(long value) {
    return number(value, 4);
  }

  Bytes all(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** A text with its length in one byte before it. */
  Bytes shortText(String text) {
    return one(text.length()).all(text.getBytes(UTF_16LE));
  }

  /** A text with its length in two bytes before it. */
  Bytes text(String text) {
    return two(text.length()).all(text.getBytes(UTF_16LE));
  }

  int length() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
