package dev.penstock.source.rest.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import dev.penstock.source.rest.json.SwiftParser.Taken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is taken whole, and that the usual methods go on behind it and before everything else. */
final class SwiftParserTest {
  private static final byte[] LABEL = "\"b\":".getBytes(UTF_8);

  /** Behind the member {@code a} of an object whose next member has this value. */
  private static SwiftParser before(String value) throws IOException {
    SwiftParser parser = of(("{\"a\":1,\"b\":" + value + ",\"c\":2}").getBytes(UTF_8));
    parser.nextToken();
    assertThat(parser.nextFieldName()).isEqualTo("a");
    parser.nextToken();
    return parser;
  }

  private static SwiftParser of(byte[] json) throws IOException {
    return (SwiftParser) Document.factory().createParser(new ByteArrayInputStream(json));
  }

  private static void takes(String value, Taken what, String text) throws IOException {
    SwiftParser parser = before(value);
    assertThat(parser.take(LABEL, false)).as(value).isEqualTo(what);
    assertThat(new String(parser.bytes(), parser.from(), parser.length(), UTF_8)).isEqualTo(text);
    assertThat(parser.nextFieldName()).isEqualTo("c");
    assertThat(parser.nextIntValue(0)).isEqualTo(2);
    assertThat(parser.nextFieldName()).isNull();
  }

  private static void leaves(String value) throws IOException {
    SwiftParser parser = before(value);
    assertThat(parser.take(LABEL, false)).as(value).isEqualTo(Taken.NOTHING);
    assertThat(parser.nextFieldName()).isEqualTo("b");
  }

  @Test
  void takesWhatIsPlain() throws IOException {
    takes("\"\"", Taken.TEXT, "");
    takes(
        "\"a longer text, of more than eight bytes\"",
        Taken.TEXT,
        "a longer text, of more than eight bytes");
    takes("\"Chlo\u00e9 \u20ac \ud83d\ude00\"", Taken.TEXT, "Chlo\u00e9 \u20ac \ud83d\ude00");
    takes("0", Taken.LONG, "0");
    takes("-123456789012345678", Taken.LONG, "-123456789012345678");
    takes("-0.50", Taken.FRACTION, "-0.50");
    takes("true", Taken.TRUE, "true");
    takes("false", Taken.FALSE, "false");
    takes(" null", Taken.NULL, "null");
  }

  @Test
  void leavesWhatNeedsMoreThanALook() throws IOException {
    leaves("\"with \\\" in it\"");
    leaves("\"eight by\\u0041\"");
    leaves("1234567890123456789");
    leaves("-0");
    leaves("1e3");
    leaves("1.5E3");
    leaves("1 ");
    leaves("{}");
    leaves("[1]");
  }

  @Test
  void leavesWhatIsWrongToTheMessagesOfJackson() throws IOException {
    for (String value : new String[] {"01", "1.", "-", "tru", "\"a\nb\"", "nul"}) {
      SwiftParser parser = before(value);
      assertThat(parser.take(LABEL, false)).as(value).isEqualTo(Taken.NOTHING);
      assertThatThrownBy(
              () -> {
                parser.nextFieldName();
                parser.nextToken();
                parser.getText();
                parser.nextFieldName();
              })
          .as(value)
          .isInstanceOf(JsonParseException.class);
    }
  }

  @Test
  void leavesOtherNamesAndTheirEnd() throws IOException {
    SwiftParser parser = of("{\"a\":1,\"bb\":2}".getBytes(UTF_8));
    parser.nextToken();
    assertThat(parser.take("\"a\":".getBytes(UTF_8), true)).isEqualTo(Taken.LONG);
    assertThat(parser.number()).isEqualTo(1);
    assertThat(parser.take(LABEL, false)).isEqualTo(Taken.NOTHING);
    assertThat(parser.nextFieldName()).isEqualTo("bb");
    parser.nextToken();
    assertThat(parser.take(LABEL, false)).isEqualTo(Taken.NOTHING);
    assertThat(parser.nextFieldName()).isNull();
    assertThat(parser.nextToken()).isNull();
  }

  @Test
  void knowsWhatIsNoUtf8() {
    int[][] wrong = {
      {0xC0, 0x80},
      {0xE0, 0x80, 0x80},
      {0xED, 0xA0, 0x80},
      {0xF4, 0x90, 0x80, 0x80},
      {0x80},
      {0xE2, 0x82}
    };
    for (int[] bytes : wrong) {
      byte[] text = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        text[i] = (byte) bytes[i];
      }
      assertThat(Utf8.isValid(text, 0, text.length)).isFalse();
    }
  }
}
