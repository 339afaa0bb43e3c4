package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A condition that records of an API must meet, such as {@code status = 'open' and amount >= 10}.
 * As in SQL, a comparison with a field that has no value is neither true nor false, and only what
 * is true is kept.
 */
public final class RowFilter {
  /** Longer texts are no numbers. */
  private static final int LONGEST_NUMBER = 60;

  private final Node root;
  private final Set<String> names;

  RowFilter(Node root, Set<String> names) {
    this.root = root;
    this.names = Set.copyOf(names);
  }

  /** The values of one record. */
  public interface Fields {
    /** Empty for a field without a value. */
    Optional<String> value(String name);
  }

  /** What a condition is of a record. */
  enum Truth {
    YES,
    NO,
    UNKNOWN;

    static Truth of(boolean value) {
      return value ? YES : NO;
    }
  }

  /** A part of the condition. */
  interface Node {
    Truth of(Fields fields);
  }

  /** Reads it; empty when it is none. */
  public static Optional<RowFilter> parse(String text) {
    try {
      return Optional.of(new RowFilterText(text).read());
    } catch (RowFilterText.SyntaxException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with it; empty when nothing. */
  public static Optional<String> objection(String text) {
    try {
      new RowFilterText(text).read();
      return Optional.empty();
    } catch (RowFilterText.SyntaxException e) {
      return Optional.of(e.getMessage());
    }
  }

  public boolean keeps(Fields fields) {
    return root.of(fields) == Truth.YES;
  }

  /** The fields that it asks for. */
  public Set<String> names() {
    return names;
  }

  record And(Node one, Node other) implements Node {
    @Override
    public Truth of(Fields fields) {
      Truth first = one.of(fields);
      Truth second = first == Truth.NO ? Truth.NO : other.of(fields);
      if (first == Truth.NO || second == Truth.NO) {
        return Truth.NO;
      }
      return first == Truth.YES ? second : Truth.UNKNOWN;
    }
  }

  record Or(Node one, Node other) implements Node {
    @Override
    public Truth of(Fields fields) {
      return new Not(new And(new Not(one), new Not(other))).of(fields);
    }
  }

  record Not(Node node) implements Node {
    @Override
    public Truth of(Fields fields) {
      return switch (node.of(fields)) {
        case YES -> Truth.NO;
        case NO -> Truth.YES;
        case UNKNOWN -> Truth.UNKNOWN;
      };
    }
  }

  record IsNull(String name) implements Node {
    @Override
    public Truth of(Fields fields) {
      return Truth.of(fields.value(name).isEmpty());
    }
  }

  record In(String name, List<Literal> literals) implements Node {
    @Override
    public Truth of(Fields fields) {
      Optional<String> value = fields.value(name);
      return value.isEmpty()
          ? Truth.UNKNOWN
          : Truth.of(
              literals.stream()
                  .anyMatch(l -> l.compare(value.get()).filter(c -> c == 0).isPresent()));
    }
  }

  /** How two values are compared. */
  enum Operator {
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST;

    boolean fits(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  record Comparison(String name, Operator operator, Literal literal) implements Node {
    @Override
    public Truth of(Fields fields) {
      Optional<Integer> order = fields.value(name).flatMap(literal::compare);
      return order.map(found -> Truth.of(operator.fits(found))).orElse(Truth.UNKNOWN);
    }
  }

  /**
   * A value in the condition.
   *
   * @param number empty for a text
   */
  record Literal(String text, Optional<BigDecimal> number) {
    Literal {
      requireNonNull(text, "text");
      requireNonNull(number, "number");
    }

    /** How a value stands to it; empty when both cannot be compared. */
    Optional<Integer> compare(String value) {
      if (number.isEmpty()) {
        return Optional.of(Integer.signum(value.compareTo(text)));
      }
      return number(value).map(other -> other.compareTo(number.get()));
    }

    static Optional<BigDecimal> number(String value) {
      boolean fits =
          value.length() <= LONGEST_NUMBER && value.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");
      return fits ? Optional.of(new BigDecimal(value)) : Optional.empty();
    }
  }
}
