package dev.penstock.parquet;

import org.apache.parquet.schema.PrimitiveType;

/** The distinct values of a column in a row group, in the order in which they appeared. */
interface Dictionary {
  /** How many values it holds. */
  int size();

  /**
   * Finds the ids of a page's values, adding those that are new.
   *
   * @param ids takes as many ids as the page has values
   * @param most how many values the dictionary may hold
   * @return whether it was enough; otherwise the dictionary is as it was, and takes no further page
   */
  boolean encode(Page page, int[] ids, int most);

  /** How many bytes the values take as a dictionary page. */
  int byteCount();

  /** Writes the dictionary page. */
  void writeTo(byte[] target);

  void clear();

  /** How many bits an id needs. */
  default int idBits() {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(size() - 1));
  }

  static Dictionary of(PrimitiveType type, int mostBytes) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32, FLOAT -> new NumberDictionary(Integer.BYTES, mostBytes);
      case INT64, DOUBLE -> new NumberDictionary(Long.BYTES, mostBytes);
      case FIXED_LEN_BYTE_ARRAY -> new BytesDictionary(type.getTypeLength(), mostBytes);
      default -> new BytesDictionary(BytesDictionary.VARIABLE, mostBytes);
    };
  }
}
