package dev.penstock.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.xerial.snappy.Snappy;

/** Compresses pages, one after another. */
interface Compressor extends AutoCloseable {
  /** A size that the result of {@link #compress} never exceeds. */
  int bound(int length);

  /** Compresses to the start of {@code target} and says how many bytes that took. */
  int compress(byte[] source, int offset, int length, byte[] target);

  @Override
  void close();

  static Compressor of(ParquetOptions options) {
    return switch (options.codec()) {
      case ZSTD -> new ZstdCompressor(options.zstdLevel());
      case SNAPPY -> new SnappyCompressor();
      case NONE -> new NoCompressor();
    };
  }

  /** Keeps its native context from page to page, since making one costs more than a small page. */
  final class ZstdCompressor implements Compressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();

    ZstdCompressor(int level) {
      context.setLevel(level);
    }

    @Override
    public int bound(int length) {
      return Math.toIntExact(Zstd.compressBound(length));
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
      return context.compressByteArray(target, 0, target.length, source, offset, length);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  final class SnappyCompressor implements Compressor {
    @Override
    public int bound(int length) {
      return Snappy.maxCompressedLength(length);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
      try {
        return Snappy.compress(source, offset, length, target, 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }

  final class NoCompressor implements Compressor {
    @Override
    public int bound(int length) {
      return length;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
      System.arraycopy(source, offset, target, 0, length);
      return length;
    }

    @Override
    public void close() {}
  }
}
