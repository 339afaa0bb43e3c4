package dev.penstock.discover.openapi;

import dev.penstock.discover.Proposal;
import dev.penstock.discover.openapi.Operation.Param;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How records that changed can be told from the others.
 *
 * @param column that tells when a record changed; there for incremental loads
 * @param param that gives those past a watermark, with the form of the watermark
 * @param why in words
 */
record Changes(Optional<String> column, Optional<Since> param, String why) {
  private static final String CHANGE = "(last)?(updat|modif|chang|edit)(e|ed|ied|ication)?";
  private static final String MOMENT = "(at|on|date|time|datetime|timestamp|utc)*";
  private static final String FROM =
      "(since|after|from|min|gte|gt|ge|start|starting|begin)(at|date|time)?";

  /** Names by which APIs take where to read on. */
  private static final Pattern SINCE =
      Pattern.compile(
          "since|(filter|where|query)?"
              + CHANGE
              + MOMENT
              + FROM
              + "|"
              + FROM
              + CHANGE
              + MOMENT
              + "|(if)?modifiedsince");

  private static final Pattern CREATED_SINCE =
      Pattern.compile("created" + MOMENT + FROM + "|" + FROM + "created" + MOMENT);

  private static final Pattern CREATED = Pattern.compile("created" + MOMENT + "|creationdate");

  /** A parameter and what goes into it. */
  record Since(String name, String value) {}

  static Changes of(Operation operation, RecordList list) {
    Optional<String> changed = column(list, Changes::isOfChange);
    Optional<Param> since = asking(operation, SINCE);
    if (changed.isPresent() && since.isPresent()) {
      String name = since.get().name();
      return new Changes(
          changed,
          Optional.of(new Since(name, watermark(since.get().schema()))),
          "%s seems to tell when a record changed, and %s seems to ask for those that did"
              .formatted(changed.get(), name));
    }
    Optional<String> created = column(list, name -> CREATED.matcher(name).matches());
    Optional<Param> createdSince = asking(operation, CREATED_SINCE);
    if (changed.isEmpty() && created.isPresent() && createdSince.isPresent()) {
      return full(
          "if records never change, read INCREMENTAL by %s with params %s=%s"
              .formatted(
                  created.get(),
                  createdSince.get().name(),
                  watermark(createdSince.get().schema())));
    }
    return full(
        changed
            .map(
                name ->
                    "no parameter asks for what changed; INCREMENTAL by "
                        + name
                        + " reads all and leaves out here what did not")
            .orElse("nothing tells when a record changed"));
  }

  private static Changes full(String why) {
    return new Changes(Optional.empty(), Optional.empty(), why);
  }

  private static boolean isOfChange(String plain) {
    return Proposal.tellsOfChange(plain);
  }

  /** A column with a time, or a number that may be one. */
  private static Optional<String> column(
      RecordList list, java.util.function.Predicate<String> named) {
    return list.record().properties().entrySet().stream()
        .filter(entry -> named.test(Operation.plain(entry.getKey())))
        .filter(entry -> entry.getValue().isScalar() && !entry.getValue().isBoolean())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Optional<Param> asking(Operation operation, Pattern named) {
    return operation.params().stream()
        .filter(param -> param.place() == Operation.Place.QUERY)
        .filter(param -> named.matcher(param.plain()).matches())
        .filter(param -> param.schema().isScalar() || param.schema().properties().isEmpty())
        .filter(param -> !param.schema().isBoolean())
        .min(java.util.Comparator.comparing(param -> rank(param.plain())));
  }

  /** Those that give the record at the watermark again come first: none is missed then. */
  private static int rank(String plain) {
    return plain.endsWith("gte") || plain.endsWith("ge") || plain.endsWith("min") ? 0 : 1;
  }

  private static String watermark(Schema schema) {
    if (schema.isWhole()) {
      return "{watermark:epoch_seconds}";
    }
    return schema.format().toLowerCase(Locale.ROOT).equals("date")
        ? "{watermark:date}"
        : "{watermark}";
  }

  /** The parameters that are sent for it. */
  List<String> taken() {
    return param.map(since -> List.of(since.name())).orElse(List.of());
  }
}
