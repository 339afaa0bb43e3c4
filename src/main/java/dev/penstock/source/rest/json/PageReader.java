package dev.penstock.source.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.job.JsonPath;
import dev.penstock.job.JsonPath.Step;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one page: the records at a path, and the values at some others. What is neither is passed
 * over. Used by one thread.
 */
public final class PageReader {
  private static final int LONGEST = 100_000;

  private final JsonPath records;
  private final List<JsonPath> watched;
  private final RecordReader reader;
  private final Row row;
  private final Field root;
  private final Sink sink;
  private final Map<JsonPath, String> values = new HashMap<>();
  private final List<String> members = new ArrayList<>();
  private long count;
  private boolean list;
  private boolean found;

  /** Takes each record when it stands in the row. */
  public interface Sink {
    void record() throws IOException;
  }

  /** A path while it is followed: the next step. */
  private record Trace(JsonPath path, int step) {
    boolean isAtEnd() {
      return step == path.steps().size();
    }

    Step next() {
      return path.steps().get(step);
    }

    Trace further() {
      return new Trace(path, step + 1);
    }
  }

  /**
   * @param watched paths to single values
   */
  public PageReader(
      JsonPath records, List<JsonPath> watched, Nesting nesting, Row row, Field root, Sink sink) {
    this.records = records;
    this.watched = List.copyOf(watched);
    this.reader = new RecordReader(row, root, nesting);
    this.row = row;
    this.root = root;
    this.sink = sink;
  }

  /** Reads the whole document. */
  public PageContent read(JsonParser parser) throws IOException {
    List<Trace> traces = new ArrayList<>();
    traces.add(new Trace(records, 0));
    watched.stream()
        .filter(path -> fromLast(path).isEmpty())
        .forEach(p -> traces.add(new Trace(p, 0)));
    parser.nextToken();
    value(parser, traces, Optional.empty(), 0);
    for (JsonPath path : watched) {
      fromLast(path).flatMap(this::ofLastRecord).ifPresent(text -> values.put(path, text));
    }
    return new PageContent(count, found, list, values, members);
  }

  /** The names below the last record, for a path such as {@code data[-1].id}. */
  private Optional<List<Step>> fromLast(JsonPath path) {
    return path.below(records)
        .filter(steps -> !steps.isEmpty() && steps.get(0).isLast())
        .map(steps -> steps.subList(1, steps.size()));
  }

  private Optional<String> ofLastRecord(List<Step> names) {
    if (count == 0) {
      return Optional.empty();
    }
    Field field = names.isEmpty() ? root.child("value") : root;
    for (Step step : names) {
      field = field.child(step.name());
    }
    return row.value(field);
  }

  /**
   * @param key of the member, where all members of an object are records
   */
  private void value(JsonParser parser, List<Trace> traces, Optional<String> key, int depth)
      throws IOException {
    if (traces.stream().anyMatch(trace -> trace.path().equals(records) && trace.isAtEnd())) {
      records(parser, key);
      return;
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      object(parser, traces, depth);
    } else if (token == JsonToken.START_ARRAY) {
      array(parser, traces, depth);
    } else {
      String text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
      for (Trace trace : traces) {
        if (trace.isAtEnd() && text.length() <= LONGEST) {
          values.put(trace.path(), text);
        }
      }
    }
  }

  private void object(JsonParser parser, List<Trace> traces, int depth) throws IOException {
    String name = parser.nextFieldName();
    while (name != null) {
      if (depth == 0 && members.size() < 20) {
        members.add(name);
      }
      List<Trace> next = new ArrayList<>();
      Optional<String> key = Optional.empty();
      for (Trace trace : traces) {
        if (!trace.isAtEnd() && trace.next().takes(name)) {
          next.add(trace.further());
          boolean last = trace.path().equals(records) && trace.further().isAtEnd();
          key = last && trace.next().kind() == Step.Kind.ALL ? Optional.of(name) : key;
        }
      }
      parser.nextToken();
      follow(parser, next, key, depth);
      name = parser.nextFieldName();
    }
  }

  private void array(JsonParser parser, List<Trace> traces, int depth) throws IOException {
    int index = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      List<Trace> next = new ArrayList<>();
      for (Trace trace : traces) {
        if (!trace.isAtEnd() && trace.next().takes(index)) {
          // Of the last element nothing is known until it has passed: each in turn is the last.
          values.remove(trace.path());
          next.add(trace.further());
        }
      }
      follow(parser, next, Optional.empty(), depth);
      index++;
    }
  }

  private void follow(JsonParser parser, List<Trace> next, Optional<String> key, int depth)
      throws IOException {
    if (next.isEmpty()) {
      parser.skipChildren();
    } else {
      value(parser, next, key, depth + 1);
    }
  }

  private void records(JsonParser parser, Optional<String> key) throws IOException {
    found = true;
    switch (parser.currentToken()) {
      case START_ARRAY -> {
        list = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          reader.read(parser);
          record();
        }
      }
      case VALUE_NULL -> list = true;
      case START_OBJECT -> one(parser, key);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> {
        if (throughAll()) {
          one(parser, key);
        } else {
          found = false;
        }
      }
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + parser.currentToken());
    }
  }

  private boolean throughAll() {
    int size = records.steps().size();
    return size > 0 && records.steps().get(size - 1).kind() == Step.Kind.ALL;
  }

  private void one(JsonParser parser, Optional<String> key) throws IOException {
    if (key.isPresent()) {
      reader.read(parser, key.get());
    } else {
      reader.read(parser);
    }
    list |= throughAll();
    record();
  }

  private void record() throws IOException {
    count++;
    sink.record();
  }
}
