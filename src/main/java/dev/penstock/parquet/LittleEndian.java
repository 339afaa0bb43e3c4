package dev.penstock.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays, in the byte order of Parquet and of Arrow. */
final class LittleEndian {
  private static final VarHandle SHORT = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle REVERSED_LONG = view(long[].class, ByteOrder.BIG_ENDIAN);

  private LittleEndian() {}

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }

  static short getShort(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at);
  }

  static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  static long getLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void putLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  /** The first byte becomes the highest, so that comparing numbers compares bytes from the left. */
  static long getReversedLong(byte[] bytes, int at) {
    return (long) REVERSED_LONG.get(bytes, at);
  }

  static void putReversedLong(byte[] bytes, int at, long value) {
    REVERSED_LONG.set(bytes, at, value);
  }

  /** A mask that keeps the first {@code length} bytes of a long read by {@link #getLong}. */
  static long mask(int length) {
    return length >= Long.BYTES ? -1L : (1L << (length << 3)) - 1;
  }
}
