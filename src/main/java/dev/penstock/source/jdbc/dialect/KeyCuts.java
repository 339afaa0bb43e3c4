package dev.penstock.source.jdbc.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows cut by one column or several. Whatever the values, each row is in one piece: those before
 * the first cut, those between two cuts, and those behind the last, which the database tells apart
 * by one comparison that it makes for both sides of a cut alike.
 *
 * @param cuts in the database's order; equal ones leave a piece empty
 * @param nulls where the rows are whose column is NULL
 */
public record KeyCuts(List<KeyCut> cuts, Nulls nulls) {
  private static final Pattern TEXT =
      Pattern.compile(
          "cut by ([A-Za-z0-9_=,-]+) ([A-Z_]{4,20})((?: [<>][A-Za-z0-9_=-]*(?:,[A-Za-z0-9_=-]*)*)+)");

  /** Rows whose column is NULL; only the first column of a single one can be. */
  public enum Nulls {
    /** There are none, as a constraint says. */
    NONE,
    IN_FIRST,
    ALONE
  }

  public KeyCuts {
    cuts = List.copyOf(cuts);
    requireNonNull(nulls, "nulls");
  }

  /** How many columns the cuts look at. */
  public int width() {
    return cuts.isEmpty() ? 0 : cuts.get(0).values().size();
  }

  /** How many pieces there are. */
  public int pieces() {
    return cuts.size() + (nulls == Nulls.ALONE ? 2 : 1);
  }

  /**
   * Open at both ends, for values that nobody has seen yet.
   *
   * @param key the columns, the first of which come in the order of the cuts' values
   */
  public List<Slice> slices(List<KeyColumn> key) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i <= cuts.size(); i++) {
      Condition condition = new Condition(key.subList(0, width()));
      if (i > 0) {
        condition.from(cuts.get(i - 1));
      }
      if (i < cuts.size()) {
        condition.to(cuts.get(i));
      }
      slices.add(i == 0 && nulls == Nulls.IN_FIRST ? condition.orNull() : condition.slice());
    }
    if (nulls == Nulls.ALONE) {
      slices.add(Slice.where(key.get(0).column() + " IS NULL"));
    }
    return slices;
  }

  /**
   * The cuts as one line, of letters and digits only.
   *
   * @param key as for {@link #slices}
   */
  public String text(List<KeyColumn> key) {
    return "cut by "
        + encoded(names(key))
        + " "
        + nulls
        + cuts.stream()
            .map(cut -> " " + cut.side().sign() + encoded(cut.values()))
            .collect(Collectors.joining());
  }

  private List<String> names(List<KeyColumn> key) {
    return key.subList(0, width()).stream().map(KeyColumn::name).toList();
  }

  private static String encoded(List<String> values) {
    return values.stream()
        .map(value -> Base64.getUrlEncoder().encodeToString(value.getBytes(UTF_8)))
        .collect(Collectors.joining(","));
  }

  /** What {@link #text} wrote; empty when it is something else, or of another key. */
  public static Optional<KeyCuts> parse(String text, List<KeyColumn> key) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      List<String> names = values(parts.group(1));
      List<KeyCut> cuts =
          Arrays.stream(parts.group(3).strip().split(" ")).map(KeyCuts::decoded).toList();
      KeyCuts found = new KeyCuts(cuts, Nulls.valueOf(parts.group(2)));
      boolean fits =
          found.width() <= key.size()
              && cuts.stream().allMatch(cut -> cut.values().size() == names.size())
              && found.names(key).equals(names);
      return fits ? Optional.of(found) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> values(String encoded) {
    return Arrays.stream(encoded.split(",", -1))
        .map(value -> new String(Base64.getUrlDecoder().decode(value), UTF_8))
        .toList();
  }

  private static KeyCut decoded(String cut) {
    List<String> values = values(cut.substring(1));
    return cut.startsWith("<") ? KeyCut.before(values) : KeyCut.after(values);
  }

  /**
   * Comparisons column by column, as not every database finds its way through an index by a row of
   * values.
   */
  private static final class Condition {
    private final List<KeyColumn> key;
    private final List<String> terms = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    Condition(List<KeyColumn> key) {
      this.key = key;
    }

    void from(KeyCut cut) {
      add(cut, ">", cut.side() == KeyCut.Side.BEFORE ? ">=" : ">");
    }

    void to(KeyCut cut) {
      add(cut, "<", cut.side() == KeyCut.Side.BEFORE ? "<" : "<=");
    }

    private void add(KeyCut cut, String strictly, String last) {
      terms.add(term(cut, 0, strictly, last));
    }

    /** {@code a >= x AND (a > x OR b >= y)}: the first half is what an index is good for. */
    private String term(KeyCut cut, int at, String strictly, String last) {
      KeyColumn column = key.get(at);
      String value = " " + column.placeholder();
      values.add(cut.values().get(at));
      if (at == key.size() - 1) {
        return column.column() + " " + last + value;
      }
      values.add(cut.values().get(at));
      return "%1$s %2$s=%3$s AND (%1$s %2$s%3$s OR %4$s)"
          .formatted(column.column(), strictly, value, term(cut, at + 1, strictly, last));
    }

    Slice slice() {
      return new Slice(Optional.empty(), String.join(" AND ", terms), values);
    }

    Slice orNull() {
      String condition = String.join(" AND ", terms);
      String column = key.get(0).column();
      return new Slice(Optional.empty(), "(%s OR %s IS NULL)".formatted(condition, column), values);
    }
  }
}
