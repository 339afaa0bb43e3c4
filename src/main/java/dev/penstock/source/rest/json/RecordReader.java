package dev.penstock.source.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.source.column.JsonText;
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
  private final Layout layout;
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
    this.layout = new Layout(root);
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
      object(parser, layout, 0);
    } else {
      value(parser, layout.step(VALUE), parser.currentToken(), 0);
    }
  }

  private void object(JsonParser parser, Layout members, int depth) throws IOException {
    Layout.Step last = members.start();
    while (true) {
      if (parser instanceof SwiftParser swift) {
        last = expected(swift, last, members.start());
      }
      String name = parser.nextFieldName();
      if (name == null) {
        return;
      }
      Layout.Step step = members.step(name);
      last.setNext(step);
      value(parser, step, parser.nextToken(), depth);
      last = step;
    }
  }

  /** Reads members as long as they come as they came last; the last one that did. */
  private Layout.Step expected(SwiftParser parser, Layout.Step before, Layout.Step start) {
    Layout.Step last = before;
    Layout.Step next = last.next();
    while (next != null) {
      Field field = next.field();
      switch (parser.take(next.label(), last == start)) {
        case TEXT -> row.putText(field, parser.bytes(), parser.from(), parser.length());
        case LONG -> row.put(field, parser.number());
        case FRACTION -> row.putFraction(field, parser.bytes(), parser.from(), parser.length());
        case TRUE -> row.put(field, true);
        case FALSE -> row.put(field, false);
        case NULL -> {
          // As if it had not come.
        }
        case NOTHING -> {
          return last;
        }
      }
      last = next;
      next = last.next();
    }
    return last;
  }

  private void value(JsonParser parser, Layout.Step step, JsonToken token, int depth)
      throws IOException {
    Field field = step.field();
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
          object(parser, step.inside(), depth + 1);
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
      JsonText.copy(parser, out);
    }
    row.putJson(field, json.bytes(), json.size());
  }
}
