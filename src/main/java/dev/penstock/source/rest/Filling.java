package dev.penstock.source.rest;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.rest.WatermarkText.Format;
import dev.penstock.source.rest.parent.Values;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in the places of a request: the watermark, and fields of the record for which it is
 * sent.
 *
 * @param watermark empty where there is none yet
 */
record Filling(Job job, Optional<String> watermark, Values parent) {
  static final Pattern PLACE = Pattern.compile("\\{([^{}]*)\\}");
  static final String WATERMARK = "watermark";

  static final String PARENT = "parent.";

  /** The greatest character that a header may carry. */
  private static final int LAST_OF_HEADERS = 255;

  Filling {
    requireNonNull(job, "job");
    requireNonNull(watermark, "watermark");
    requireNonNull(parent, "parent");
  }

  /** The fields of a parent's records that a text names. */
  static Set<String> parentFields(String text) {
    Set<String> names = new LinkedHashSet<>();
    PLACE
        .matcher(text)
        .results()
        .map(place -> place.group(1))
        .filter(Filling::isParent)
        .forEach(name -> names.add(field(name)));
    return names;
  }

  private static boolean isParent(String place) {
    return place.startsWith(PARENT);
  }

  private static String field(String place) {
    return place.substring(PARENT.length());
  }

  private static boolean isWatermark(String place) {
    return place.equals(WATERMARK) || place.startsWith(WATERMARK + ":");
  }

  /** Whether a place is filled here. */
  static boolean fills(String place) {
    return isWatermark(place) || isParent(place);
  }

  /** A text with its places filled; empty when it names a watermark that is not there. */
  Optional<String> text(String text) {
    Matcher place = PLACE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (place.find()) {
      if (!fills(place.group(1))) {
        continue;
      }
      Optional<String> value = place(place.group(1));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      place.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
    }
    return Optional.of(place.appendTail(filled).toString());
  }

  /** The address that a field of the parent holds. */
  String link(String field) {
    return ofParent(field);
  }

  /** What a place of a path stands for. */
  Optional<String> step(String place) {
    Optional<String> value = place(place);
    if (isParent(place) && value.filter(text -> text.matches("[.]{1,2}")).isPresent()) {
      throw refused(place, "is '%s', which leads to another address".formatted(value.get()));
    }
    return value;
  }

  /** The same as {@link #text} for the value of a header. */
  Optional<String> header(String text) {
    for (String name : parentFields(text)) {
      String value = parent.text(name).orElse("");
      if (value.chars().anyMatch(c -> Character.isISOControl(c) || c > LAST_OF_HEADERS)) {
        throw refused(
            PARENT + name, "holds a line break or another character that no header may carry");
      }
    }
    return text(text);
  }

  /** The JSON that a text stands for which is nothing but a field of the parent. */
  Optional<String> literal(String text) {
    Matcher place = PLACE.matcher(text);
    return place.matches() && isParent(place.group(1))
        ? parent.literal(field(place.group(1)))
        : Optional.empty();
  }

  private Optional<String> place(String place) {
    return isParent(place) ? Optional.of(ofParent(field(place))) : ofWatermark(place);
  }

  private String ofParent(String field) {
    String literal = parent.literal(field).orElse("\"\"");
    if (literal.startsWith("[") || literal.startsWith("{")) {
      throw refused(PARENT + field, "is a list or an object, which no request can name");
    }
    return parent.text(field).orElse("");
  }

  private Optional<String> ofWatermark(String place) {
    String form = place.substring(WATERMARK.length()).replaceFirst("^:", "");
    Format format = Format.parse(form).orElseThrow(() -> noFormat(form));
    return watermark.map(
        text -> WatermarkText.in(format, text).orElseThrow(() -> noMoment(text, form)));
  }

  private IngestException noFormat(String word) {
    return wrong(
        "'%s' is no form of a watermark".formatted(word),
        "Write {watermark}, or {watermark:iso}, :date, :epoch_seconds or :epoch_millis.");
  }

  private IngestException noMoment(String text, String word) {
    return wrong(
        "the watermark '%s' is no date or time, so that it cannot be written as %s"
            .formatted(text, word),
        "Write {watermark} alone.");
  }

  private IngestException wrong(String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG, "%s, column params: %s.\n%s".formatted(job.place(), what, mend));
  }

  private IngestException refused(String place, String what) {
    return refused(
        place,
        what,
        "Name another field, or leave such records out by query_filter in the row of the parent.");
  }

  /** That no request can be made of what a field of the parent holds. */
  IngestException refused(String place, String what, String mend) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED,
        "%s, column api_endpoint: {%s} of %s %s.\n%s"
            .formatted(job.place(), place, parent.but(field(place)), what, mend));
  }
}
