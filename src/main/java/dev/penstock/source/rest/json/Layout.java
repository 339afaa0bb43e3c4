package dev.penstock.source.rest.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.source.rest.spool.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** In which order the members of an object came last, to know what to expect. */
final class Layout {
  private final Field field;
  private final Map<String, Step> steps = new HashMap<>();
  private final Step start;

  /**
   * @param field of the object
   */
  Layout(Field field) {
    this.field = field;
    this.start = new Step(field, new byte[0]);
  }

  /** A member, and the one that came after it. */
  static final class Step {
    private final Field field;
    private final byte[] label;
    private Layout inside;
    private Step next;

    private Step(Field field, byte[] label) {
      this.field = field;
      this.label = label;
    }

    Field field() {
      return field;
    }

    /** Its name as it is usually written, with quotes and colon; empty where that is not so. */
    byte[] label() {
      return label;
    }

    /** What is to be expected behind it; null for nothing. */
    Step next() {
      return next;
    }

    void setNext(Step step) {
      next = step.label.length == 0 ? null : step;
    }

    /** Of the object that is its value. */
    Layout inside() {
      if (inside == null) {
        inside = new Layout(field);
      }
      return inside;
    }
  }

  /** Before the first member. */
  Step start() {
    return start;
  }

  Step step(String name) {
    Step step = steps.get(name);
    if (step == null) {
      step = new Step(field.child(name), label(name).orElse(new byte[0]));
      steps.put(name, step);
    }
    return step;
  }

  private static Optional<byte[]> label(String name) {
    boolean plain = name.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '"' && c != '\\');
    return plain ? Optional.of(("\"" + name + "\":").getBytes(UTF_8)) : Optional.empty();
  }
}
