package dev.penstock.parquet;

/** Takes the bytes of a file, in order. */
public interface ByteSink {
  void write(byte[] bytes, int offset, int length);
}
