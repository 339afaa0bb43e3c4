package dev.penstock.parquet;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What the file says about a page beside its bytes.
 *
 * @param entries values, and one for each null or empty list in their place
 * @param textBytes bytes of all values of variable length, without their lengths; else 0
 */
record PageFacts(
    int rows, int entries, Encoding encoding, Statistics<?> statistics, int nans, long textBytes) {

  /** Facts of a page whose values are still in PLAIN form. */
  static PageFacts of(
      Page page, int rows, int entries, Encoding encoding, PrimitiveType type, Bounds bounds) {
    Statistics.Builder builder =
        Statistics.getBuilderForReading(type).withNumNulls(entries - page.values());
    int nans = 0;
    if (page.values() > 0) {
      nans = bounds.nans();
      if (nans == 0) {
        builder.withMin(bounds.least()).withMax(bounds.greatest());
      }
    }
    PrimitiveTypeName physical = type.getPrimitiveTypeName();
    if (physical == PrimitiveTypeName.FLOAT || physical == PrimitiveTypeName.DOUBLE) {
      builder.withNanCount(nans);
    }
    long textBytes =
        physical == PrimitiveTypeName.BINARY
            ? page.size() - (long) page.values() * Integer.BYTES
            : 0;
    return new PageFacts(rows, entries, encoding, builder.build(), nans, textBytes);
  }
}
