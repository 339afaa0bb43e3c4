package dev.penstock.source.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shape of a document near its root: what lists there are, and which single values. Of what
 * lies in lists, nothing.
 *
 * @param root what the document is
 * @param lists by the names that lead there; how many elements, and of what
 * @param values by the names that lead there joined with dots; null is an empty text
 * @param members how many members the outermost object has
 * @param objects how many of these are objects
 */
public record Outline(
    Kind root,
    Map<List<String>, Elements> lists,
    Map<String, String> values,
    int members,
    int objects) {
  /** Of an answer that is no document. */
  public static final Outline NOTHING = new Outline(Kind.NULL, Map.of(), Map.of(), 0, 0);

  private static final int DEEPEST = 4;
  private static final int MOST = 2_000;
  private static final int LONGEST = 4_000;

  /** What a document may be. */
  public enum Kind {
    LIST,
    OBJECT,
    SCALAR,
    NULL
  }

  /**
   * What a list holds.
   *
   * @param objects how many of them are objects
   */
  public record Elements(long count, long objects) {}

  public Outline {
    lists = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(lists));
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Reads the whole document. */
  public static Outline of(JsonParser parser) throws IOException {
    Scout scout = new Scout(parser);
    return scout.look();
  }

  /**
   * A single value; empty when it is not there, null, or an empty text.
   *
   * @param path the names that lead to it, joined by dots
   */
  public Optional<String> value(String path) {
    return Optional.ofNullable(values.get(path)).filter(text -> !text.isEmpty());
  }

  private static final class Scout {
    private final JsonParser parser;
    private final Map<List<String>, Elements> lists = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private int members;
    private int objects;

    Scout(JsonParser parser) {
      this.parser = parser;
    }

    Outline look() throws IOException {
      Kind root =
          switch (parser.nextToken()) {
            case START_OBJECT -> Kind.OBJECT;
            case START_ARRAY -> Kind.LIST;
            case VALUE_NULL -> Kind.NULL;
            default -> Kind.SCALAR;
          };
      value(List.of());
      return new Outline(root, lists, values, members, objects);
    }

    private void value(List<String> names) throws IOException {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.START_ARRAY) {
        Elements elements = elements();
        if (lists.size() < MOST) {
          lists.put(names, elements);
        }
      } else if (token == JsonToken.START_OBJECT) {
        object(names);
      } else if (values.size() < MOST) {
        String text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
        values.put(
            String.join(".", names), text.length() > LONGEST ? text.substring(0, LONGEST) : text);
      }
    }

    private void object(List<String> names) throws IOException {
      if (names.size() >= DEEPEST) {
        parser.skipChildren();
        return;
      }
      String name = parser.nextFieldName();
      while (name != null) {
        JsonToken token = parser.nextToken();
        if (names.isEmpty()) {
          members++;
          objects += token == JsonToken.START_OBJECT ? 1 : 0;
        }
        List<String> inner = new ArrayList<>(names);
        inner.add(name);
        value(inner);
        name = parser.nextFieldName();
      }
    }

    private Elements elements() throws IOException {
      long count = 0;
      long found = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        count++;
        found += parser.currentToken() == JsonToken.START_OBJECT ? 1 : 0;
        parser.skipChildren();
      }
      return new Elements(count, found);
    }
  }
}
