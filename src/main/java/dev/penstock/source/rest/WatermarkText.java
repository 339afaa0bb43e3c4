package dev.penstock.source.rest;

import dev.penstock.source.CursorType;
import dev.penstock.source.CursorValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Watermarks in the forms that APIs take and give. */
final class WatermarkText {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern ZONED = Pattern.compile(".*(Z|z|[+-]\\d{2}(:?\\d{2})?)");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

  /** A greater number of time counts milliseconds. */
  private static final BigDecimal MILLIS_FROM = BigDecimal.valueOf(100_000_000_000L);

  /** How a watermark is written into a request. */
  enum Format {
    AS_IT_IS(""),
    ISO("iso"),
    DATE("date"),
    EPOCH_SECONDS("epoch_seconds"),
    EPOCH_MILLIS("epoch_millis");

    private final String word;

    Format(String word) {
      this.word = word;
    }

    static Optional<Format> parse(String word) {
      for (Format format : values()) {
        if (format.word.equals(word)) {
          return Optional.of(format);
        }
      }
      return Optional.empty();
    }
  }

  private WatermarkText() {}

  /** The text in this form; empty when it is no moment, which the form would need. */
  static Optional<String> in(Format format, String text) {
    if (format == Format.AS_IT_IS) {
      return Optional.of(text);
    }
    return moment(text)
        .map(
            moment ->
                switch (format) {
                  case AS_IT_IS -> text;
                  case ISO -> iso(moment);
                  case DATE -> moment.atOffset(ZoneOffset.UTC).toLocalDate().toString();
                  case EPOCH_SECONDS -> Long.toString(moment.getEpochSecond());
                  case EPOCH_MILLIS -> Long.toString(moment.toEpochMilli());
                });
  }

  private static String iso(Instant moment) {
    return moment.equals(moment.truncatedTo(ChronoUnit.SECONDS))
        ? SECONDS.format(moment.atOffset(ZoneOffset.UTC))
        : moment.toString();
  }

  private static Optional<Instant> moment(String text) {
    if (NUMBER.matcher(text).matches()) {
      BigDecimal number = new BigDecimal(text);
      boolean millis = number.abs().compareTo(MILLIS_FROM) >= 0;
      BigDecimal inMillis = millis ? number : number.multiply(BigDecimal.valueOf(1000));
      return Optional.of(
          Instant.ofEpochMilli(inMillis.setScale(0, RoundingMode.FLOOR).longValue()));
    }
    return CursorValue.of(CursorType.TIMESTAMP_TZ, text)
        .map(CursorValue::position)
        .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  /** What kind of cursor the text of the workbook is for, while no record tells. */
  static CursorType guess(String text) {
    if (NUMBER.matcher(text).matches()) {
      return text.contains(".") && !text.endsWith(".0") ? CursorType.DECIMAL : CursorType.INTEGER;
    }
    if (DATE.matcher(text).matches()) {
      return CursorType.DATE;
    }
    return CursorValue.of(CursorType.TIMESTAMP_TZ, text).isEmpty()
        ? CursorType.TEXT
        : CursorType.TIMESTAMP_TZ;
  }

  /** The workbook's text in the form of this type; empty when it is none of it. */
  static Optional<String> of(CursorType type, String text) {
    String value = text.strip();
    return switch (type) {
      case INTEGER -> whole(value);
      case DECIMAL -> NUMBER.matcher(value).matches() ? Optional.of(value) : Optional.empty();
      case DATE -> CursorValue.of(type, value).map(days -> value.substring(0, 10));
      case TIMESTAMP -> CursorValue.of(type, value).map(micros -> stamp(value));
      case TIMESTAMP_TZ ->
          CursorValue.of(type, value)
              .map(
                  micros ->
                      ZONED.matcher(value.substring(10)).matches()
                          ? stamp(value)
                          : stamp(value) + "Z");
      case TEXT -> Optional.of(text);
    };
  }

  /** Excel turns whole numbers into {@code 100000.0}. */
  private static Optional<String> whole(String value) {
    return value.matches("-?\\d{1,18}(\\.0+)?")
        ? Optional.of(value.replaceFirst("\\.0+$", ""))
        : Optional.empty();
  }

  private static String stamp(String value) {
    String joined = value.replaceFirst(" ", "T");
    return joined.length() == 10 ? joined + "T00:00:00" : joined;
  }
}
