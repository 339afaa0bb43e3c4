package dev.penstock.source.jdbc.column;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FetchSizeTest {
  private static int after(int fetches, int bytes) {
    return after(new FetchSize(2), fetches, bytes);
  }

  private static int after(FetchSize size, int fetches, int bytes) {
    for (int fetch = 0; fetch < fetches; fetch++) {
      for (int i = size.current(); i > 0; i--) {
        size.saw(bytes);
      }
      size.next();
    }
    return size.current();
  }

  @Test
  void followsTheWidthOfRows() {
    assertThat(new FetchSize(2).next()).isEqualTo(FetchSize.FIRST);
    assertThat(after(4, 16)).isEqualTo(10_000);
    assertThat(after(4, 60_000)).isEqualTo(100);
    assertThat(after(1, 500_000_000)).isEqualTo(1);
  }

  @Test
  void isSmallerWhereARoundTripCostsLittle() {
    FetchSize near = new FetchSize(2);
    near.tookForFew(1_000_000);
    FetchSize far = new FetchSize(2);
    far.tookForFew(30_000_000);

    assertThat(after(near, 4, 60_000)).isEqualTo(34);
    assertThat(after(far, 4, 60_000)).isEqualTo(100);
  }

  @Test
  void growsStepByStepAsAFewRowsSayLittleOfTheNext() {
    assertThat(after(1, 16)).isEqualTo(64);
    assertThat(after(2, 16)).isEqualTo(512);
    assertThat(after(3, 16)).isEqualTo(4096);
  }
}
