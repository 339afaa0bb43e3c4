package dev.penstock.source.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.rest.http.PassingException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSON text of an answer, within bounds: no deeper, and no single value longer, than memory
 * should be spent on.
 *
 * @param where the beginning of messages
 * @param contentType of the header; may be empty
 */
public record Document(String where, String contentType) {
  private static final int DEEPEST = 500;
  private static final int LONGEST_TEXT = 64 << 20;
  private static final int LONGEST_NUMBER = 1000;
  private static final int LONGEST_NAME = 10_000;
  private static final int BUFFER = 64 << 10;
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,120})", Pattern.CASE_INSENSITIVE);

  private static final JsonFactory JSON =
      new SwiftFactory(
          new JsonFactoryBuilder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(DEEPEST)
                      .maxStringLength(LONGEST_TEXT)
                      .maxNumberLength(LONGEST_NUMBER)
                      .maxNameLength(LONGEST_NAME)
                      .build())
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES));

  /** Reads a value that was read before. */
  public static JsonParser again(byte[] json, int from, int length) throws IOException {
    return JSON.createParser(json, from, length);
  }

  static JsonFactory factory() {
    return JSON;
  }

  /** Reads a document, all of it. */
  public interface Reader<T> {
    T read(JsonParser parser) throws IOException;
  }

  /** Whether a body without a byte is no records, or a fault. */
  public enum Empty {
    NO_RECORDS,
    REFUSED
  }

  /** Has the body read; empty when there is not a byte in it, and that may be. */
  public <T> Optional<T> read(InputStream body, Empty empty, Reader<T> reader) throws IOException {
    BufferedInputStream in = new BufferedInputStream(body, BUFFER);
    int first = firstByte(in);
    if (first < 0) {
      if (empty == Empty.NO_RECORDS) {
        return Optional.empty();
      }
      throw refused(
          "answered without a single byte",
          "Check api_endpoint; an API that has nothing to give answers with an empty list.",
          null);
    }
    if (first == '<') {
      throw webPage(in);
    }
    try (JsonParser parser = parser(in)) {
      T result = reader.read(parser);
      if (parser.nextToken() != null) {
        throw refused(
            "the answer holds more than one JSON document",
            "If it is JSON Lines, set response_format to jsonl; else ask for a JSON list, often by headers or params.",
            null);
      }
      return Optional.of(result);
    } catch (JsonProcessingException e) {
      throw trouble(e);
    } catch (java.nio.charset.CharacterCodingException | java.io.CharConversionException e) {
      throw wrongCharset(e);
    }
  }

  private static int firstByte(BufferedInputStream in) throws IOException {
    in.mark(BUFFER);
    int next = in.read();
    int skipped = 1;
    while (next >= 0 && next <= ' ' && skipped < BUFFER) {
      next = in.read();
      skipped++;
    }
    in.reset();
    return next;
  }

  /** What Java finds out by itself are the encodings that JSON may have. */
  private JsonParser parser(InputStream in) throws IOException {
    Optional<Charset> stated = charset();
    if (stated.isEmpty() || stated.get().name().startsWith("UTF-")) {
      return JSON.createParser(in);
    }
    return JSON.createParser(
        new InputStreamReader(
            in, stated.get().newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
  }

  private Optional<Charset> charset() {
    Matcher stated = CHARSET.matcher(contentType);
    try {
      return stated.find() ? Optional.of(Charset.forName(stated.group(1))) : Optional.empty();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      // Whoever writes nonsense there most likely sends what everybody sends.
      return Optional.empty();
    }
  }

  private IngestException webPage(InputStream in) throws IOException {
    String text = new String(in.readNBytes(BUFFER / 2), StandardCharsets.UTF_8);
    boolean html = text.toLowerCase(Locale.ROOT).contains("<html") || contentType.contains("html");
    Matcher title = TITLE.matcher(text);
    String named = title.find() ? " ('" + title.group(1).strip() + "')" : "";
    return html
        ? refused(
            "answered with a web page%s where JSON is due".formatted(named),
            "That is mostly a page to log in: check auth_type, the secrets of the source, and base_url.",
            null)
        : refused(
            "answered with XML where JSON is due",
            "Ask for JSON, often by headers (Accept=application/json) or by params (format=json); to read XML, set response_format to xml.",
            null);
  }

  private RuntimeException trouble(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return refused(
          "the answer is no page of records: " + limit(e),
          "Leave the field out by what the API offers for that (often params fields=...), or ask whoever runs it.",
          e);
    }
    String place = place(e.getLocation());
    if (e instanceof JsonEOFException) {
      return new PassingException(
          refused(
              "the JSON ends in the middle, at " + place,
              "Run the job again; if it stays, ask for smaller pages (page_size).",
              e),
          Optional.empty());
    }
    if (e.getOriginalMessage().contains("UTF-8")) {
      return wrongCharset(e);
    }
    return refused(
        "the answer is no JSON, at %s".formatted(place),
        "Check api_endpoint and params, and what the API sends there.",
        e);
  }

  private static String place(JsonLocation location) {
    return location.getByteOffset() >= 0
        ? "byte %,d".formatted(location.getByteOffset())
        : "character %,d".formatted(location.getCharOffset());
  }

  /** Which bound a text goes beyond, in words. */
  static String limit(JsonProcessingException e) {
    String said = e.getOriginalMessage();
    if (said.contains("nesting depth") || said.contains("Nesting")) {
      return "it is nested deeper than %d".formatted(DEEPEST);
    }
    return said.contains("String")
        ? "a single text in it has more than %,d characters".formatted(LONGEST_TEXT)
        : "a number or a name in it is longer than anybody writes";
  }

  private IngestException wrongCharset(IOException e) {
    String stated = charset().map(Charset::name).orElse("UTF-8, as JSON is");
    return refused(
        "the answer is not encoded as it says (%s)".formatted(stated),
        "Ask whoever runs the API to name the charset in Content-Type, or to send UTF-8.",
        e);
  }

  IngestException refused(String what, String mend, Throwable cause) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED, "%s: %s.\n%s".formatted(where, what, mend), cause);
  }
}
