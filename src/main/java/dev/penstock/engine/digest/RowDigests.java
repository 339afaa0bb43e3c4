package dev.penstock.engine.digest;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Digests the rows of batches. Equal values of equal types have equal digests, in whatever batch
 * they stand. Used by one thread.
 */
public final class RowDigests {
  private static final int SHA_BYTES = 32;

  private final List<String> identityColumns;
  private final List<String> contentColumns;
  private final MessageDigest sha = sha();
  private final byte[] result = new byte[SHA_BYTES];
  private final ByteBuffer resultView = ByteBuffer.wrap(result);
  private final ByteBuffer head = ByteBuffer.allocate(1 + Integer.BYTES);
  private byte[] value = new byte[64];
  private List<FieldVector> identity = List.of();
  private List<FieldVector> content = List.of();

  /**
   * @param identity the columns by which a row is known; all of {@code content} when none are named
   * @param content the columns that make two rows of one identity differ
   */
  public RowDigests(List<String> identity, List<String> content) {
    this.identityColumns = List.copyOf(identity);
    this.contentColumns = List.copyOf(content);
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** From now on rows are those of this batch. */
  public void attach(VectorSchemaRoot batch) {
    identity = vectors(batch, identityColumns);
    content = vectors(batch, contentColumns);
  }

  private static List<FieldVector> vectors(VectorSchemaRoot batch, List<String> columns) {
    List<FieldVector> vectors = new ArrayList<>();
    columns.forEach(column -> vectors.add(batch.getVector(column)));
    return vectors;
  }

  public Digest content(int row) {
    return digest(content, row);
  }

  /**
   * @param content that of the same row
   */
  public Digest key(int row, Digest content) {
    return identity.isEmpty() ? content : digest(identity, row);
  }

  private Digest digest(List<FieldVector> vectors, int row) {
    for (FieldVector vector : vectors) {
      update(vector, row);
    }
    try {
      sha.digest(result, 0, SHA_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 has 32 bytes", e);
    }
    return Digest.at(resultView, 0);
  }

  /** Nulls and lengths are told apart, so that no two rows look alike once joined. */
  private void update(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      sha.update((byte) 0);
    } else if (vector instanceof BitVector bits) {
      sha.update((byte) (1 + bits.get(row)));
    } else if (vector instanceof BaseVariableWidthVector variable) {
      int start = variable.getStartOffset(row);
      update(variable.getDataBuffer(), start, variable.getEndOffset(row) - start);
    } else if (vector instanceof ListVector list) {
      update(list, list.getElementStartIndex(row), list.getElementEndIndex(row));
    } else if (vector instanceof StructVector struct) {
      sha.update((byte) 1);
      struct.getChildrenFromFields().forEach(member -> update(member, row));
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      int width = fixed.getTypeWidth();
      update(fixed.getDataBuffer(), (long) row * width, width);
    } else {
      throw new IllegalStateException("no digest of " + vector.getField());
    }
  }

  private void update(ListVector list, int start, int end) {
    sha.update(head.clear().put((byte) 1).putInt(end - start).array());
    for (int element = start; element < end; element++) {
      update(list.getDataVector(), element);
    }
  }

  private void update(ArrowBuf data, long start, int length) {
    if (value.length < length) {
      value = new byte[Math.max(length, 2 * value.length)];
    }
    data.getBytes(start, value, 0, length);
    head.clear().put((byte) 1).putInt(length);
    sha.update(head.array());
    sha.update(value, 0, length);
  }
}
