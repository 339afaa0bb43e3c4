package dev.penstock.testing.azure;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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
  private static final int STEP = 1 << 16;

  /** Bytes that came, not yet part of the file: in memory, or in the spill file at their place. */
  static final class Piece {
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
  volatile long length;
  private final NavigableMap<Long, Piece> pieces = new TreeMap<>();
  private final Optional<Path> spill;

  LakeNode(boolean directory, String etag, Optional<Path> spill) {
    this.directory = directory;
    this.etag = etag;
    this.spill = spill;
  }

  /** Takes a body in without keeping anybody waiting; it counts once it is added. */
  Piece receive(long position, InputStream body, int bytes) throws IOException {
    if (spill.isEmpty()) {
      byte[] held = new byte[bytes];
      if (body.readNBytes(held, 0, bytes) < bytes) {
        throw new EOFException("the body ended too soon");
      }
      return new Piece(bytes, held);
    }
    try (FileChannel file =
        FileChannel.open(spill.get(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      copy(body, file, position, bytes);
    }
    return new Piece(bytes, new byte[0]);
  }

  private static void copy(InputStream body, FileChannel file, long position, int bytes)
      throws IOException {
    byte[] step = new byte[Math.min(STEP, Math.max(1, bytes))];
    for (int done = 0; done < bytes; ) {
      int count = body.read(step, 0, Math.min(step.length, bytes - done));
      if (count < 0) {
        throw new EOFException("the body ended too soon");
      }
      ByteBuffer rest = ByteBuffer.wrap(step, 0, count);
      while (rest.hasRemaining()) {
        file.write(rest, position + done + rest.position());
      }
      done += count;
    }
  }

  /** Sent again, perhaps cut into other pieces: what is said last counts. */
  synchronized void add(long position, Piece piece) {
    pieces.subMap(position, true, position + Math.max(1, piece.length()), false).clear();
    pieces.put(position, piece);
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

  void read(long from, long bytes, OutputStream out) throws IOException {
    if (spill.isPresent()) {
      try (FileChannel file = FileChannel.open(spill.get(), StandardOpenOption.READ)) {
        file.transferTo(from, bytes, Channels.newChannel(out));
      }
      return;
    }
    // Written without the lock: a reader who takes his time keeps nobody waiting.
    NavigableMap<Long, Piece> held = copy();
    long at = from;
    while (at < from + bytes) {
      Map.Entry<Long, Piece> piece = held.floorEntry(at);
      int offset = (int) (at - piece.getKey());
      int count = (int) Math.min(piece.getValue().length() - offset, from + bytes - at);
      out.write(piece.getValue().bytes(), offset, count);
      at += count;
    }
  }

  private synchronized NavigableMap<Long, Piece> copy() {
    return new TreeMap<>(pieces);
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
