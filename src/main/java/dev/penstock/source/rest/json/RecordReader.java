package dev.penstock.source.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads one record after another into a row. Used by one thread. */
public final class RecordReader {
  private static final String VALUE = "value";
  private static final String KEY = "_key";

  private final Row row;
  private final Field root;
  private final Nesting nesting;
  private final Json json = new Json();

  /** A buffer whose bytes can be taken without a copy. */
  private static final class Json extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }
  }

  /**
   * @param root of the fields of its values
   */
  public RecordReader(Row row, Field root, Nesting nesting) {
    this.row = row;
    this.root = root;
    this.nesting = nesting;
  }

  /** Reads the value at which the parser stands, as a record. */
  public void read(JsonParser parser) throws IOException {
    row.clear();
    fill(parser);
  }

  /** The same for the member of an object, whose name is a column. */
  void read(JsonParser parser, String key) throws IOException {
    row.clear();
    row.putText(root.child(KEY), key);
    fill(parser);
  }

  private void fill(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      object(parser, root, 0);
    } else {
      value(parser, root.child(VALUE), parser.currentToken(), 0);
    }
  }

  private void object(JsonParser parser, Field field, int depth) throws IOException {
    String name = parser.nextFieldName();
    while (name != null) {
      value(parser, field.child(name), parser.nextToken(), depth);
      name = parser.nextFieldName();
    }
  }

  private void value(JsonParser parser, Field field, JsonToken token, int depth)
      throws IOException {
    switch (token) {
      case VALUE_STRING ->
          row.putText(
              field, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      case VALUE_NUMBER_INT -> whole(parser, field);
      case VALUE_NUMBER_FLOAT ->
          row.putFraction(
              field, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      case VALUE_TRUE -> row.put(field, true);
      case VALUE_FALSE -> row.put(field, false);
      case START_OBJECT -> {
        if (depth < nesting.deepest()) {
          object(parser, field, depth + 1);
        } else {
          json(parser, field);
        }
      }
      case START_ARRAY -> list(parser, field);
      case VALUE_NULL, NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> {
        // Null is what a record without the field has as well.
      }
    }
  }

  private void whole(JsonParser parser, Field field) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      row.putBig(field, parser.getText());
    } else {
      row.put(field, parser.getLongValue());
    }
  }

  private void list(JsonParser parser, Field field) throws IOException {
    if (nesting.lists() == Nesting.Lists.SKIP) {
      parser.skipChildren();
    } else {
      json(parser, field);
    }
  }

  private void json(JsonParser parser, Field field) throws IOException {
    json.reset();
    try (JsonGenerator out = Document.factory().createGenerator(json)) {
      out.copyCurrentStructureExact(parser);
    }
    row.putJson(field, json.bytes(), json.size());
  }
}
