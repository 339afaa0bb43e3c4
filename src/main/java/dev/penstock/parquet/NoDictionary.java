package dev.penstock.parquet;

/** Of a column that has none: it takes no page. */
final class NoDictionary implements Dictionary {
  @Override
  public int size() {
    return 0;
  }

  @Override
  public boolean encode(Page page, int[] ids, int most) {
    return false;
  }

  @Override
  public int byteCount() {
    return 0;
  }

  @Override
  public void writeTo(byte[] target) {}

  @Override
  public void clear() {}
}
