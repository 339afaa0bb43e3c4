package dev.penstock.source.rest.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.enums.CSVReaderNullFieldIndicator;
import com.opencsv.exceptions.CsvMalformedLineException;
import com.opencsv.exceptions.CsvValidationException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.HashSet;
import java.util.Set;

/**
 * CSV with a header (RFC 4180): values may stand in double quotes, and hold line breaks there. An
 * empty value without quotes is null.
 */
public record CsvPage(TextPage page, char delimiter, Charset charset) {
  private static final int MOST_COLUMNS = 5_000;
  private static final char MARK = '\uFEFF';

  /** How many records there were. */
  public long read(InputStream body) throws IOException {
    Bounded text = new Bounded(decoded(body));
    CSVReader csv =
        new CSVReaderBuilder(text)
            .withCSVParser(
                new RFC4180ParserBuilder()
                    .withSeparator(delimiter)
                    .withFieldAsNull(CSVReaderNullFieldIndicator.EMPTY_SEPARATORS)
                    .build())
            .build();
    try {
      return records(csv, text);
    } catch (CsvMalformedLineException e) {
      throw page.refused(
          "the CSV ends inside a value in quotes that begins in record %,d"
              .formatted(Math.max(csv.getRecordsRead(), 1)),
          "See what the API sends there; a double quote inside a value is written twice.",
          e);
    } catch (CsvValidationException e) {
      throw new IllegalStateException("nothing is validated", e);
    } catch (CharacterCodingException e) {
      throw page.refused(
          "the CSV is not encoded as it says (%s), near record %,d"
              .formatted(charset, Math.max(csv.getRecordsRead(), 1)),
          "Write its encoding into charset, such as windows-1252.",
          e);
    } catch (TooLongException e) {
      throw page.refused(
          "record %,d of the CSV has more than %,d characters"
              .formatted(Math.max(csv.getRecordsRead(), 1), TextPage.MOST_TEXT),
          "See what the API sends there; most likely a quote is never closed.",
          e);
    }
  }

  private Reader decoded(InputStream body) {
    return new InputStreamReader(
        body,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private long records(CSVReader csv, Bounded text) throws IOException, CsvValidationException {
    String[] names = header(csv.readNext());
    long count = 0;
    text.begin();
    for (String[] values = csv.readNext(); values != null; values = csv.readNext()) {
      boolean blank = values.length == 1 && (values[0] == null || values[0].isEmpty());
      if (!blank || names.length == 1) {
        count++;
        page.taker().record(record(names, values, count));
      }
      text.begin();
    }
    return count;
  }

  private String[] header(String[] names) {
    if (names == null || names.length > MOST_COLUMNS) {
      throw page.refused(
          names == null ? "answered without a single line" : "the CSV has too many columns",
          "Check api_endpoint; CSV begins with a line of column names.",
          null);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i] == null ? "" : names[i].strip();
      names[i] = i == 0 && !name.isEmpty() && name.charAt(0) == MARK ? name.substring(1) : name;
      if (!seen.add(names[i])) {
        throw page.refused(
            "the header of the CSV names the column '%s' twice".formatted(names[i]),
            "Have the API name its columns apart, or ask for JSON.",
            null);
      }
    }
    return names;
  }

  private ObjectNode record(String[] names, String[] values, long number) {
    if (values.length != names.length) {
      throw page.refused(
          "record %,d of the CSV has %d values, but its header %d columns"
              .formatted(number, values.length, names.length),
          "Check csv_delimiter, which is '%s'; a value that holds it must stand in double quotes."
              .formatted(delimiter == '\t' ? "\\t" : Character.toString(delimiter)),
          null);
    }
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.length; i++) {
      if (values[i] != null) {
        record.set(names[i], Scalar.of(values[i]));
      }
    }
    return record;
  }

  /** A quote that is never closed would have all of the rest in memory. */
  private static final class Bounded extends FilterReader {
    private long count;

    Bounded(Reader in) {
      super(in);
    }

    void begin() {
      count = 0;
    }

    @Override
    public int read() throws IOException {
      count(1);
      return super.read();
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int more) throws TooLongException {
      count += more;
      if (count > TextPage.MOST_TEXT) {
        throw new TooLongException();
      }
    }
  }

  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
