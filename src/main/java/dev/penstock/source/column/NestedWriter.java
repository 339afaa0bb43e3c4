package dev.penstock.source.column;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.FieldVector;

/** Lists and structs, from their JSON text. A member that is not there is null. */
public final class NestedWriter extends ValueWriter {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final NestedNode root;

  NestedWriter(ColumnType type, UnaryOperator<String> naming) {
    this.root = NestedNode.of(type, naming);
  }

  /** Reads such text; what it holds has no limits but those of its length. */
  public static JsonParser parser(byte[] text, int from, int length) throws IOException {
    return JSON.createParser(text, from, length);
  }

  /** The JSON at which a parser stands, as it was written but for blanks and escapes. */
  static byte[] json(JsonParser parser) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      JsonText.copy(parser, out);
    }
    return bytes.toByteArray();
  }

  @Override
  public void attach(FieldVector target) {
    root.attach(target);
  }

  @Override
  public int write(byte[] text, int row) {
    return write(text, 0, text.length, row);
  }

  @Override
  public int write(byte[] text, int from, int length, int row) {
    try (JsonParser parser = parser(text, from, length)) {
      return parser.nextToken() == JsonToken.VALUE_NULL
          ? 0
          : (int) Math.min(Integer.MAX_VALUE, root.write(parser, row));
    } catch (UnfitValueException e) {
      // JSON holds the value as a whole.
      throw e.mend().isEmpty() ? e : e.mended("json");
    } catch (JsonProcessingException e) {
      byte[] value = Arrays.copyOfRange(text, from, from + length);
      throw UnfitValueException.of(value, "is no list or object");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
