package dev.penstock.source.rest.json;

/** Tells texts that are UTF-8 to the letter. */
final class Utf8 {
  private Utf8() {}

  /** Shortest forms alone, no halves of pairs, nothing beyond the last character. */
  static boolean isValid(byte[] in, int from, int to) {
    int at = from;
    while (at < to) {
      int first = in[at++] & 0xFF;
      if (first < 0x80) {
        continue;
      }
      int more = first < 0xC2 ? 4 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : 4;
      if (more > 3 || at + more > to) {
        return false;
      }
      int second = in[at] & 0xFF;
      int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
      int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
      if (second < least || second > most) {
        return false;
      }
      for (int i = 1; i < more; i++) {
        if ((in[at + i] & 0xC0) != 0x80) {
          return false;
        }
      }
      at += more;
    }
    return true;
  }
}
