package dev.penstock.source.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.source.rest.http.PassingException;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Puts records into a row that come one by one, and not inside one document. */
public final class Records {
  private final String where;
  private final RecordReader reader;
  private final PageReader.Sink sink;

  /**
   * @param where the beginning of messages
   */
  public Records(String where, Nesting nesting, Row row, Field root, PageReader.Sink sink) {
    this.where = where;
    this.reader = new RecordReader(row, root, nesting);
    this.sink = sink;
  }

  /** One that was made elsewhere. */
  public void record(ObjectNode record) throws IOException {
    try (JsonParser parser = record.traverse()) {
      parser.nextToken();
      reader.read(parser);
    }
    sink.record();
  }

  /** JSON Lines: a record in each line. How many there were. */
  public long lines(InputStream body) throws IOException {
    long count = 0;
    try (JsonParser parser = Document.factory().createParser(new BufferedInputStream(body))) {
      while (parser.nextToken() != null) {
        reader.read(parser);
        sink.record();
        count++;
      }
      return count;
    } catch (JsonProcessingException e) {
      throw trouble(e, count + 1);
    }
  }

  private RuntimeException trouble(JsonProcessingException e, long number) {
    Document document = new Document(where, "");
    if (e instanceof StreamConstraintsException) {
      return document.refused(
          "record %,d of the JSON Lines is none: %s".formatted(number, Document.limit(e)),
          "Leave the field out by what the API offers for that (often params fields=...), or ask whoever runs it.",
          e);
    }
    long line = e.getLocation().getLineNr();
    if (e instanceof JsonEOFException) {
      return new PassingException(
          document.refused(
              "the JSON Lines end in the middle of line %,d".formatted(line),
              "Run the job again; if it stays, ask for less at once.",
              e),
          Optional.empty());
    }
    return document.refused(
        "line %,d is no JSON, at column %,d".formatted(line, e.getLocation().getColumnNr()),
        "See what the API sends there; nothing of the page was kept.",
        e);
  }
}
