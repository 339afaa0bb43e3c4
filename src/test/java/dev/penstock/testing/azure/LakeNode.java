package dev.penstock.testing.azure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A file or a directory; guarded by the tree's lock, except for the pieces of a file. */
final class LakeNode {
  /** Appended bytes: in memory, or in the spill file at the same position. */
  private static final class Piece {
    private final long length;
    private final byte[] bytes;

    Piece(long length, byte[] bytes) {
      this.length = length;
      this.bytes = bytes;
    }

    long length() {
      return length;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  final boolean directory;
  final Lease lease = new Lease();
  final Instant created = Instant.now();
  Map<String, String> metadata = Map.of();
  String etag;
  Instant modified = created;
  long length;
  private final NavigableMap<Long, Piece> pieces = new TreeMap<>();
  private final Optional<Path> spill;

  LakeNode(boolean directory, String etag, Optional<Path> spill) {
    this.directory = directory;
    this.etag = etag;
    this.spill = spill;
  }

  synchronized void append(long position, byte[] bytes) {
    // Sent again, perhaps cut into other pieces: what is said last counts.
    pieces.subMap(position, true, position + Math.max(1, bytes.length), false).clear();
    if (spill.isPresent()) {
      spill(position, bytes);
      pieces.put(position, new Piece(bytes.length, new byte[0]));
    } else {
      pieces.put(position, new Piece(bytes.length, bytes));
    }
  }

  private void spill(long position, byte[] bytes) {
    try (FileChannel file =
        FileChannel.open(
            spill.orElseThrow(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        file.write(rest, position + rest.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether what was appended reaches from the visible end to {@code position} without a gap. */
  synchronized boolean reaches(long position) {
    long end = length;
    for (Map.Entry<Long, Piece> piece : pieces.tailMap(length, true).entrySet()) {
      if (piece.getKey() != end) {
        return false;
      }
      end += piece.getValue().length();
    }
    return end == position;
  }

  synchronized void read(long from, long bytes, OutputStream out) throws IOException {
    if (spill.isPresent()) {
      try (FileChannel file = FileChannel.open(spill.get(), StandardOpenOption.READ)) {
        file.transferTo(from, bytes, Channels.newChannel(out));
      }
      return;
    }
    long at = from;
    while (at < from + bytes) {
      Map.Entry<Long, Piece> piece = pieces.floorEntry(at);
      int offset = (int) (at - piece.getKey());
      int count = (int) Math.min(piece.getValue().length() - offset, from + bytes - at);
      out.write(piece.getValue().bytes(), offset, count);
      at += count;
    }
  }

  void discard() {
    try {
      if (spill.isPresent()) {
        Files.deleteIfExists(spill.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
