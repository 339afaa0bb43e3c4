package dev.penstock.source.rest.json;

import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A parser that can also take a member of an object whole, when it looks as it was expected to: its
 * bytes are compared with those of the expected name, and the value stays where it was read, with
 * no characters made of it. Whatever is unusual, or not yet in the buffer to its end, is left to
 * the usual methods, and so is everything that may be wrong.
 */
final class SwiftParser extends UTF8StreamJsonParser {
  private static final int BUFFER = 64 << 10;

  /** A whole number of more digits may not be a long. */
  private static final int LONG_DIGITS = 18;

  private static final int LONGEST_NUMBER = 1000;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = ONES << 7;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private int from;
  private int to;
  private long number;

  /** What was taken. */
  enum Taken {
    /** Nothing: the parser stands where it stood. */
    NOTHING,
    TEXT,
    LONG,
    FRACTION,
    TRUE,
    FALSE,
    NULL
  }

  SwiftParser(IOContext context, int features, InputStream in, ByteQuadsCanonicalizer names) {
    super(context, features, in, null, names, new byte[BUFFER], 0, 0, 0, false);
  }

  /**
   * Takes the next member of the object in which the parser stands behind a value, or behind the
   * opening brace.
   *
   * @param label the expected name as JSON writes it, with quotes and colon
   * @param first whether no member came before it
   */
  Taken take(byte[] label, boolean first) {
    byte[] in = _inputBuffer;
    int at = _inputPtr;
    int end = _inputEnd;
    if (!first) {
      if (at >= end || in[at] != ',') {
        return Taken.NOTHING;
      }
      at++;
      if (at < end && in[at] == ' ') {
        at++;
      }
    }
    int value = at + label.length;
    // The value and what ends it take two bytes at least.
    if (value + 2 >= end || !isAt(label, in, at)) {
      return Taken.NOTHING;
    }
    if (in[value] == ' ') {
      value++;
    }
    Taken taken = value(in, value, end);
    if (taken != Taken.NOTHING && first) {
      _parsingContext.expectComma();
    }
    return taken;
  }

  private static boolean isAt(byte[] label, byte[] in, int at) {
    return java.util.Arrays.equals(in, at, at + label.length, label, 0, label.length);
  }

  private Taken value(byte[] in, int at, int end) {
    return switch (in[at]) {
      case '"' -> text(in, at + 1, end);
      case 't' -> word(in, at, end, "true", Taken.TRUE);
      case 'f' -> word(in, at, end, "false", Taken.FALSE);
      case 'n' -> word(in, at, end, "null", Taken.NULL);
      default -> number(in, at, end);
    };
  }

  private Taken text(byte[] in, int begin, int end) {
    int at = begin;
    while (at + Long.BYTES <= end) {
      long eight = (long) EIGHT.get(in, at);
      long quote = eight ^ ONES * '"';
      long escape = eight ^ ONES * '\\';
      long special =
          ((quote - ONES) & ~quote) | ((escape - ONES) & ~escape) | (eight - ONES * ' ') | eight;
      if ((special & HIGHS) != 0) {
        break;
      }
      at += Long.BYTES;
    }
    int all = 0;
    while (at < end) {
      byte c = in[at];
      if (c == '"') {
        return all >= 0 || Utf8.isValid(in, begin, at)
            ? taken(Taken.TEXT, begin, at, at + 1)
            : Taken.NOTHING;
      }
      if (c == '\\' || (c >= 0 && c < ' ')) {
        return Taken.NOTHING;
      }
      all |= c;
      at++;
    }
    return Taken.NOTHING;
  }

  private Taken word(byte[] in, int at, int end, String word, Taken taken) {
    int length = word.length();
    if (at + length >= end || !isEnd(in[at + length])) {
      return Taken.NOTHING;
    }
    for (int i = 1; i < length; i++) {
      if (in[at + i] != word.charAt(i)) {
        return Taken.NOTHING;
      }
    }
    return taken(taken, at, at + length, at + length);
  }

  private Taken number(byte[] in, int begin, int end) {
    int first = in[begin] == '-' ? begin + 1 : begin;
    int at = first;
    long digits = 0;
    while (at < end && isDigit(in[at])) {
      digits = digits * 10 + (in[at] - '0');
      at++;
    }
    int whole = at - first;
    if (whole == 0 || whole > LONG_DIGITS || at >= end || (in[first] == '0' && whole > 1)) {
      return Taken.NOTHING;
    }
    if (isEnd(in[at])) {
      number = first == begin ? digits : -digits;
      // Minus zero is left to whoever knows what it is.
      return digits == 0 && first > begin ? Taken.NOTHING : taken(Taken.LONG, begin, at, at);
    }
    if (in[at] != '.') {
      return Taken.NOTHING;
    }
    int point = at++;
    while (at < end && isDigit(in[at])) {
      at++;
    }
    return at < end && at - point > 1 && at - begin <= LONGEST_NUMBER && isEnd(in[at])
        ? taken(Taken.FRACTION, begin, at, at)
        : Taken.NOTHING;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isEnd(byte c) {
    return c == ',' || c == '}';
  }

  private Taken taken(Taken what, int begin, int end, int next) {
    from = begin;
    to = end;
    _inputPtr = next;
    return what;
  }

  /** The bytes among which the value stands that was taken. */
  byte[] bytes() {
    return _inputBuffer;
  }

  /** Where it begins; of a text, behind the quote. */
  int from() {
    return from;
  }

  int length() {
    return to - from;
  }

  /** The value that was taken as a whole number. */
  long number() {
    return number;
  }
}
