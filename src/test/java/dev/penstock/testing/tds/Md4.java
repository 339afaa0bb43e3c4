package dev.penstock.testing.tds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The digest of RFC 1320, which Java keeps for itself and Windows makes of passwords. */
final class Md4 {
  private static final int BLOCK_BYTES = 64;

  /** How far each of four steps in a row turns, by round. */
  private static final int[][] TURNS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};

  private static final int[] ADDED = {0, 0x5A827999, 0x6ED9EBA1};

  /** Which word each step takes, by round. */
  private static final int[][] WORDS = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15},
    {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15}
  };

  private Md4() {}

  static byte[] digest(byte[] message) {
    int length = (message.length + 8 + BLOCK_BYTES) / BLOCK_BYTES * BLOCK_BYTES;
    ByteBuffer in = Bytes.reading(Arrays.copyOf(message, length));
    in.put(message.length, (byte) 0x80);
    in.putLong(length - 8, 8L * message.length);
    int[] state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
    for (int block = 0; block < length; block += BLOCK_BYTES) {
      add(state, in, block);
    }
    ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    out.asIntBuffer().put(state);
    return out.array();
  }

  private static void add(int[] state, ByteBuffer in, int block) {
    int[] now = state.clone();
    for (int step = 0; step < 48; step++) {
      int round = step / 16;
      // The four words change places at each step.
      int a = Math.floorMod(-step, 4);
      int b = now[(a + 1) % 4];
      int c = now[(a + 2) % 4];
      int d = now[(a + 3) % 4];
      int word = in.getInt(block + 4 * WORDS[round][step % 16]);
      int sum = now[a] + mixed(round, b, c, d) + word + ADDED[round];
      now[a] = Integer.rotateLeft(sum, TURNS[round][step % 4]);
    }
    for (int i = 0; i < 4; i++) {
      state[i] += now[i];
    }
  }

  private static int mixed(int round, int b, int c, int d) {
    return switch (round) {
      case 0 -> (b & c) | (~b & d);
      case 1 -> (b & c) | (b & d) | (c & d);
      default -> b ^ c ^ d;
    };
  }
}
