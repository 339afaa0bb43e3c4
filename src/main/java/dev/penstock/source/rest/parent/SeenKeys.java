package dev.penstock.source.rest.parent;

/** Which keys were there before, in 32 bytes or less for each. Used by one thread at a time. */
final class SeenKeys {
  private long[] table = new long[1 << 11];
  private int size;

  /** Whether the key is new. */
  boolean add(Key key) {
    if (size * 4 >= table.length) {
      grow();
    }
    // No key of a digest is all zeros in its first half, but for one in 2^64.
    long first = key.first() == 0 ? 1 : key.first();
    int at = place(table, first, key.second());
    if (table[at] != 0) {
      return false;
    }
    table[at] = first;
    table[at + 1] = key.second();
    size++;
    return true;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i] != 0) {
        int at = place(larger, table[i], table[i + 1]);
        larger[at] = table[i];
        larger[at + 1] = table[i + 1];
      }
    }
    table = larger;
  }

  /** Where the key stands, or the free place for it. */
  private static int place(long[] in, long first, long second) {
    int at = (int) (second & (in.length / 2 - 1)) * 2;
    while (in[at] != 0 && (in[at] != first || in[at + 1] != second)) {
      at = at + 2 == in.length ? 0 : at + 2;
    }
    return at;
  }
}
