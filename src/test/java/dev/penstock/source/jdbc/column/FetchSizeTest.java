package dev.penstock.source.jdbc.column;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FetchSizeTest {
  private static int after(int rows, int bytes) {
    FetchSize size = new FetchSize(2);
    for (int i = 0; i < rows; i++) {
      size.saw(bytes);
    }
    return size.next();
  }

  @Test
  void followsTheWidthOfRows() {
    assertThat(new FetchSize(2).next()).isEqualTo(FetchSize.FIRST);
    assertThat(after(64, 16)).isEqualTo(10_000);
    assertThat(after(64, 60_000)).isEqualTo(99);
    assertThat(after(1, 500_000_000)).isEqualTo(1);
  }
}
