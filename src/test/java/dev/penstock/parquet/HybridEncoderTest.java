package dev.penstock.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;

/** The Parquet project's decoder reads what the encoder writes. */
final class HybridEncoderTest {
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void isDecodedToTheSameIds(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(24);
    int count = 1 + random.nextInt(400);
    int[] ids = Arrays.copyOf(ids(random, width, count), count + 8);
    byte[] bytes = new byte[HybridEncoder.mostBytes(count, width)];
    int end = HybridEncoder.encode(ids, count, width, bytes, 0);

    RunLengthBitPackingHybridDecoder decoder =
        new RunLengthBitPackingHybridDecoder(width, new ByteArrayInputStream(bytes, 0, end));
    int[] decoded = new int[count];
    for (int i = 0; i < count; i++) {
      decoded[i] = decoder.readInt();
    }
    assertThat(decoded).isEqualTo(Arrays.copyOf(ids, count));
  }

  private static int[] ids(Random random, int width, int count) {
    int[] ids = new int[count];
    int at = 0;
    while (at < count) {
      int run = random.nextBoolean() ? 1 : 1 + random.nextInt(60);
      int id = random.nextInt(1 << width);
      int end = Math.min(count, at + run);
      Arrays.fill(ids, at, end, id);
      at = end;
    }
    return ids;
  }
}
