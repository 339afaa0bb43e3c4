package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A place between two rows, by the values of the first key columns.
 *
 * @param side on which side of all rows with these values it lies
 */
public record KeyCut(Side side, List<String> values) {
  /** Before or after the rows with some values. */
  public enum Side {
    BEFORE("<"),
    AFTER(">");

    private final String sign;

    Side(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  public KeyCut {
    requireNonNull(side, "side");
    values = List.copyOf(values);
  }

  static KeyCut before(List<String> values) {
    return new KeyCut(Side.BEFORE, values);
  }

  static KeyCut after(List<String> values) {
    return new KeyCut(Side.AFTER, values);
  }
}
