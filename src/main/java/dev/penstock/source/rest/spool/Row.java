package dev.penstock.source.rest.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.penstock.source.CursorType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** One record while it is read: its values by column. Used by one thread, over and over. */
public final class Row {
  private static final int MOST_BYTES = 256 << 20;

  private int count;
  private int[] columns = new int[32];
  private Tag[] tags = new Tag[32];
  private long[] numbers = new long[32];
  private int[] starts = new int[32];
  private int[] lengths = new int[32];
  private byte[] text = new byte[4096];
  private int used;

  /** By column, where its value stands; only what stands there is trusted. */
  private int[] slots = new int[32];

  private long doubled;

  /** A record that no memory should be spent on. */
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("one record has more than %,d bytes".formatted(MOST_BYTES));
    }
  }

  /** Begins a new record. */
  public void clear() {
    count = 0;
    used = 0;
  }

  /** How many values came under a name that their record had already; the later one counts. */
  public long doubled() {
    return doubled;
  }

  public void put(Field field, boolean value) {
    slot(field, value ? Tag.TRUE : Tag.FALSE);
  }

  public void put(Field field, long value) {
    // First the slot, as making one may put another array in the place of this one.
    int slot = slot(field, Tag.LONG);
    numbers[slot] = value;
  }

  /**
   * @param digits of a whole number that a long does not hold
   */
  public void putBig(Field field, String digits) {
    put(field, Tag.BIG, digits.getBytes(UTF_8), 0, digits.length());
  }

  /**
   * @param number as it was written
   */
  public void putFraction(Field field, char[] number, int from, int length) {
    int slot = slot(field, Tag.FRACTION);
    write(slot, number, from, length);
  }

  /**
   * @param number as it was written, ASCII
   */
  public void putFraction(Field field, byte[] number, int from, int length) {
    put(field, Tag.FRACTION, number, from, length);
  }

  /**
   * @param value UTF-8
   */
  public void putText(Field field, byte[] value, int from, int length) {
    int slot = put(field, Tag.TEXT, value, from, length);
    tags[slot] = Tag.ofText(text, starts[slot], length);
  }

  public void putText(Field field, char[] value, int from, int length) {
    int slot = slot(field, Tag.TEXT);
    write(slot, value, from, length);
    tags[slot] = Tag.ofText(text, starts[slot], lengths[slot]);
  }

  public void putText(Field field, String value) {
    putText(field, value.toCharArray(), 0, value.length());
  }

  public void putJson(Field field, byte[] json, int length) {
    put(field, Tag.JSON, json, 0, length);
  }

  private int put(Field field, Tag tag, byte[] bytes, int from, int length) {
    int slot = slot(field, tag);
    reserve(length);
    System.arraycopy(bytes, from, text, used, length);
    starts[slot] = used;
    lengths[slot] = length;
    used += length;
    return slot;
  }

  /** Puts a value into another row. */
  void copy(int from, Field field, Row into) {
    int slot = into.slot(field, tags[from]);
    into.numbers[slot] = numbers[from];
    int length = tags[from].hasBytes() ? lengths[from] : 0;
    into.reserve(length);
    System.arraycopy(text, length > 0 ? starts[from] : 0, into.text, into.used, length);
    into.starts[slot] = into.used;
    into.lengths[slot] = length;
    into.used += length;
  }

  /** Puts the value of a field into another row; nothing when there is none. */
  public void copy(Field field, Row into, Field target) {
    int slot = slotOf(field);
    if (slot >= 0) {
      copy(slot, target, into);
    }
  }

  private int slot(Field field, Tag tag) {
    int column = field.column();
    if (column >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(column + 1, slots.length * 2));
    }
    int slot = find(column);
    if (slot < 0) {
      slot = count++;
      if (slot == columns.length) {
        grow();
      }
      slots[column] = slot;
      columns[slot] = column;
    } else {
      doubled++;
    }
    tags[slot] = tag;
    return slot;
  }

  private int find(int column) {
    int slot = column < slots.length ? slots[column] : -1;
    return slot >= 0 && slot < count && columns[slot] == column ? slot : -1;
  }

  private void grow() {
    int size = columns.length * 2;
    columns = Arrays.copyOf(columns, size);
    tags = Arrays.copyOf(tags, size);
    numbers = Arrays.copyOf(numbers, size);
    starts = Arrays.copyOf(starts, size);
    lengths = Arrays.copyOf(lengths, size);
  }

  private void reserve(int bytes) {
    long needed = (long) used + bytes;
    if (needed > MOST_BYTES) {
      throw new TooLargeException();
    }
    if (needed > text.length) {
      text = Arrays.copyOf(text, (int) Math.min(Math.max(needed, text.length * 2L), MOST_BYTES));
    }
  }

  /** A surrogate without its other half becomes a question mark, as no UTF-8 can hold it. */
  private void write(int slot, char[] chars, int from, int length) {
    reserve(length);
    starts[slot] = used;
    int at = used;
    int i = 0;
    while (i < length && chars[from + i] < 0x80) {
      text[at++] = (byte) chars[from + i++];
    }
    if (i < length) {
      byte[] rest = new String(chars, from + i, length - i).getBytes(UTF_8);
      used = at;
      reserve(rest.length);
      System.arraycopy(rest, 0, text, at, rest.length);
      at += rest.length;
    }
    lengths[slot] = at - starts[slot];
    used = at;
  }

  /** The value of a field as it was written; empty when the record has none. */
  public Optional<String> value(Field field) {
    int slot = slotOf(field);
    if (slot < 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (tags[slot]) {
          case FALSE -> "false";
          case TRUE -> "true";
          case LONG -> Long.toString(numbers[slot]);
          case BIG, FRACTION, TEXT, JSON, DATE, TIMESTAMP, INSTANT ->
              new String(text, starts[slot], lengths[slot], UTF_8);
        });
  }

  /** The value of a field as JSON writes it; empty when the record has none. */
  public Optional<String> literal(Field field) {
    boolean isText = tag(field).filter(Tag::isText).isPresent();
    return value(field).map(value -> isText ? TextNode.valueOf(value).toString() : value);
  }

  /** Puts a value, which is no text, as JSON writes it. */
  public void putLiteral(Field field, String literal) {
    char first = literal.charAt(0);
    if (first == '{' || first == '[') {
      byte[] json = literal.getBytes(UTF_8);
      putJson(field, json, json.length);
    } else if (first == 't' || first == 'f') {
      put(field, first == 't');
    } else if (!literal.matches("-?\\d+")) {
      putFraction(field, literal.toCharArray(), 0, literal.length());
    } else if (new BigInteger(literal).bitLength() < Long.SIZE) {
      put(field, Long.parseLong(literal));
    } else {
      putBig(field, literal);
    }
  }

  /** What kind of cursor the value of a field would be; empty when the record has none. */
  public Optional<CursorType> cursorType(Field field) {
    return tag(field).map(Tag::cursorType);
  }

  private Optional<Tag> tag(Field field) {
    int slot = slotOf(field);
    return slot < 0 ? Optional.empty() : Optional.of(tags[slot]);
  }

  /** Where the value of a field stands; negative when the record has none. */
  private int slotOf(Field field) {
    return field.isColumn() ? find(field.column()) : -1;
  }

  /** How many values there are; the methods below count them from 0. */
  int count() {
    return count;
  }

  int column(int value) {
    return columns[value];
  }

  Tag tag(int value) {
    return tags[value];
  }

  /** Only of a {@link Tag#LONG}. */
  long number(int value) {
    return numbers[value];
  }

  /** Where in {@link #bytes} a value begins; only of one that has bytes. */
  int start(int value) {
    return starts[value];
  }

  /** How many bytes a value has; only of one that has some. */
  int length(int value) {
    return lengths[value];
  }

  /** Of all values, of which the first {@link #used} are this record's; another after a put. */
  byte[] bytes() {
    return text;
  }

  int used() {
    return used;
  }
}
