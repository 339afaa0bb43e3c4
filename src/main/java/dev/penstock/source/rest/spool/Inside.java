package dev.penstock.source.rest.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.rest.spool.Seen.Kind;
import dev.penstock.source.rest.spool.Types.Fractions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the values at one place inside a column of lists have been so far: single values, lists,
 * objects, or several of these. Used by one thread.
 */
final class Inside {
  private final InsideRules rules;
  private final int depth;
  private final Seen single = new Seen();
  private final Map<String, Inside> given = new HashMap<>();
  private final Map<String, Named> members = new LinkedHashMap<>();
  private Optional<Inside> element = Optional.empty();
  private boolean isObject;
  private long value;
  private long places;
  private long mostPlaces;

  /** A member; its name is that of the first load or, of a new one, of the first record. */
  private record Named(String name, Inside inside) {}

  private Inside(InsideRules rules, int depth) {
    this.rules = rules;
    this.depth = depth;
  }

  /** Of a column. */
  static Inside of(InsideRules rules) {
    return new Inside(rules, 0);
  }

  /** What a load before has delivered counts as seen first. */
  void addEarlier(ColumnType type) {
    switch (type.kind()) {
      case LIST -> element().addEarlier(type.element().orElseThrow());
      case STRUCT -> {
        isObject = true;
        for (ColumnType.Member member : type.members()) {
          rules.admit();
          named(member.name()).addEarlier(member.type());
        }
      }
      default -> single.addEarlier(type);
    }
  }

  /** Notes the value at which the parser stands, and leaves the parser at its last token. */
  void add(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_ARRAY -> list(parser);
      case START_OBJECT -> object(parser);
      case VALUE_STRING -> single.add(kind(parser));
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> {
        byte[] text = parser.getText().getBytes(US_ASCII);
        single.addFraction(text, 0, text.length);
      }
      case VALUE_TRUE, VALUE_FALSE -> single.add(Kind.BOOLEAN);
      case VALUE_NULL, NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> {
        // Nothing that tells a type.
      }
    }
  }

  private static Kind kind(JsonParser parser) throws IOException {
    if (parser.getTextLength() > IsoText.LONGEST) {
      return Kind.TEXT;
    }
    byte[] text = parser.getText().getBytes(UTF_8);
    return IsoText.kind(text, 0, text.length);
  }

  private void whole(JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      String digits = parser.getText();
      single.addBig(digits.startsWith("-") ? digits.length() - 1 : digits.length());
    } else {
      single.add(parser.getLongValue());
    }
  }

  private void list(JsonParser parser) throws IOException {
    if (rules.leaves(depth)) {
      leave(parser);
      return;
    }
    Inside each = element();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      each.countPlace();
      each.add(parser);
    }
  }

  private void object(JsonParser parser) throws IOException {
    if (rules.leaves(depth)) {
      leave(parser);
      return;
    }
    isObject = true;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      Optional<Inside> member =
          parser.nextToken() == JsonToken.VALUE_NULL ? Optional.empty() : member(name);
      if (member.isPresent()) {
        member.get().add(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void leave(JsonParser parser) throws IOException {
    single.add(Kind.JSON);
    parser.skipChildren();
  }

  private void countPlace() {
    if (value != rules.value()) {
      value = rules.value();
      places = 0;
    }
    places++;
    mostPlaces = Math.max(mostPlaces, places);
  }

  private Inside element() {
    if (element.isEmpty()) {
      element = Optional.of(new Inside(rules, depth + 1));
    }
    return element.get();
  }

  /** Empty when there are too many. */
  private Optional<Inside> member(String key) {
    Inside known = given.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    String name = rules.name(key);
    if (!members.containsKey(name.toLowerCase(Locale.ROOT)) && !rules.admit()) {
      return Optional.empty();
    }
    Inside member = named(name);
    if (given.containsValue(member)) {
      throw rules.sameName(name);
    }
    given.put(key, member);
    return Optional.of(member);
  }

  /** Letter case does not tell names apart. */
  private Inside named(String name) {
    return members
        .computeIfAbsent(
            name.toLowerCase(Locale.ROOT), n -> new Named(name, new Inside(rules, depth + 1)))
        .inside();
  }

  /** The type that holds all values so far; empty while there was none. */
  Optional<ColumnType> type() {
    Set<Kind> kinds = single.kinds();
    if (forms() > 1) {
      kinds.add(Kind.JSON);
    } else if (element.isPresent()) {
      return element.get().isMixed()
          ? Optional.of(ColumnType.of(ColumnType.Kind.JSON))
          : element.get().type().map(ColumnType::list);
    } else if (isObject) {
      return struct();
    }
    return kinds.isEmpty()
        ? Optional.empty()
        : Optional.of(Types.of(kinds, single, Fractions.DOUBLE));
  }

  private int forms() {
    return (single.kinds().isEmpty() ? 0 : 1) + (element.isPresent() ? 1 : 0) + (isObject ? 1 : 0);
  }

  /** Whether single values, lists and objects stand beside each other. */
  private boolean isMixed() {
    Set<Kind> kinds = single.kinds();
    return forms() > 1 || (kinds.contains(Kind.JSON) && kinds.size() > 1);
  }

  private Optional<ColumnType> struct() {
    List<ColumnType.Member> all = new ArrayList<>();
    for (Named member : members.values()) {
      member.inside.type().ifPresent(t -> all.add(new ColumnType.Member(member.name, t)));
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(ColumnType.struct(all));
  }

  /** About how many bytes the largest value takes as a column of its type. */
  long mostBytes() {
    return mostBytes(1);
  }

  /** Members have a place in each struct, whether they are there or not. */
  private long mostBytes(long around) {
    long bytes = around * Long.BYTES;
    if (element.isPresent()) {
      bytes += element.get().mostBytes(element.get().mostPlaces);
    }
    for (Named member : members.values()) {
      bytes += member.inside.mostBytes(around);
    }
    return bytes;
  }
}
