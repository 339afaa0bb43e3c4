package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.http.Answer;
import dev.penstock.source.rest.json.Nesting;
import dev.penstock.source.rest.json.PageContent;
import dev.penstock.source.rest.json.Records;
import dev.penstock.source.rest.spool.Spool;
import dev.penstock.source.rest.text.CsvPage;
import dev.penstock.source.rest.text.TextPage;
import dev.penstock.source.rest.text.XmlPage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads answers that are no JSON, as the settings or their own headers say. */
record Formats(ApiOptions options, Nesting nesting, Intake intake) {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> TYPES =
      Map.of(
          "text/csv", "csv",
          "application/csv", "csv",
          "text/tab-separated-values", "csv",
          "application/x-ndjson", "jsonl",
          "application/ndjson", "jsonl",
          "application/jsonl", "jsonl",
          "application/x-jsonlines", "jsonl",
          "application/jsonlines", "jsonl");

  /** What to ask for; empty leaves it at JSON. */
  static Optional<String> accept(ApiOptions options) {
    return switch (options.word(ApiSetting.RESPONSE_FORMAT, "auto")) {
      case "csv" -> Optional.of("text/csv");
      case "jsonl" -> Optional.of("application/x-ndjson, application/jsonl");
      case "xml" -> Optional.of("application/xml, text/xml");
      default -> Optional.empty();
    };
  }

  /** The format of an answer; XML is taken for one only where the settings say so. */
  String of(Answer answer) {
    String said = options.word(ApiSetting.RESPONSE_FORMAT, "auto");
    String type = answer.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return said.equals("auto") ? TYPES.getOrDefault(type, "json") : said;
  }

  /** Reads the records of one page. */
  PageContent read(String where, String format, Answer answer) throws IOException {
    if (answer.status() == 204) {
      return PageContent.NOTHING;
    }
    Spool spool = intake.spool();
    Records records =
        new Records(where, nesting, spool.row(), spool.root(), () -> intake.keep(where));
    BufferedInputStream body = new BufferedInputStream(answer.body(), 64 << 10);
    body.mark(1);
    int first = body.read();
    body.reset();
    if (first == '<' && !format.equals("xml")) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s: answered with a web page or XML where %s is due.\nCheck auth_type, the secrets of the source and base_url, or set response_format."
              .formatted(where, format.equals("csv") ? "CSV" : "JSON Lines"));
    }
    TextPage page = new TextPage(where, records::record);
    long count =
        switch (format) {
          case "csv" -> new CsvPage(page, delimiter(answer), charset(where, answer)).read(body);
          case "xml" -> new XmlPage(page, options.path(ApiSetting.DATA_SELECTOR)).read(body);
          default -> records.lines(body);
        };
    return new PageContent(count, true, true, Map.of(), List.of());
  }

  private char delimiter(Answer answer) {
    String usual = answer.contentType().startsWith("text/tab") ? "\\t" : ",";
    String text = options.text(ApiSetting.CSV_DELIMITER, usual);
    return text.equals("\\t") || text.equals("tab") ? '\t' : text.charAt(0);
  }

  private Charset charset(String where, Answer answer) {
    Matcher stated = CHARSET.matcher(answer.contentType());
    String name =
        options
            .text(ApiSetting.CHARSET)
            .or(() -> stated.find() ? Optional.of(stated.group(1)) : Optional.empty())
            .orElse(StandardCharsets.UTF_8.name());
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s: '%s' is no encoding that Java knows.\nWrite the real one into charset, such as UTF-8 or windows-1252."
              .formatted(where, name),
          e);
    }
  }
}
